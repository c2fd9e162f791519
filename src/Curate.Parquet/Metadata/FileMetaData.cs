namespace Curate.Parquet.Metadata;

/// <summary>The footer of a file.</summary>
public sealed class FileMetaData
{
    public required int Version { get; init; }

    public required IReadOnlyList<SchemaElement> Schema { get; init; }

    public required long RowCount { get; init; }

    public required IReadOnlyList<RowGroupInfo> RowGroups { get; init; }

    public IReadOnlyList<KeyValue> KeyValues { get; init; } = [];

    public string? CreatedBy { get; init; }

    /// <summary>One per leaf column, or empty.</summary>
    public IReadOnlyList<ColumnOrder> ColumnOrders { get; init; } = [];

    /// <summary>Some columns are encrypted, although the footer is not.</summary>
    public bool HasEncryption { get; init; }
}
