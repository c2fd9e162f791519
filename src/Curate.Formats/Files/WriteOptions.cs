namespace Curate.Formats.Files;

/// <summary>How text formats are written; what is null is the format's own default.</summary>
public sealed record WriteOptions
{
    /// <summary>Field separator of CSV; null = comma (tab for .tsv).</summary>
    public char? Delimiter { get; init; }

    /// <summary>Quote character of CSV; null = double quote.</summary>
    public char? Quote { get; init; }

    /// <summary>No header row is written.</summary>
    public bool NoHeader { get; init; }

    /// <summary>How Parquet is written; null = with its defaults.</summary>
    public Parquet.ParquetWriteOptions? Parquet { get; init; }
}
