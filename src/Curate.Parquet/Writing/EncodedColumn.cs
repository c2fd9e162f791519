using Curate.Parquet.Encodings;
using Curate.Parquet.Metadata;
using Curate.Parquet.Reading;

namespace Curate.Parquet.Writing;

/// <summary>A column chunk that is ready to be written: its bytes, or where to copy them from, and its metadata with offsets from its own start.</summary>
public sealed class EncodedColumn
{
    private readonly ChunkBuilder? _builder;
    private GrowBuffer? _bytes;
    private readonly ParquetFileReader? _source;
    private readonly int _rowGroup;
    private readonly int _leaf;

    internal EncodedColumn(GrowBuffer bytes, ColumnMetaData data, long rowCount, ChunkBuilder builder)
    {
        _builder = builder;
        _bytes = bytes;
        Data = data;
        RowCount = rowCount;
    }

    private EncodedColumn(ParquetFileReader source, int rowGroup, int leaf, IReadOnlyList<string>? path)
    {
        _source = source;
        _rowGroup = rowGroup;
        _leaf = leaf;
        ColumnMetaData data = source.Chunk(rowGroup, leaf);
        Data = data.MovedBy(-data.Start, withoutDictionary: data.Start == data.DataPageOffset, path);
        RowCount = source.Metadata.RowGroups[rowGroup].RowCount;
    }

    public long RowCount { get; }

    /// <summary>Bytes that the chunk takes in the file.</summary>
    public long ByteCount => Data.CompressedBytes;

    internal ColumnMetaData Data { get; }

    /// <summary>
    /// A chunk of another file as it is, undecoded: pages, encodings, codec, statistics. The file must stay open until the chunk is written.
    /// </summary>
    /// <param name="source">The file.</param>
    /// <param name="rowGroup">The row group of the chunk.</param>
    /// <param name="leaf">Its leaf column.</param>
    /// <param name="path">The path of the column in the file to be written; null = as in the source.</param>
    public static EncodedColumn FromFile(ParquetFileReader source, int rowGroup, int leaf, IReadOnlyList<string>? path = null) =>
        new(source, rowGroup, leaf, path);

    internal void WriteTo(Stream to)
    {
        if (_source is not null)
        {
            _source.CopyChunk(_rowGroup, _leaf, to);
            return;
        }

        // The memory serves the next chunk of the column.
        GrowBuffer bytes = _bytes ?? throw new InvalidOperationException("The chunk has been written before.");
        _bytes = null;
        to.Write(bytes.Written);
        _builder!.Return(bytes);
    }
}
