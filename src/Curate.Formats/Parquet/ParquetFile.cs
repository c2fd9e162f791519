using Curate.Core.Errors;
using Curate.Parquet;
using Curate.Parquet.Input;
using Curate.Parquet.Metadata;
using Curate.Parquet.Reading;
using Curate.Parquet.Schema;

namespace Curate.Formats.Parquet;

/// <summary>An open Parquet file whose rows are numbered over its row groups. Safe for use from several threads.</summary>
internal sealed class ParquetFile : IDisposable
{
    private readonly long[] _starts;

    /// <param name="name">What messages call it.</param>
    /// <param name="input">Its bytes; owned.</param>
    /// <exception cref="CurateException">It is no Parquet file, is damaged or encrypted.</exception>
    public ParquetFile(string name, IParquetInput input)
    {
        Name = name;
        try
        {
            Reader = ParquetFileReader.Open(input);
        }
        catch (ParquetFormatException fault)
        {
            throw ParquetFailures.Of(fault, name);
        }

        _starts = new long[Reader.RowGroupCount + 1];
        for (int group = 0; group < Reader.RowGroupCount; group++)
        {
            long rows = Reader.Metadata.RowGroups[group].RowCount;
            if (rows is < 0 or >= 1L << 40)
            {
                Reader.Dispose();
                throw ParquetFailures.Of(new ParquetFormatException(ParquetFault.Corrupt, "the row group has an impossible number of rows"), name, group);
            }

            _starts[group + 1] = _starts[group] + rows;
        }
    }

    public string Name { get; }

    public ParquetFileReader Reader { get; }

    public ParquetSchema Schema => Reader.Schema;

    public long RowCount => _starts[^1];

    public int GroupCount => _starts.Length - 1;

    /// <summary>First row of a row group; of the one after the last, the number of rows.</summary>
    public long GroupStart(int group) => _starts[group];

    public long GroupRows(int group) => _starts[group + 1] - _starts[group];

    /// <summary>The row group that a row is in: O(log groups).</summary>
    public int GroupOf(long row)
    {
        int low = 0;
        int high = GroupCount - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >>> 1;
            if (_starts[middle] <= row)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    /// <summary>Bytes of a column chunk before compression, as the footer says; 0 where it says nothing of use.</summary>
    public long PlainBytes(int group, int leaf) =>
        Reader.Metadata.RowGroups[group].Columns[leaf].Data is { UncompressedBytes: > 0 and < 1L << 40 } data ? data.UncompressedBytes : 0;

    /// <summary>Stored bytes of a column chunk, for progress.</summary>
    public long StoredBytes(int group, int leaf) =>
        Reader.Metadata.RowGroups[group].Columns[leaf].Data is { CompressedBytes: > 0 and < 1L << 50 } data ? data.CompressedBytes : 0;

    public LeafReader OpenLeaf(int group, int leaf, PageBuffers? buffers = null) => new(this, group, leaf, buffers);

    /// <summary>Data pages of a chunk without a value.</summary>
    public long NullPages(int group, int leaf)
    {
        try
        {
            return Reader.CountNullPages(group, leaf);
        }
        catch (ParquetFormatException fault)
        {
            throw ParquetFailures.Of(fault, Name, group);
        }
    }

    /// <summary>The metadata of a chunk, or null where the footer has none.</summary>
    public ColumnMetaData? Chunk(int group, int leaf) => Reader.Metadata.RowGroups[group].Columns[leaf].Data;

    public void Dispose() => Reader.Dispose();
}
