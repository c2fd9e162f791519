using Curate.Core.Data;

namespace Curate.Core.Running;

/// <summary>One layer of a <see cref="LayeredReader"/>: its walk, what it chose of the last batch, and the columns that it looks at.</summary>
internal sealed class LayerCursor
{
    private readonly PlanCursor _cursor;
    private readonly RecordBatch _numbers = new(0);
    private readonly ReadRequest _request;
    private int[] _places = [];
    private long _seen;

    /// <param name="layer">The layer.</param>
    /// <param name="isBottom">It sees the batches of the source itself.</param>
    public LayerCursor(RowLayer layer, bool isBottom)
    {
        _cursor = layer.Plan.Open();
        Selection = new RowSelection(layer.Plan.Added, layer.Plan.Evidence, wantDropped: false);
        Needs = isBottom ? layer.Plan.Needs : [.. layer.Plan.Needs.Select(static n => n with { MayBeCoded = false })];
        _request = new ReadRequest { Columns = isBottom ? [] : Needs };
    }

    /// <summary>What the layer made of the last batch.</summary>
    public RowSelection Selection { get; }

    /// <summary>Columns that its plan looks at.</summary>
    public IReadOnlyList<ColumnRequest> Needs { get; }

    /// <summary>For each row of the view: which of this layer's output rows it is. Rows beyond those composed last mean nothing.</summary>
    public int[] Places => _places;

    /// <summary>A batch of the next rows below, which has their numbers and room for the columns of <see cref="Needs"/>, and nothing else.</summary>
    public RecordBatch Numbers(int count)
    {
        _numbers.Begin(_request, null);
        _numbers.FirstRow = _seen;
        _numbers.Count = count;
        _seen += count;
        return _numbers;
    }

    /// <summary>Chooses among the rows of a batch.</summary>
    public void Select(RecordBatch from, int firstNeed)
    {
        Selection.Clear();
        _cursor.Select(from, firstNeed, Selection);
    }

    /// <summary>Makes <see cref="Places"/> the rows of this layer themselves.</summary>
    public ReadOnlySpan<int> Start()
    {
        int[] places = Room(Selection.Count);
        for (int i = 0; i < Selection.Count; i++)
        {
            places[i] = i;
        }

        return places.AsSpan(0, Selection.Count);
    }

    /// <summary>Makes <see cref="Places"/> the rows of this layer behind rows of the layer above.</summary>
    /// <param name="above">The layer above.</param>
    /// <param name="places">Its rows.</param>
    public ReadOnlySpan<int> Behind(LayerCursor above, ReadOnlySpan<int> places)
    {
        int[] own = Room(places.Length);
        above.Through(places, own);
        return own.AsSpan(0, places.Length);
    }

    /// <summary>The rows below that output rows of this layer are.</summary>
    public void Through(ReadOnlySpan<int> places, Span<int> to)
    {
        ReadOnlySpan<int> rows = Selection.Rows;
        for (int i = 0; i < places.Length; i++)
        {
            to[i] = rows[places[i]];
        }
    }

    private int[] Room(int count)
    {
        if (_places.Length < count)
        {
            _places = new int[Math.Max(count, _places.Length * 2)];
        }

        return _places;
    }
}
