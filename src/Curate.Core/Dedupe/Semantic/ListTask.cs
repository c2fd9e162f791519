using Curate.Core.Numerics.Kernels;

namespace Curate.Core.Dedupe.Semantic;

/// <summary>
/// One scan of some queries past a part of one list, with what it finds; one thread uses it at a time, and it is used again for the next scan. What a
/// pair that may be alike leads to, is said by <see cref="Offer"/>.
/// </summary>
/// <param name="lists">What is searched.</param>
/// <param name="width">Floats of a vector.</param>
internal abstract class ListTask(VectorLists lists, int width) : IDisposable
{
    private readonly PanelScan _scan = new(lists.Frame, SimdWidth.Widest);
    private readonly float[] _rows = new float[PanelScan.BlockRows * width];

    protected VectorLists Lists => lists;

    /// <summary>The queries of the scan, by row of it.</summary>
    protected int[] Queries { get; } = new int[PanelScan.BlockRows];

    /// <summary>Rows of the scan.</summary>
    protected int Count { get; private set; }

    /// <summary>Scans a part of a list.</summary>
    /// <param name="queries">Queries, at most <see cref="PanelScan.BlockRows"/>.</param>
    /// <param name="first">The first panel.</param>
    /// <param name="end">One past the last panel.</param>
    public void Run(ReadOnlySpan<int> queries, int first, int end)
    {
        Count = queries.Length;
        queries.CopyTo(Queries);
        for (int row = 0; row < Count; row++)
        {
            Values(Queries[row]).CopyTo(_rows.AsSpan(row * width, width));
        }

        ReadOnlySpan<float> loaded = _scan.Load(_rows.AsSpan(0, Count * width), Count);
        for (int row = 0; row < Count; row++)
        {
            _scan.Limits[row] = lists.Frame.Limit(Begin(row), _scan.Norms[row]);
        }

        var sink = new Sink(this, lists);
        _scan.Run(loaded, Count, lists.Panels, first, end, ref sink);
    }

    /// <summary>Hands over what was found; called by one thread at a time, in no particular order.</summary>
    public abstract void Merge();

    public void Dispose() => _scan.Dispose();

    /// <summary>The values of a query.</summary>
    protected abstract ReadOnlySpan<float> Values(int query);

    /// <summary>Forgets what was found for a row, and gives the rank (1 - cosine) above which pairs do not matter.</summary>
    protected abstract double Begin(int row);

    /// <summary>A pair that may be alike: looks at it, and gives the rank above which pairs of the row no longer matter; NaN = as before.</summary>
    /// <param name="row">The row of the scan.</param>
    /// <param name="place">The place of the vector in the list.</param>
    protected abstract double Offer(int row, int place);

    private readonly struct Sink(ListTask task, VectorLists lists) : ICandidateSink
    {
        public void Offer(int row, int id, float score, ref float limit)
        {
            double rank = task.Offer(row, lists.PlaceOfVector(id));
            if (!double.IsNaN(rank))
            {
                limit = double.IsNegativeInfinity(rank) ? float.NegativeInfinity : lists.Frame.Limit(rank, task._scan.Norms[row]);
            }
        }
    }
}
