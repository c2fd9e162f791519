using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Dedupe.Semantic;

/// <summary>
/// Vectors packed for the kernels, cluster by cluster, in the order of their places: so what comes before a place is the beginning of each list.
/// </summary>
/// <remarks>4 (d + 2) bytes a vector, each list rounded up to 32, and 8 bytes a vector.</remarks>
internal sealed class VectorLists : IDisposable
{
    private readonly MemoryLease _lease;
    private readonly int[] _starts;
    private readonly int[] _slotOf;
    private readonly int[] _firstPanel;
    private readonly int[] _placeOfVector;

    /// <param name="table">The vectors.</param>
    /// <param name="inOrder">Candidates by place.</param>
    /// <param name="home">The cluster of each candidate.</param>
    /// <param name="stride">From one candidate to the next in <paramref name="home"/>.</param>
    /// <param name="clusters">Clusters.</param>
    /// <param name="queries">What will be compared with them.</param>
    /// <param name="run">Workers and memory.</param>
    public VectorLists(VectorTable table, int[] inOrder, int[] home, int stride, int clusters, VectorStore queries, RunContext run)
    {
        Table = table;
        Frame = new ScoreFrame(new DistanceRule(Metric.Cosine), queries, table.Store, run.Workers);
        _lease = run.Memory.Lease(PanelSet.BytesFor(inOrder.Length, table.Store.Width) + ((long)clusters * PanelSet.BytesFor(TileKernel.Columns, table.Store.Width) / 2)
            + (4L * table.Store.Count) + (8L * inOrder.Length), "Vectors packed by cluster");
        try
        {
            _starts = new int[clusters + 1];
            foreach (int candidate in inOrder)
            {
                _starts[home[(long)candidate * stride] + 1]++;
            }

            for (int cluster = 0; cluster < clusters; cluster++)
            {
                _starts[cluster + 1] += _starts[cluster];
            }

            int[] next = _starts[..clusters];
            var vectors = new int[inOrder.Length];
            _slotOf = new int[inOrder.Length];
            _placeOfVector = new int[table.Store.Count];
            for (int place = 0; place < inOrder.Length; place++)
            {
                int cluster = home[(long)inOrder[place] * stride];
                int vector = table.FirstOf[inOrder[place]];
                _placeOfVector[vector] = place;
                _slotOf[place] = next[cluster]++;
                vectors[_slotOf[place]] = vector;
            }

            _firstPanel = new int[clusters + 1];
            Panels = PanelSet.PackGroups(Frame, table.Store, vectors, _starts.AsSpan(1), _firstPanel, run.Workers);
        }
        catch
        {
            _lease.Dispose();
            throw;
        }
    }

    public VectorTable Table { get; }

    public ScoreFrame Frame { get; }

    public PanelSet Panels { get; }

    public int Count => _starts.Length - 1;

    /// <summary>Vectors in a list.</summary>
    public int Length(int list) => _starts[list + 1] - _starts[list];

    /// <summary>The place of the candidate whose first vector this is.</summary>
    public int PlaceOfVector(int vector) => _placeOfVector[vector];

    /// <summary>The panel that holds a position of a list; one past the last panel for its length.</summary>
    public int PanelAt(int list, int position) => _firstPanel[list] + (position / TileKernel.Columns);

    /// <summary>The end of the panels that hold the first positions of a list.</summary>
    public int PanelsUpTo(int list, int positions) => _firstPanel[list] + ((positions + TileKernel.Columns - 1) / TileKernel.Columns);

    /// <summary>Takes a place out of all later searches.</summary>
    public void Retire(int place, int list)
    {
        int position = _slotOf[place] - _starts[list];
        Panels.Retire(_firstPanel[list] + (position / TileKernel.Columns), position % TileKernel.Columns);
    }

    public void Dispose()
    {
        Panels.Dispose();
        _lease.Dispose();
    }
}
