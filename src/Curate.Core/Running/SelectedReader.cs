using Curate.Core.Data;

namespace Curate.Core.Running;

/// <summary>
/// Reads layers that need no columns over a source that can leave out rows: what the layers drop is neither decoded nor copied, and what stays goes from the source into
/// the batch at once. Memory: 4 bytes a layer for each of the rows looked ahead, sixteen batches at most.
/// </summary>
internal sealed class SelectedReader : IDeferringReader
{
    private const int MostBatches = 16;

    private readonly ReadRequest _request;
    private readonly LayerStack _layers;
    private readonly ISelectiveReader _inner;
    private readonly long _sourceRows;

    // Columns of the plans: those that stand beside the rows, then those asked for by name.
    private readonly Field[] _fields;
    private readonly int[] _values;
    private readonly int _beside;

    // For each column of the request: its place among the columns of the source, or behind them its place among _fields.
    private readonly int[] _places;
    private readonly int _sourceColumns;
    private long _first;
    private long _next;
    private int _count;
    private int _at;
    private long _row;

    /// <param name="source">The source at the bottom.</param>
    /// <param name="layers">What lies on it, from the bottom up.</param>
    /// <param name="request">What is asked of the layer on top.</param>
    public SelectedReader(ISelectiveSource source, IReadOnlyList<RowLayer> layers, ReadRequest request)
    {
        _request = request;
        _layers = new LayerStack(layers);
        _sourceRows = layers[0].Plan.InputRows;
        var columns = new List<ColumnRequest>();
        var fields = new List<Field>();
        var values = new List<int>();
        if (!request.WithoutAdded)
        {
            fields.AddRange(_layers.Added);
            values.AddRange(Enumerable.Range(0, _layers.Added.Count));
        }

        _beside = fields.Count;
        _places = new int[request.Columns.Count];
        for (int c = 0; c < _places.Length; c++)
        {
            int value = _layers.ValueOf(request.Columns[c].Name, _layers.Count);
            if (value < 0)
            {
                _places[c] = columns.Count;
                columns.Add(request.Columns[c] with { MayBeCoded = false });
            }
            else
            {
                _places[c] = ~fields.Count;
                fields.Add(new Field(request.Columns[c].Name, request.Columns[c].Kind) { Scale = request.Columns[c].Scale });
                values.Add(value);
            }
        }

        _sourceColumns = columns.Count;
        _fields = [.. fields];
        _values = [.. values];
        _inner = source.OpenSelective(new ReadRequest { Columns = columns, Payload = request.Payload });
    }

    public long BytesRead => _inner.BytesRead;

    public bool Read(RecordBatch batch, CancellationToken ct) => Next(batch, false, ct);

    public bool ReadDeferred(RecordBatch batch, CancellationToken ct) => Next(batch, true, ct);

    public void Dispose() => _inner.Dispose();

    private bool Next(RecordBatch batch, bool mayDefer, CancellationToken ct)
    {
        while (_row < _request.ToRow)
        {
            if (_at == _count)
            {
                ct.ThrowIfCancellationRequested();
                if (_next == _sourceRows)
                {
                    _inner.Finish(ct);
                    break;
                }

                Choose(batch.Capacity);
                continue;
            }

            int count = (int)Math.Min(_count - _at, _request.ToRow - _row);
            if (_row < _request.FromRow)
            {
                count = (int)Math.Min(count, _request.FromRow - _row);
                _at += count;
                _row += count;
                continue;
            }

            count = _inner.Read(batch, _first, _layers.Rows.Slice(_at, count), mayDefer, ct);
            if (count < 1)
            {
                break;
            }

            batch.Source = 0;
            batch.FirstRow = _row;
            AddColumns(batch, count);
            _at += count;
            _row += count;
            return true;
        }

        batch.Begin(_request, null);
        return false;
    }

    /// <summary>Lets the layers choose among so many of the next rows that about a batch of them stays.</summary>
    private void Choose(int capacity)
    {
        long rows = _count == 0 ? capacity : (long)capacity * Math.Max(1, _next - _first) / _count;
        _first = _next;
        _next += Math.Min(Math.Clamp(rows, capacity, (long)MostBatches * capacity), _sourceRows - _next);
        _count = _layers.Choose((int)(_next - _first));
        _at = 0;
    }

    private void AddColumns(RecordBatch batch, int count)
    {
        if (_fields.Length == 0)
        {
            return;
        }

        batch.BeginAdded(_fields);
        var own = (Column[])batch.Added;
        for (int f = 0; f < own.Length; f++)
        {
            CellValues.AppendConverted(own[f], _layers.Value(_values[f]), _layers.PlacesOf(_values[f]).Slice(_at, count));
        }

        if (_beside == own.Length)
        {
            return;
        }

        var shown = new Column[_places.Length];
        for (int c = 0; c < shown.Length; c++)
        {
            shown[c] = _places[c] < 0 ? own[~_places[c]] : batch[_places[c]];
        }

        System.Diagnostics.Debug.Assert(batch.ColumnCount == _sourceColumns, "The source delivers what it was asked for.");
        batch.Show(shown);
        batch.Added = new ArraySegment<Column>(own, 0, _beside);
    }
}
