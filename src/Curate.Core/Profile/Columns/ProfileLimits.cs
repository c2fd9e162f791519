namespace Curate.Core.Profile.Columns;

/// <summary>
/// Sizes of a profile's sketches. They follow from the number of columns alone, never from memory or workers, so that any two passes over the same columns
/// agree; a table of a few columns gets the largest, and one of 10,000 still fits.
/// </summary>
internal sealed record ProfileLimits
{
    private const int ValuesOfAllColumns = 1 << 19;
    private const int BytesOfAllColumns = 1 << 24;
    private const int CellsOfSample = 1 << 22;

    /// <summary>Bytes of a value beyond this are not kept in the sample.</summary>
    public const int MostSampledValueBytes = 1 << 16;

    /// <summary>Bytes of the whole sample.</summary>
    public const long MostSampleBytes = 24L << 20;

    /// <summary>Hashes of whole rows that are kept.</summary>
    public const int RowHashes = 1 << 16;

    /// <summary>Different values of a column that are counted one by one.</summary>
    public required int Values { get; init; }

    /// <summary>Their bytes together.</summary>
    public required int ValueBytes { get; init; }

    /// <summary>Binary logarithm of the registers of a distinct count.</summary>
    public required int Precision { get; init; }

    /// <summary>Rows of the sample.</summary>
    public required int SampleRows { get; init; }

    /// <summary>The sizes for a number of columns and a wanted sample.</summary>
    public static ProfileLimits Of(int columns, int sample)
    {
        int n = Math.Max(1, columns);
        return new ProfileLimits
        {
            Values = Math.Clamp(ValuesOfAllColumns / n, 256, 8192),
            ValueBytes = Math.Clamp(BytesOfAllColumns / n, 16 << 10, 256 << 10),
            Precision = n <= 256 ? 14 : 12,
            SampleRows = Math.Min(sample, Math.Max(256, CellsOfSample / n)),
        };
    }
}
