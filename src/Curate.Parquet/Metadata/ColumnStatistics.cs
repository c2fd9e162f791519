namespace Curate.Parquet.Metadata;

/// <summary>Bounds and counts of a column chunk. Values are in plain encoding, byte arrays without their length.</summary>
public sealed class ColumnStatistics
{
    /// <summary>The older maximum, compared as signed numbers whatever the type.</summary>
    public byte[]? LegacyMax { get; init; }

    /// <summary>The older minimum, compared as signed numbers whatever the type.</summary>
    public byte[]? LegacyMin { get; init; }

    public long? NullCount { get; init; }

    public long? DistinctCount { get; init; }

    public byte[]? Max { get; init; }

    public byte[]? Min { get; init; }

    public bool? IsMaxExact { get; init; }

    public bool? IsMinExact { get; init; }

    public long? NanCount { get; init; }
}
