using Curate.Core.Data;
using Curate.Core.Running.Views;

namespace Curate.Core.Running;

/// <summary>
/// Reads layers over each other as one view: their choices are put together into one list of rows of the source at the bottom, and each value is copied once, however
/// many layers there are. Where nothing but row numbers and added columns is asked for, the source is not read at all. Memory: the batch below, and 4 bytes a row and layer of it.
/// </summary>
internal sealed class LayeredReader : ChosenRowsReader
{
    private const int NoColumn = -1;

    private readonly RowAssembler _assembler;
    private readonly IRecordReader _inner;
    private readonly LayerStack _layers;
    private readonly Need[] _needs;
    private readonly int _firstNeed;
    private RecordBatch? _batch;

    private LayeredReader(IRecordSource source, IReadOnlyList<RowLayer> layers, ReadRequest request)
        : base(request)
    {
        _layers = new LayerStack(layers);
        var needs = new List<Need>();
        var columns = new List<ColumnRequest>(_layers[0].Needs);
        for (int layer = 1; layer < _layers.Count; layer++)
        {
            for (int c = 0; c < _layers[layer].Needs.Count; c++)
            {
                ColumnRequest need = _layers[layer].Needs[c];
                int value = _layers.ValueOf(need.Name, layer);
                needs.Add(new Need(layer, c, value, value < 0 ? columns.Count : NoColumn));
                if (value < 0)
                {
                    columns.Add(need);
                }
            }
        }

        _needs = [.. needs];
        _assembler = new RowAssembler(request, source, _layers.Added, columns, out ReadRequest inner, out _firstNeed);
        _inner = NumberedReader.Suffices(inner, source.Added) ? new NumberedReader(layers[0].Plan.InputRows, inner) : source.Open(inner with { Condition = layers[0].Condition });
    }

    public override long BytesRead => _inner.BytesRead;

    /// <summary>Opens a view that is a layer, together with the layers that it lies on.</summary>
    public static IRecordReader Open(RowLayer top, ReadRequest request)
    {
        var layers = new List<RowLayer>();
        IRecordSource source = top.Below;
        for (RowLayer? layer = top; layer is not null;)
        {
            layers.Add(layer);
            source = layer.Below;
            while (source is SourceView view && view.Same(request) is { } same)
            {
                source = same;
            }

            layer = (source as ILayeredSource)?.Layer;
        }

        layers.Reverse();
        int free = layers.TakeWhile(static l => l.Plan.Needs.Count == 0).Count();
        if (free == 0 || source is not ISelectiveSource selective)
        {
            return new LayeredReader(source, layers, request);
        }

        if (free < layers.Count)
        {
            // Layers that look at columns see no more rows than those below them leave.
            return new LayeredReader(layers[free].Below, layers[free..], request);
        }

        bool isOfNumbers = !request.Payload && request.Columns.All(c => layers.Any(l => l.Plan.Added.Any(f => f.Name == c.Name)));
        return isOfNumbers ? new LayeredReader(source, layers, request) : new SelectedReader(selective, layers, request);
    }

    public override void Dispose() => _inner.Dispose();

    protected override void Begin(RecordBatch batch) => _assembler.Begin(batch);

    protected override int? Next(int capacity, CancellationToken ct)
    {
        if (!_inner.Read(_batch ??= new RecordBatch(capacity), ct))
        {
            return null;
        }

        _layers[0].Select(_batch, _firstNeed);
        for (int layer = 1; layer < _layers.Count; layer++)
        {
            RecordBatch numbers = _layers[layer].Numbers(_layers[layer - 1].Selection.Count);
            Show(layer, numbers);
            _layers[layer].Select(numbers, 0);
        }

        _layers.Compose(_layers.Count - 1);
        return _layers.Rows.Length;
    }

    protected override int Append(RecordBatch batch, int at, int count)
    {
        count = batch.Payload is null ? count : Fitting(at, count, _batch!.Payload!.Bytes);
        _assembler.AppendRows(batch, _batch!, _layers.Rows.Slice(at, count), _layers, at);
        return count;
    }

    /// <summary>Rows that repeat may be many times the size of the batch they come from: so many of the next rows that they are not.</summary>
    private int Fitting(int at, int count, long bytes)
    {
        ReadOnlySpan<int> rows = _layers.Rows.Slice(at, count);
        long most = Math.Max(1, RecordBatch.TargetBytes / Math.Max(1, bytes));
        for (int i = 1, times = 1; i < count; i++)
        {
            times = rows[i] == rows[i - 1] ? times + 1 : 1;
            if (times > most)
            {
                return i;
            }
        }

        return count;
    }

    /// <summary>Gives a layer the values that it looks at.</summary>
    private void Show(int layer, RecordBatch to)
    {
        bool composed = false;
        foreach (Need need in _needs)
        {
            if (need.Layer != layer)
            {
                continue;
            }

            if (!composed)
            {
                _layers.Compose(layer - 1);
                composed = true;
            }

            if (need.Value < 0)
            {
                to[need.Column].AppendFrom(_batch![_firstNeed + need.Source], _layers.Rows);
            }
            else
            {
                CellValues.AppendConverted(to[need.Column], _layers.Value(need.Value), _layers.PlacesOf(need.Value));
            }
        }
    }

    /// <summary>A column that a layer above the bottom looks at.</summary>
    /// <param name="Layer">The layer.</param>
    /// <param name="Column">The column's place among those that it looks at.</param>
    /// <param name="Value">The added column of a layer below that it is, or a negative number.</param>
    /// <param name="Source">Else its place among the columns that are read from the source for layers.</param>
    private readonly record struct Need(int Layer, int Column, int Value, int Source);
}
