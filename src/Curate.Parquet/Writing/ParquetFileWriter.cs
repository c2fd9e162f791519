using System.Buffers.Binary;
using Curate.Parquet.Metadata;
using Curate.Parquet.Reading;
using Curate.Parquet.Schema;
using Curate.Parquet.Thrift;

namespace Curate.Parquet.Writing;

/// <summary>
/// Writes a file to a stream from its first byte to its last; the stream need not seek and is left open. Columns are encoded apart, on any
/// threads, and written here in order. Without <see cref="Complete"/> there is no footer, and so no file.
/// </summary>
public sealed class ParquetFileWriter
{
    private static readonly byte[] s_magic = "PAR1"u8.ToArray();

    private readonly Stream _output;
    private readonly ParquetWriterOptions _options;
    private readonly List<RowGroupInfo> _rowGroups = [];
    private long _offset;
    private long _rowCount;
    private bool _isComplete;

    public ParquetFileWriter(Stream output, ParquetSchema schema, ParquetWriterOptions? options = null)
    {
        _options = options ?? new ParquetWriterOptions();
        _options.Check();
        _output = output;
        Schema = schema;
        Put(s_magic);
    }

    public ParquetSchema Schema { get; }

    /// <summary>Bytes written so far.</summary>
    public long ByteCount => _offset;

    public long RowCount => _rowCount;

    /// <summary>An encoder of one leaf column, which makes the chunks of any number of row groups.</summary>
    public ColumnEncoder CreateEncoder(int leaf) => new(Schema.Leaves[leaf], _options);

    /// <summary>Writes a row group: one chunk per leaf column, all of the same rows.</summary>
    public void WriteRowGroup(IReadOnlyList<EncodedColumn> columns, IReadOnlyList<SortingColumn>? sorting = null)
    {
        if (_isComplete)
        {
            throw new InvalidOperationException("The file is complete.");
        }

        Check(columns);
        long bytes = 0;
        long rows = columns.Count > 0 ? columns[0].RowCount : 0;
        List<ColumnChunkInfo> chunks = new(columns.Count);
        foreach (EncodedColumn column in columns)
        {
            chunks.Add(new ColumnChunkInfo { Data = column.Data.MovedBy(_offset) });
            bytes += column.Data.UncompressedBytes;
            column.WriteTo(_output);
            _offset += column.ByteCount;
        }

        _rowGroups.Add(new RowGroupInfo { Columns = chunks, UncompressedBytes = bytes, RowCount = rows, Sorting = sorting ?? [] });
        _rowCount += rows;
    }

    /// <summary>Copies a whole row group of a file of the same leaf columns, undecoded.</summary>
    public void CopyRowGroup(ParquetFileReader from, int rowGroup)
    {
        EncodedColumn[] columns = new EncodedColumn[from.Schema.Leaves.Count];
        for (int leaf = 0; leaf < columns.Length; leaf++)
        {
            columns[leaf] = EncodedColumn.FromFile(from, rowGroup, leaf);
        }

        WriteRowGroup(columns, from.Metadata.RowGroups[rowGroup].Sorting);
    }

    /// <summary>Writes the footer and flushes the stream.</summary>
    /// <param name="keyValues">Entries that are known only now; they follow those of the options.</param>
    public void Complete(IReadOnlyList<KeyValue>? keyValues = null)
    {
        if (_isComplete)
        {
            throw new InvalidOperationException("The file is complete.");
        }

        _isComplete = true;
        CompactWriter footer = new();
        MetadataWriter.WriteFooter(footer, new FileMetaData
        {
            // The specification asks writers for 1, whatever the version of the pages.
            Version = 1,
            Schema = Schema.Elements,
            RowCount = _rowCount,
            RowGroups = _rowGroups,
            KeyValues = [.. _options.KeyValues, .. keyValues ?? []],
            CreatedBy = _options.CreatedBy,
            ColumnOrders = [.. Enumerable.Repeat(ColumnOrder.TypeDefined, Schema.Leaves.Count)],
        });
        Put(footer.Written);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Written.Length);
        Put(length);
        Put(s_magic);
        _output.Flush();
    }

    private void Check(IReadOnlyList<EncodedColumn> columns)
    {
        if (columns.Count != Schema.Leaves.Count)
        {
            throw new ArgumentException($"{columns.Count} chunks are given for {Schema.Leaves.Count} columns.", nameof(columns));
        }

        for (int i = 0; i < columns.Count; i++)
        {
            LeafColumn leaf = Schema.Leaves[i];
            if (columns[i].Data.Type != leaf.Type || !columns[i].Data.Path.SequenceEqual(leaf.Path, StringComparer.Ordinal))
            {
                throw new ArgumentException($"Chunk {i} is not of the column {leaf.PathText}.", nameof(columns));
            }

            if (columns[i].RowCount != columns[0].RowCount)
            {
                throw new ArgumentException($"The column {leaf.PathText} has {columns[i].RowCount} rows, the first has {columns[0].RowCount}.", nameof(columns));
            }
        }
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        _output.Write(bytes);
        _offset += bytes.Length;
    }
}
