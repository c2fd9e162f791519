namespace Curate.Parquet.Metadata;

/// <summary>The unit of times and timestamps.</summary>
public enum ParquetTimeUnit
{
    Milliseconds,
    Microseconds,
    Nanoseconds,
}
