using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Clustering;

/// <summary>
/// Exact iterations of Lloyd (1982). A row's distance to its centroid is at most the old one plus that centroid's move, so the scan of a row begins with a
/// limit that turns nearly all other centroids away inside the kernel; only rows that changed their cluster touch the sums.
/// </summary>
/// <remarks>
/// O(n k d) float operations an iteration. 12 bytes a row (label, norm, reach), 8 k (d + 1) bytes for the sums and as many again for each worker, and the
/// packed
/// centroids: 4 k (d + 2).
/// </remarks>
internal sealed class Lloyd : IDisposable
{
    private readonly VectorStore _rows;
    private readonly double[]? _weights;
    private readonly RunContext _run;
    private readonly SimdWidth _width;
    private readonly ScoreFrame _frame;
    private readonly NativeBlock<float> _norms;
    private readonly NativeBlock<float> _reach;
    private readonly CentroidSums _sums;
    private readonly FixedPoint _units;
    private readonly Stack<AssignBlock> _idle = new();
    private readonly List<AssignBlock> _all = [];
    private readonly Lock _gate = new();
    private readonly double[] _moves;
    private readonly long _taken;

    /// <param name="rows">Numbers only.</param>
    /// <param name="centroids">Where to start; moved in place.</param>
    /// <param name="weights">Relative to the largest, rounded by <see cref="CentroidSums.Round"/>; null for equal ones.</param>
    /// <param name="run">Workers and memory.</param>
    /// <param name="width">Registers.</param>
    public Lloyd(VectorStore rows, VectorStore centroids, double[]? weights, RunContext run, SimdWidth width)
    {
        _rows = rows;
        Centroids = centroids;
        _weights = weights;
        _run = run;
        _width = width;
        _taken = BytesFor(rows.Count, rows.Width, centroids.Count, run.Workers);
        run.Memory.Take(_taken, "k-means");
        _frame = new ScoreFrame(new DistanceRule(Metric.Euclidean), centroids, rows, run.Workers);
        _units = FixedPoint.Of(rows, run.Workers);
        _sums = new CentroidSums(centroids.Count, rows.Width, _units);
        _norms = new NativeBlock<float>(rows.Count);
        _reach = new NativeBlock<float>(rows.Count);
        _moves = new double[centroids.Count];
        Labels = new int[rows.Count];
        Array.Fill(Labels, -1);
        FindNorms();
    }

    public VectorStore Centroids { get; }

    /// <summary>The cluster of each row, as of the last <see cref="Assign"/>.</summary>
    public int[] Labels { get; }

    public static long BytesFor(long rows, int width, long clusters, int workers) =>
        (12 * rows) + ((workers + 1) * CentroidSums.BytesFor(clusters, width)) + PanelSet.BytesFor(clusters, width);

    /// <summary>Assigns every row to its nearest centroid; returns how many changed.</summary>
    public unsafe long Assign()
    {
        using PanelSet panels = PanelSet.Pack(_frame, Centroids, 0, Centroids.Count, _run.Workers);
        double largestNorm = LargestNorm();
        Workers.ForBlocks(_run.Workers, PanelScan.BlocksOf(_rows.Count), block =>
        {
            AssignBlock state = Rent();
            int first = block * PanelScan.BlockRows;
            int count = Math.Min(PanelScan.BlockRows, _rows.Count - first);
            ReadOnlySpan<float> loaded = state.Scan.Load(_rows.Rows(first, count), count, norms: false);
            for (int i = 0; i < count; i++)
            {
                double norm = _norms.Start[first + i];
                int label = Labels[first + i];
                state.Best[i] = -1;
                state.Margins[i] = _frame.Margin(norm, largestNorm);
                double reach = label < 0 ? double.PositiveInfinity : _reach.Start[first + i] + _moves[label];
                state.Scan.Limits[i] = _frame.Limit(reach * reach, norm);
            }

            var sink = new AssignSink(_frame, _rows, Centroids, state, first);
            state.Scan.Run(loaded, count, panels, 0, panels.Count, ref sink);
            for (int i = 0; i < count; i++)
            {
                Place(first + i, state.Best[i], state);
                double norm = _norms.Start[first + i];
                double rank = _frame.MostRank(state.Scores[i], norm, state.Margins[i]);
                _reach.Start[first + i] = ScoreFrame.RoundUp(Math.Sqrt(Math.Max(0, rank)));
            }

            Return(state);
        }, _run.Ct);

        long moved = 0;
        foreach (AssignBlock state in _all)
        {
            _sums.Take(state.Sums);
            moved += state.Moved;
            state.Moved = 0;
        }

        return moved;
    }

    /// <summary>Takes over an assignment that was made elsewhere; returns how many rows it changed. No bound on the distance of a row holds after it.</summary>
    public long Adopt(ReadOnlySpan<int> labels)
    {
        AssignBlock state = Rent();
        for (int row = 0; row < labels.Length; row++)
        {
            Place(row, labels[row], state);
        }

        long moved = state.Moved;
        state.Moved = 0;
        _sums.Take(state.Sums);
        _reach.Slice(0, _rows.Count).Fill(float.MaxValue);
        Return(state);
        return moved;
    }

    /// <summary>
    /// Gives every cluster without rows the row that is farthest from its centroid, of those in clusters that keep a row; ties go to the first row.
    /// Returns how many clusters were filled.
    /// </summary>
    public int FillEmpty()
    {
        var sizes = new long[Centroids.Count];
        foreach (int label in Labels)
        {
            sizes[label]++;
        }

        List<int> empty = [];
        for (int c = 0; c < sizes.Length; c++)
        {
            if (sizes[c] == 0)
            {
                empty.Add(c);
            }
        }

        if (empty.Count == 0)
        {
            return 0;
        }

        double[] ranks = Ranks();
        int[] order = new int[_rows.Count];
        for (int row = 0; row < order.Length; row++)
        {
            order[row] = row;
        }

        Array.Sort(order, (a, b) => ranks[a] != ranks[b] ? ranks[b].CompareTo(ranks[a]) : a.CompareTo(b));
        int filled = 0;
        foreach (int row in order)
        {
            // A row at distance 0 sits on its centroid already: there are fewer distinct rows than clusters.
            if (filled == empty.Count || ranks[row] == 0)
            {
                break;
            }

            if (sizes[Labels[row]] > 1 && WeightOf(row) > 0)
            {
                sizes[Labels[row]]--;
                AssignBlock state = Rent();
                Place(row, empty[filled++], state);
                state.Moved = 0;
                _sums.Take(state.Sums);
                _reach.Slice(row, 1)[0] = float.MaxValue;
                Return(state);
            }
        }

        return filled;
    }

    /// <summary>Moves every centroid to the mean of its rows; returns the sum of the squared moves. A cluster without weight stays where it is.</summary>
    public double Move(bool unit)
    {
        var mean = new float[_rows.Width];
        double total = 0;
        for (int c = 0; c < Centroids.Count; c++)
        {
            _moves[c] = 0;
            if (_sums.Weight(c) <= 0)
            {
                continue;
            }

            _sums.Mean(c, mean);
            if (unit && !UnitLength.Apply(mean))
            {
                continue;
            }

            double squared = _frame.Rule.Rank(mean, Centroids[c], mean.Length);
            mean.CopyTo(Centroids[c]);
            total += squared;

            // A little more than the rounding of the root, of the sum it enters, and of squaring that.
            _moves[c] = Math.Sqrt(squared) * (1 + 1e-12);
        }

        return total;
    }

    /// <summary>The double-precision rank of every row to its centroid.</summary>
    public double[] Ranks()
    {
        var ranks = new double[_rows.Count];
        Workers.ForBlocks(_run.Workers, PanelScan.BlocksOf(_rows.Count), block =>
        {
            int end = Math.Min(_rows.Count, (block + 1) * PanelScan.BlockRows);
            for (int row = block * PanelScan.BlockRows; row < end; row++)
            {
                ranks[row] = _frame.Rule.Rank(_rows[row], Centroids[Labels[row]], _rows.Width);
            }
        }, _run.Ct);
        return ranks;
    }

    public void Dispose()
    {
        _all.ForEach(state => state.Dispose());
        _sums.Dispose();
        _norms.Dispose();
        _reach.Dispose();
        _run.Memory.Return(_taken);
    }

    private double WeightOf(int row) => _weights is null ? 1 : _weights[row];

    private void Place(int row, int label, AssignBlock state)
    {
        int old = Labels[row];
        if (old == label)
        {
            return;
        }

        ReadOnlySpan<float> values = _rows[row];
        double weight = WeightOf(row);
        if (old >= 0)
        {
            state.Sums.Add(old, values, weight, -1);
        }

        state.Sums.Add(label, values, weight, 1);
        Labels[row] = label;
        state.Moved++;
    }

    private double LargestNorm()
    {
        var prepared = new float[_rows.Width];
        double largest = 0;
        for (int c = 0; c < Centroids.Count; c++)
        {
            _frame.Prepare(Centroids[c], prepared);
            largest = Math.Max(largest, PairSums.Norm(prepared));
        }

        return largest;
    }

    private unsafe void FindNorms() => Workers.ForBlocks(_run.Workers, PanelScan.BlocksOf(_rows.Count), block =>
    {
        AssignBlock state = Rent();
        int first = block * PanelScan.BlockRows;
        int count = Math.Min(PanelScan.BlockRows, _rows.Count - first);
        state.Scan.Load(_rows.Rows(first, count), count);
        for (int i = 0; i < count; i++)
        {
            _norms.Start[first + i] = (float)state.Scan.Norms[i];
        }

        Return(state);
    }, _run.Ct);

    private AssignBlock Rent()
    {
        lock (_gate)
        {
            if (_idle.TryPop(out AssignBlock? state))
            {
                return state;
            }

            state = new AssignBlock(_frame, _width, new CentroidSums(Centroids.Count, _rows.Width, _units));
            _all.Add(state);
            return state;
        }
    }

    private void Return(AssignBlock state)
    {
        lock (_gate)
        {
            _idle.Push(state);
        }
    }
}
