using Curate.Core.Data;

namespace Curate.Core.Running;

/// <summary>Layers over each other: which rows of the source come out on top, and where the values of added columns stand. Reused from batch to batch.</summary>
internal sealed class LayerStack
{
    private readonly LayerCursor[] _layers;
    private readonly Column[] _values;
    private readonly int[] _layerOf;
    private int[] _rows = [];

    /// <param name="layers">From the bottom up.</param>
    public LayerStack(IReadOnlyList<RowLayer> layers)
    {
        _layers = [.. layers.Select(static (l, i) => new LayerCursor(l, isBottom: i == 0))];
        _values = [.. _layers.SelectMany(static l => l.Selection.Added)];
        _layerOf = [.. _layers.SelectMany(static (l, i) => Enumerable.Repeat(i, l.Selection.Added.Length))];
        Added = [.. layers.SelectMany(static l => l.Plan.Added)];
    }

    /// <summary>Layers.</summary>
    public int Count => _layers.Length;

    /// <summary>Columns that they add.</summary>
    public IReadOnlyList<Field> Added { get; }

    /// <summary>The layer at a height.</summary>
    public LayerCursor this[int layer] => _layers[layer];

    /// <summary>Rows of the source that stand on top, by their places in the batch that was looked at.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, TopRows);

    private int TopRows { get; set; }

    /// <summary>The added column that layers from <paramref name="below"/> up see under a name; a negative number where it is none.</summary>
    public int ValueOf(string name, int below)
    {
        int value = _values.Length - 1;
        while (value >= 0 && (_layerOf[value] >= below || Added[value].Name != name))
        {
            value--;
        }

        return value;
    }

    /// <summary>The values of an added column for the last batch.</summary>
    public Column Value(int value) => _values[value];

    /// <summary>For each row of <see cref="Rows"/>: where its value stands in an added column of a layer that was composed.</summary>
    public ReadOnlySpan<int> PlacesOf(int value) => _layers[_layerOf[value]].Places.AsSpan(0, TopRows);

    /// <summary>Chooses among the next rows of the source, none of whose columns any layer needs; returns how many rows come out on top.</summary>
    public int Choose(int rows)
    {
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            _layers[layer].Select(_layers[layer].Numbers(layer == 0 ? rows : _layers[layer - 1].Selection.Count), 0);
        }

        Compose(_layers.Length - 1);
        return TopRows;
    }

    /// <summary>From a layer down: which output row of each layer, and at last which row of the source, every output row of that layer is.</summary>
    public void Compose(int top)
    {
        ReadOnlySpan<int> places = _layers[top].Start();
        for (int layer = top - 1; layer >= 0; layer--)
        {
            places = _layers[layer].Behind(_layers[layer + 1], places);
        }

        if (_rows.Length < places.Length)
        {
            _rows = new int[Math.Max(places.Length, _rows.Length * 2)];
        }

        _layers[0].Through(places, _rows);
        TopRows = places.Length;
    }
}
