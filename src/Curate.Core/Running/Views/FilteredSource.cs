using Curate.Core.Data;
using Curate.Core.Methods;

namespace Curate.Core.Running.Views;

/// <summary>The rows of a source that a filter keeps, as a source: rows are numbered by their place in the view, and nothing is stored.</summary>
/// <typeparam name="TPart">The filter's part.</typeparam>
/// <param name="source">The source below; the view does not own it.</param>
/// <param name="open">A new filter for each pass.</param>
public sealed class FilteredSource<TPart>(IRecordSource source, Func<IRowFilter<TPart>> open) : IRecordSource
    where TPart : class
{
    /// <summary>Rows that the last complete pass dropped, by reason.</summary>
    public DropTally Dropped { get; private set; } = new();

    /// <summary>The filter's condition, where the source may leave out rows by it: they are counted as <see cref="Reason"/>.</summary>
    public IRowCondition? Condition { get; init; }

    /// <summary>Why rows are dropped that the source leaves out.</summary>
    public string Reason { get; init; } = "";

    public string Name => source.Name;

    public TableSchema Schema => source.Schema;

    public IReadOnlyList<Field> Added => source.Added;

    public long? RowCount => null;

    public long? SizeBytes => source.SizeBytes;

    public bool CanReopen => source.CanReopen;

    public PayloadLayout? Layout => source.Layout;

    public ColumnKind RawKind => source.RawKind;

    public bool HasColumn(string column) => source.HasColumn(column);

    public IRecordReader Open(ReadRequest request) => new Reader(this, request);

    public void Dispose()
    {
    }

    private sealed class Reader : IRecordReader
    {
        private readonly FilteredSource<TPart> _view;
        private readonly ReadRequest _request;
        private readonly IRowFilter<TPart> _filter;
        private readonly IRecordReader _inner;
        private readonly RowAssembler _assembler;
        private readonly DropTally _dropped = new();
        private readonly int _firstColumn;
        private readonly IRecordSource _source;
        private RecordBatch? _batch;
        private TPart? _part;
        private int[] _kept = [];
        private int _count;
        private int _at;
        private long _row;
        private bool _isComplete;

        public Reader(FilteredSource<TPart> view, ReadRequest request)
        {
            _view = view;
            _source = view.Below;
            _request = request;
            _filter = view.OpenFilter();
            _assembler = new RowAssembler(request, _source, [], _filter.Request.Columns, out ReadRequest inner, out _firstColumn);
            _inner = _source.Open(inner with { Payload = inner.Payload || _filter.Request.Payload, Condition = view.Condition });
        }

        public long BytesRead => _inner.BytesRead;

        public bool Read(RecordBatch batch, CancellationToken ct)
        {
            _assembler.Begin(batch);
            batch.Source = 0;
            batch.FirstRow = Math.Max(_row, _request.FromRow);
            while (batch.Count < batch.Capacity && _row < _request.ToRow && !(batch.Payload?.Bytes >= RecordBatch.TargetBytes))
            {
                if (_at < _count)
                {
                    if (_row++ >= _request.FromRow)
                    {
                        _assembler.Append(batch, _batch!, _kept[_at], [], 0, default);
                    }

                    _at++;
                    continue;
                }

                _batch ??= new RecordBatch(batch.Capacity);
                if (!_inner.Read(_batch, ct))
                {
                    if (_inner is IPruningReader { RowsLeftOut: > 0 and long leftOut } && !_isComplete)
                    {
                        _dropped.Add(_view.Reason, leftOut);
                    }

                    _isComplete = true;
                    _view.Dropped = _dropped;
                    break;
                }

                if (_kept.Length < _batch.Count)
                {
                    _kept = new int[Math.Max(_batch.Count, _batch.Capacity)];
                }

                _part = _filter.Prepare(_batch, _firstColumn, _part);
                _count = _filter.Keep(_batch, _part, _kept, _dropped);
                _at = 0;
            }

            return batch.Count > 0;
        }

        public void Dispose()
        {
            _inner.Dispose();
            _filter.Dispose();
        }
    }

    private IRecordSource Below => source;

    private IRowFilter<TPart> OpenFilter() => open();
}
