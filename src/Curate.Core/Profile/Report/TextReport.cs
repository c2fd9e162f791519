namespace Curate.Core.Profile.Report;

/// <summary>How the texts of a column look.</summary>
public sealed record TextReport
{
    /// <summary>Lengths in characters (Unicode code points).</summary>
    public required NumericReport Lengths { get; init; }

    /// <summary>Bytes of all values together, as UTF-8.</summary>
    public long Bytes { get; init; }

    public long Empty { get; init; }

    /// <summary>Values with white space at an end.</summary>
    public long Padded { get; init; }

    /// <summary>Values with a byte above 127.</summary>
    public long NonAscii { get; init; }

    /// <summary>Words, split at white space, of all values.</summary>
    public long Words { get; init; }

    /// <summary>Patterns: A and a for letters, 9 for digits, runs folded, other signs as they are; most frequent first.</summary>
    public IReadOnlyList<ValueCount> Shapes { get; init; } = [];

    /// <summary>Scripts by letters: Latin, Cyrillic, Han and so on.</summary>
    public IReadOnlyList<ValueCount> Scripts { get; init; } = [];

    /// <summary>Values that differ in case or outer white space only, as <c>value: other forms</c>.</summary>
    public IReadOnlyList<string> Variants { get; init; } = [];
}
