namespace Curate.Core.Data;

/// <summary>
/// What a sink must agree with to copy a payload: format, column order, dialect. Equal layouts mean that the bytes of one can stand in
/// the output of the other. Formats derive their own records from it.
/// </summary>
/// <param name="Format">Name of the format: <c>csv</c>, <c>jsonl</c>.</param>
public abstract record PayloadLayout(string Format)
{
    /// <summary>An empty payload of this layout.</summary>
    public abstract RowPayload CreatePayload();

    /// <summary>
    /// This layout for a table of other columns, in the order given: what the rows of a dataset look like whose files differ. A format
    /// whose records name their own columns returns this layout itself; so does any other where the columns are the same.
    /// </summary>
    public abstract PayloadLayout WithColumns(IReadOnlyList<string> names);
}
