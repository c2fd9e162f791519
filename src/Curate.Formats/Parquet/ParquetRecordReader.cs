using System.Runtime.ExceptionServices;
using Curate.Core.Data;
using Curate.Core.Running;

namespace Curate.Formats.Parquet;

/// <summary>
/// One pass over a Parquet file: references to rows, and the columns that were asked for. A batch lies in one row group. Where several columns come to new pages
/// at once, as at the start of a row group, and workers wait for the batch, they decompress them side by side.
/// </summary>
/// <remarks>Memory: for each leaf of the columns asked for a page, its dictionary and a batch of values.</remarks>
internal sealed class ParquetRecordReader : IPruningReader
{
    // Less is done sooner than threads are started.
    private const long LeastShared = 1 << 19;
    // Of very many columns a batch that leaves the cache before it is mapped costs more than calls for few rows of each.
    private const int WideColumns = 256;
    private const int WideBytes = RecordBatch.TargetBytes / 4;
    private const long MostFirst = 1 << 20;
    private const long MostAhead = 1 << 24;

    private readonly ParquetFile _file;
    private readonly ParquetLayout? _layout;
    private readonly ReadRequest _request;
    private readonly RequestedColumn[] _columns;
    private readonly long _end;
    private readonly long _sizeBytes;
    private readonly int _threads;
    private readonly int[] _ready;
    private readonly ExceptionDispatchInfo?[] _failures;
    private long _row;
    private long _batchBytes;
    private readonly GroupPruning? _pruning;
    private int _group;
    private int _decided = -1;

    public ParquetRecordReader(ParquetFile file, ParquetLayout? layout, ReadRequest request, RequestedColumn[] columns, long sizeBytes, int threads = 1, GroupPruning? pruning = null)
    {
        _threads = threads;
        _ready = new int[columns.Length];
        _failures = new ExceptionDispatchInfo?[columns.Length];
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

    // At the start of a row group all columns come to new pages: about as long as a dozen batches take that only hand on what is decompressed already.
    public int MoreAhead => (int)Math.Min(14, MostAhead / Math.Max(1, _batchBytes));

    public bool Read(RecordBatch batch, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        batch.Begin(_request, _layout);
        batch.Source = 0;
        if (!MoveToGroup())
        {
            batch.FirstRow = _row;
            foreach (RequestedColumn column in _columns)
            {
                column.Release();
            }

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

        count = (int)Math.Max(1, Math.Min(count, (_columns.Length < WideColumns ? RecordBatch.TargetBytes : WideBytes) / rowBytes));
        _batchBytes = count * rowBytes;
        count = Ready(inGroup, count, batch.IsAwaited, ct);
        for (int c = 0; c < _columns.Length; c++)
        {
            _columns[c].AppendTo(batch[c], inGroup, count);
        }

        (batch.Payload as ParquetRows)?.Append(_file, _group, _row, count);
        batch.Count = count;
        _row += count;
        return true;
    }

    // How many rows all columns have ready.
    private int Ready(long row, int count, bool isAwaited, CancellationToken ct)
    {
        if (_threads > 1 && isAwaited && IsLong(row, count))
        {
            Workers.ForBlocks(_threads, _columns.Length, c => Ready(c, row, count), ct);
            foreach (ExceptionDispatchInfo? failure in _failures)
            {
                failure?.Throw();
            }

            return Math.Min(count, _ready.Min());
        }

        foreach (RequestedColumn column in _columns)
        {
            count = column.Ready(_group, row, count);
        }

        return count;
    }

    private void Ready(int column, long row, int count)
    {
        try
        {
            _ready[column] = _columns[column].Ready(_group, row, count);
        }
        catch (Exception failure)
        {
            // Carried to the thread that reads: what is thrown there is the failure of the first column, as without threads.
            _failures[column] = ExceptionDispatchInfo.Capture(failure);
        }
    }

    private bool IsLong(long row, int count)
    {
        long all = 0;
        long longest = 0;
        foreach (RequestedColumn column in _columns)
        {
            long bytes = column.PagesAhead(_group, row, count, MostFirst);
            all += bytes;
            longest = Math.Max(longest, bytes);
        }

        return all - longest >= LeastShared;
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
