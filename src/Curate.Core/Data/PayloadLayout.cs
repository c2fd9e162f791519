namespace Curate.Core.Data;

/// <summary>
/// What a sink must agree with to copy a payload: format, column order, dialect. Equal layouts mean that the bytes of one can stand in
/// the output of the other. Formats derive their own records from it.
/// </summary>
/// <param name="Format">Name of the format: <c>csv</c>, <c>jsonl</c>.</param>
public abstract record PayloadLayout(string Format)
{
    /// <summary>True when the layout fixes which columns there are (a CSV header); false when each record names its own.</summary>
    public abstract bool HasNames { get; }

    /// <summary>
    /// The bytes by which two whole rows are equal: the record itself, or its canonical form where the format writes one value in several
    /// ways (a CSV field with needless quotes). <paramref name="buffer"/> may be grown and used for the result.
    /// </summary>
    public abstract ReadOnlySpan<byte> KeyBytes(RowPayload payload, int row, ref byte[] buffer);

    /// <summary>True when <see cref="KeyBytes"/> are text, so that they can be compared without regard to case or blanks.</summary>
    public virtual bool IsText => true;

    /// <summary>
    /// True when rows of any other layout of this format can be brought into this one, row by row, as payload; false when files whose
    /// layouts differ have only columns in common.
    /// </summary>
    public virtual bool Conforms => true;

    /// <summary>What the first difference between two layouts of this format is, for messages; null where there is none or none is told.</summary>
    public virtual string? DifferenceFrom(PayloadLayout other) => null;

    /// <summary>
    /// The layout of the same payload seen through a choice of columns, possibly renamed; null where a record cannot be seen in part.
    /// </summary>
    /// <param name="columns">Name here, name in the result.</param>
    public virtual PayloadLayout? Project(IReadOnlyList<(string Below, string Name)> columns) => null;

    /// <summary>An empty payload of this layout.</summary>
    public abstract RowPayload CreatePayload();

    /// <summary>
    /// This layout for a table of other columns, in the order given: what the rows of a dataset look like whose files differ. A format
    /// whose records name their own columns returns this layout itself; so does any other where the columns are the same.
    /// </summary>
    public abstract PayloadLayout WithColumns(IReadOnlyList<string> names);
}
