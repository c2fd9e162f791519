using Curate.Parquet.Reading;

namespace Curate.Formats.Parquet;

/// <summary>Goes through a leaf column in rising order, a window of rows at a time, and keeps its place from one output row group to the next.</summary>
/// <param name="leaf">The leaf in the files.</param>
internal sealed class LeafCursor(int leaf)
{
    private const int MostRows = 8192;
    private const long WindowBytes = 8 << 20;

    private readonly PageBuffers _buffers = new();
    private LeafReader? _reader;
    private ParquetFile? _file;
    private int _group = -1;

    /// <summary>The window; codes in place of values where the chunk has a dictionary, byte arrays where their page has them.</summary>
    public ColumnBatch Batch { get; } = new() { PreferCodes = true, MayLook = true };

    /// <summary>First row of the window in its row group.</summary>
    public long First { get; private set; }

    /// <summary>First row behind the window.</summary>
    public long End => First + Batch.RowCount;

    public bool Has(ParquetFile file, int group, long row) => ReferenceEquals(_file, file) && _group == group && row >= First && row < End;

    /// <summary>Makes the window begin at a row.</summary>
    public void Move(ParquetFile file, int group, long row)
    {
        if (!ReferenceEquals(_file, file) || _group != group || row < End || _reader is null)
        {
            _file = null;
            _reader = file.OpenLeaf(group, leaf, _buffers);
            _reader.Skip(row);
        }
        else
        {
            _reader.Skip(row - End);
        }

        long rowBytes = file.PlainBytes(group, leaf) / Math.Max(1, file.GroupRows(group));
        _reader.Read(Batch, (int)Math.Clamp(WindowBytes / Math.Max(1, rowBytes), 1, MostRows));
        (_file, _group, First) = (file, group, row);
    }
}
