namespace Curate.Parquet.Metadata;

/// <summary>A block of rows; one chunk per leaf column.</summary>
public sealed class RowGroupInfo
{
    public required IReadOnlyList<ColumnChunkInfo> Columns { get; init; }

    public required long UncompressedBytes { get; init; }

    public required long RowCount { get; init; }

    public IReadOnlyList<SortingColumn> Sorting { get; init; } = [];
}
