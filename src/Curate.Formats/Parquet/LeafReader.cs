using Curate.Parquet;
using Curate.Parquet.Reading;
using Curate.Parquet.Schema;

namespace Curate.Formats.Parquet;

/// <summary>Reads one leaf column of one row group; faults name the file and the row group.</summary>
internal sealed class LeafReader
{
    private readonly ParquetFile _file;
    private readonly int _group;
    private readonly ColumnReader _reader;

    public LeafReader(ParquetFile file, int group, int leaf, PageBuffers? buffers)
    {
        _file = file;
        _group = group;
        try
        {
            _reader = file.Reader.OpenColumn(group, leaf, buffers);
        }
        catch (ParquetFormatException fault)
        {
            throw ParquetFailures.Of(fault, file.Name, group);
        }
    }

    public LeafColumn Column => _reader.Column;

    public long RowsLeft => _reader.RowsLeft;

    /// <inheritdoc cref="ColumnReader.PageRowsLeft"/>
    public int PageRowsLeft => _reader.PageRowsLeft;

    /// <inheritdoc cref="ColumnReader.PageBytes"/>
    public int PageBytes => _reader.PageBytes;

    /// <summary>The next rows, at least one unless the row group ends.</summary>
    public int Read(ColumnBatch batch, int mostRows)
    {
        try
        {
            return _reader.ReadRows(batch, mostRows);
        }
        catch (ParquetFormatException fault)
        {
            throw ParquetFailures.Of(fault, _file.Name, _group);
        }
    }

    public void Skip(long rows)
    {
        try
        {
            _reader.SkipRows(rows);
        }
        catch (ParquetFormatException fault)
        {
            throw ParquetFailures.Of(fault, _file.Name, _group);
        }
    }

    /// <summary>Lists of one length, straight into an array.</summary>
    public int ReadVectors(Span<float> into, int dimension, out VectorFault fault)
    {
        try
        {
            return _reader.ReadVectors(into, dimension, out fault);
        }
        catch (ParquetFormatException damage)
        {
            throw ParquetFailures.Of(damage, _file.Name, _group);
        }
    }
}
