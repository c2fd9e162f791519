using Curate.Core.Data;

namespace Curate.Formats.Parquet;

/// <summary>One pass over a Parquet file: references to rows, and the columns that were asked for. A batch lies in one row group.</summary>
/// <remarks>Memory: for each leaf of the columns asked for a page, its dictionary and a batch of values.</remarks>
internal sealed class ParquetRecordReader : IPruningReader
{
    private readonly ParquetFile _file;
    private readonly ParquetLayout? _layout;
    private readonly ReadRequest _request;
    private readonly RequestedColumn[] _columns;
    private readonly long _end;
    private readonly long _sizeBytes;
    private long _row;
    private readonly GroupPruning? _pruning;
    private int _group;
    private int _decided = -1;

    public ParquetRecordReader(ParquetFile file, ParquetLayout? layout, ReadRequest request, RequestedColumn[] columns, long sizeBytes, GroupPruning? pruning = null)
    {
        _pruning = pruning;
        _file = file;
        _layout = layout;
        _request = request;
        _columns = columns;
        _sizeBytes = sizeBytes;
        _end = Math.Min(file.RowCount, request.ToRow);
        _row = Math.Min(_end, Math.Max(0, request.FromRow));
    }

    public long BytesRead => _file.RowCount == 0 ? _sizeBytes : (long)(_sizeBytes * ((double)_row / _file.RowCount));

    public long RowsLeftOut { get; private set; }

    public long EndRow => _row;

    public bool Read(RecordBatch batch, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        batch.Begin(_request, _layout);
        batch.Source = 0;
        if (!MoveToGroup())
        {
            batch.FirstRow = _row;
            return false;
        }

        batch.FirstRow = _row;
        long inGroup = _row - _file.GroupStart(_group);
        int count = (int)Math.Min(Math.Min(batch.Capacity, _end - _row), _file.GroupRows(_group) - inGroup);
        long rowBytes = 1;
        foreach (RequestedColumn column in _columns)
        {
            rowBytes += column.RowBytes(_group);
        }

        count = (int)Math.Max(1, Math.Min(count, RecordBatch.TargetBytes / rowBytes));
        foreach (RequestedColumn column in _columns)
        {
            count = column.Ready(_group, inGroup, count);
        }

        for (int c = 0; c < _columns.Length; c++)
        {
            _columns[c].AppendTo(batch[c], inGroup, count);
        }

        (batch.Payload as ParquetRows)?.Append(_file, _group, _row, count);
        batch.Count = count;
        _row += count;
        return true;
    }

    // Goes to the row group of the next row, over those that the condition rules out.
    private bool MoveToGroup()
    {
        while (_row < _end)
        {
            if (_file.GroupStart(_group + 1) <= _row)
            {
                _group = _file.GroupOf(_row);
            }

            if (_pruning is null || _decided == _group || _pruning.MayHold(_group))
            {
                _decided = _group;
                return true;
            }

            long next = Math.Min(_end, _file.GroupStart(_group + 1));
            RowsLeftOut += next - _row;
            _row = next;
        }

        return false;
    }

    public void Dispose()
    {
    }
}
