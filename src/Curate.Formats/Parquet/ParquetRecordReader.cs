using Curate.Core.Data;

namespace Curate.Formats.Parquet;

/// <summary>One pass over a Parquet file: references to rows, and the columns that were asked for. A batch lies in one row group.</summary>
/// <remarks>Memory: for each leaf of the columns asked for a page, its dictionary and a batch of values.</remarks>
internal sealed class ParquetRecordReader : IRecordReader
{
    private readonly ParquetFile _file;
    private readonly ParquetLayout? _layout;
    private readonly ReadRequest _request;
    private readonly RequestedColumn[] _columns;
    private readonly long _end;
    private readonly long _sizeBytes;
    private long _row;
    private int _group;

    public ParquetRecordReader(ParquetFile file, ParquetLayout? layout, ReadRequest request, RequestedColumn[] columns, long sizeBytes)
    {
        _file = file;
        _layout = layout;
        _request = request;
        _columns = columns;
        _sizeBytes = sizeBytes;
        _end = Math.Min(file.RowCount, request.ToRow);
        _row = Math.Min(_end, Math.Max(0, request.FromRow));
    }

    public long BytesRead => _file.RowCount == 0 ? _sizeBytes : (long)(_sizeBytes * ((double)_row / _file.RowCount));

    public bool Read(RecordBatch batch, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        batch.Begin(_request, _layout);
        batch.Source = 0;
        batch.FirstRow = _row;
        if (_row >= _end)
        {
            return false;
        }

        while (_file.GroupStart(_group + 1) <= _row)
        {
            _group = _file.GroupOf(_row);
        }

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

    public void Dispose()
    {
    }
}
