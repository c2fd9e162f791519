using System.Runtime.CompilerServices;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// Farthest-first traversal (Gonzalez 1985), exactly, without comparing every row with every centre one by one. Distances to centres only shrink, so the farthest
/// rows of a sweep (the watched ones) hold the next centres until the farthest of them falls behind the last one watched; only then are all rows compared with
/// the centres that came since, in blocks: float32 scores turn nearly all pairs away, double ranks decide.
/// </summary>
/// <remarks>O(n k d) float operations, O(watched k d) double ones; 8 bytes a row. The result is that of double-precision ranks, ties by row.</remarks>
internal sealed class FarthestFirst : IDisposable
{
    private const int LeastWatched = 1024;
    private readonly VectorStore _rows;
    private readonly RunContext _run;
    private readonly DistanceRule _rule = new(Metric.Euclidean);
    private readonly ScoreFrame _frame;
    private readonly double[] _nearest;
    private readonly double[] _sorted;
    private readonly List<int> _pending = [];
    private readonly MemoryLease _lease;
    private readonly int _ignored;
    private int[] _watched = [];
    private double[] _near = [];
    private double _lastRank;
    private int _lastRow;
    private int _taken;

    /// <param name="rows">Numbers only.</param>
    /// <param name="ignored">So many of the farthest rows are no centres and no part of the radius.</param>
    /// <param name="run">Workers and memory.</param>
    public FarthestFirst(VectorStore rows, int ignored, RunContext run)
    {
        _rows = rows;
        _run = run;
        _ignored = ignored;
        _lease = run.Memory.Lease(16L * rows.Count, "Distances to the nearest centre");
        _nearest = new double[rows.Count];
        _sorted = new double[rows.Count];
        Array.Fill(_nearest, double.PositiveInfinity);
        _frame = new ScoreFrame(_rule, rows, rows, run.Workers);
    }

    /// <summary>Makes a row a centre; what is watched hears of it at once, the others at the next sweep.</summary>
    public void Take(int row)
    {
        _pending.Add(row);
        for (int w = 0; w < _watched.Length; w++)
        {
            _near[w] = _watched[w] == row ? -1 : Math.Min(_near[w], _rule.Rank(_rows[_watched[w]], _rows[row], _rows.Numeric));
        }
    }

    /// <summary>The farthest row, those ignored aside, and its squared distance. There is a centre, and a row that is none.</summary>
    public (int Row, double Rank) Next()
    {
        (int Row, double Rank)? found = _watched.Length == 0 ? null : Farthest();
        if (found is null)
        {
            Sweep();
            Watch();
            found = Farthest();
        }

        return found!.Value;
    }

    /// <summary>The largest distance of a row to its centre, those ignored aside, and the mean one.</summary>
    public (double Radius, double Mean) Cover()
    {
        Sweep();
        double sum = 0;
        for (int row = 0; row < _rows.Count; row++)
        {
            _sorted[row] = Math.Max(0, _nearest[row]);
            sum += Math.Sqrt(_sorted[row]);
        }

        Array.Sort(_sorted);
        int last = Math.Max(0, _rows.Count - 1 - _ignored);
        return (Math.Sqrt(_sorted[last]), sum / _rows.Count);
    }

    public void Dispose() => _lease.Dispose();

    /// <summary>Null where rows that are not watched may be farther.</summary>
    private (int Row, double Rank)? Farthest()
    {
        // Rows in order of their number, so the first of equal ones wins. Where some are ignored, as many are passed over.
        int best = -1;
        if (_ignored == 0)
        {
            for (int w = 0; w < _watched.Length; w++)
            {
                best = _near[w] >= 0 && (best < 0 || _near[w] > _near[best]) ? w : best;
            }
        }
        else
        {
            int[] order = [.. Enumerable.Range(0, _watched.Length).Where(w => _near[w] >= 0).OrderByDescending(w => _near[w]).ThenBy(w => _watched[w])];
            int left = _rows.Count - _taken - _pending.Count;
            int at = Math.Min(_ignored, left - 1);
            best = at < order.Length ? order[at] : -1;
        }

        if (best < 0 || _near[best] < _lastRank || (_near[best] == _lastRank && _watched[best] > _lastRow))
        {
            return null;
        }

        return (_watched[best], _near[best]);
    }

    /// <summary>Watches the farthest rows, ordered by number.</summary>
    private void Watch()
    {
        int free = _rows.Count - _taken;
        int count = Math.Min(free, _ignored + Math.Max(LeastWatched, _rows.Count / 64));
        _nearest.CopyTo(_sorted, 0);
        Array.Sort(_sorted);
        _lastRank = _sorted[_rows.Count - count];
        int above = 0;
        for (int i = _rows.Count - 1; i >= 0 && _sorted[i] > _lastRank; i--)
        {
            above++;
        }

        int ties = count - above;
        var watched = new List<int>(count);
        for (int row = 0; row < _rows.Count; row++)
        {
            if (_nearest[row] > _lastRank || (_nearest[row] == _lastRank && ties-- > 0))
            {
                watched.Add(row);
                _lastRow = _nearest[row] == _lastRank ? row : _lastRow;
            }
        }

        _watched = [.. watched];
        _near = Array.ConvertAll(_watched, row => _nearest[row]);
    }

    /// <summary>Compares all rows with the centres that came since the last sweep.</summary>
    private void Sweep()
    {
        if (_pending.Count == 0)
        {
            return;
        }

        Span<int> firstPanel = stackalloc int[2];
        using PanelSet panels = PanelSet.PackGroups(_frame, _rows, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_pending), [_pending.Count], firstPanel, _run.Workers);
        Workers.ForBlocks(_run.Workers, (PanelScan.BlocksOf(_rows.Count) + 15) / 16, task =>
        {
            using var scan = new PanelScan(_frame, SimdWidth.Widest);
            int endBlock = Math.Min(PanelScan.BlocksOf(_rows.Count), (task + 1) * 16);
            for (int block = task * 16; block < endBlock; block++)
            {
                int first = block * PanelScan.BlockRows;
                int count = Math.Min(PanelScan.BlockRows, _rows.Count - first);
                ReadOnlySpan<float> loaded = scan.Load(_rows.Rows(first, count), count);
                for (int i = 0; i < count; i++)
                {
                    scan.Limits[i] = _frame.Limit(_nearest[first + i], scan.Norms[i]);
                }

                var sink = new NearSink(_frame, _rows, _nearest, first, scan.Norms);
                scan.Run(loaded, count, panels, 0, panels.Count, ref sink);
            }
        }, _run.Ct);
        foreach (int row in _pending)
        {
            _nearest[row] = -1;
        }

        _taken += _pending.Count;
        _pending.Clear();
    }

    private readonly struct NearSink(ScoreFrame frame, VectorStore rows, double[] nearest, int first, double[] norms) : ICandidateSink
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Offer(int row, int id, float score, ref float limit)
        {
            double rank = frame.Rule.Rank(rows[first + row], rows[id], frame.Numeric);
            if (rank < nearest[first + row])
            {
                nearest[first + row] = rank;
                limit = frame.Limit(rank, norms[row]);
            }
        }
    }
}
