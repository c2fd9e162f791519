namespace Curate.Parquet.Metadata;

/// <summary>One column of one row group.</summary>
public sealed class ColumnChunkInfo
{
    /// <summary>Another file that holds the data, or null.</summary>
    public string? FilePath { get; init; }

    /// <summary>Null where the footer has none, as for encrypted columns.</summary>
    public ColumnMetaData? Data { get; init; }

    public bool IsEncrypted { get; init; }
}
