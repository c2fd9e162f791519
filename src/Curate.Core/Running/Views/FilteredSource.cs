using Curate.Core.Data;
using Curate.Core.Methods;

namespace Curate.Core.Running.Views;

/// <summary>
/// The rows of a source that a filter keeps, as a source: rows are numbered by their place in the view. The first pass over all rows notes down which these are, where
/// the budget has room for a bit a row; later passes then look at no column for the filter.
/// </summary>
/// <typeparam name="TPart">The filter's part.</typeparam>
/// <param name="source">The source below; the view does not own it.</param>
/// <param name="open">A new filter for each pass.</param>
public sealed class FilteredSource<TPart>(IRecordSource source, Func<IRowFilter<TPart>> open) : IRecordSource, ILayeredSource
    where TPart : class
{
    private readonly KeptMemory? _memory;

    /// <summary>Rows that the last complete pass dropped, by reason.</summary>
    public DropTally Dropped { get; private set; } = new();

    /// <summary>The filter's condition, where the source may leave out rows by it: they are counted as <see cref="Reason"/>.</summary>
    public IRowCondition? Condition { get; init; }

    /// <summary>The budget that gives room to remember which rows the filter keeps; null = the filter is asked in every pass.</summary>
    public MemoryBudget? Memory
    {
        init => _memory = value is null ? null : new KeptMemory(value);
    }

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

    RowLayer? ILayeredSource.Layer => Layer;

    public IRecordReader Open(ReadRequest request) => Layer is { } layer ? LayeredReader.Open(layer, request) : new Reader(this, request);

    /// <summary>Gives back what remembering took. The view does not own the source.</summary>
    public void Dispose() => _memory?.Dispose();

    private RowLayer? Layer => _memory?.Plan is { } kept ? new RowLayer(source, kept, Condition) : null;

    private sealed class Reader : ChosenRowsReader
    {
        private readonly FilteredSource<TPart> _view;
        private readonly IRowFilter<TPart> _filter;
        private readonly IRecordReader _inner;
        private readonly RowAssembler _assembler;
        private readonly DropTally _dropped = new();
        private readonly int _firstColumn;
        private readonly IRecordSource _source;
        private RecordBatch? _batch;
        private TPart? _part;
        private KeptMemory? _notes;
        private int[] _kept = [];
        private long _end;
        private bool _isComplete;

        public Reader(FilteredSource<TPart> view, ReadRequest request)
            : base(request)
        {
            _view = view;
            _source = view.Below;
            _filter = view.OpenFilter();
            _assembler = new RowAssembler(request, _source, [], _filter.Request.Columns, out ReadRequest inner, out _firstColumn);
            _notes = request.ToRow == long.MaxValue && view._memory?.Begin() == true ? view._memory : null;
            _inner = _source.Open(inner with { Payload = inner.Payload || _filter.Request.Payload, Condition = view.Condition });
        }

        public override long BytesRead => _inner.BytesRead;

        public override void Dispose()
        {
            if (_notes is not null && !_isComplete)
            {
                _notes.Abandon();
            }

            _inner.Dispose();
            _filter.Dispose();
        }

        protected override void Begin(RecordBatch batch) => _assembler.Begin(batch);

        protected override int? Next(int capacity, CancellationToken ct)
        {
            _batch ??= new RecordBatch(capacity);
            if (!_inner.Read(_batch, ct))
            {
                Complete();
                return null;
            }

            if (_kept.Length < _batch.Count)
            {
                _kept = new int[Math.Max(_batch.Count, _batch.Capacity)];
            }

            _part = _filter.Prepare(_batch, _firstColumn, _part);
            int count = _filter.Keep(_batch, _part, _kept, _dropped);
            _end = _batch.FirstRow + _batch.Count;
            if (_notes is not null && !_notes.Add(_batch, _kept.AsSpan(0, count)))
            {
                _notes = null;
            }

            return count;
        }

        protected override int Append(RecordBatch batch, int at, int count)
        {
            _assembler.AppendRows(batch, _batch!, _kept.AsSpan(at, count));
            return count;
        }

        private void Complete()
        {
            if (!_isComplete)
            {
                _isComplete = true;
                if (_inner is IPruningReader { RowsLeftOut: > 0 } pruning)
                {
                    _dropped.Add(_view.Reason, pruning.RowsLeftOut);
                    _end = Math.Max(_end, pruning.EndRow);
                }

                _notes?.Complete(_end);
            }

            _view.Dropped = _dropped;
        }
    }

    private IRecordSource Below => source;

    private IRowFilter<TPart> OpenFilter() => open();
}
