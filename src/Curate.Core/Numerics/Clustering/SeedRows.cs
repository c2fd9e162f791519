using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Clustering;

/// <summary>
/// The greedy form of k-means++: a step tries several rows, drawn with probability proportional to weight x squared distance from the rows chosen so far, and
/// keeps the one that
/// leaves the least total (Arthur and Vassilvitskii 2007, section 5). Distances come from float32 scores whose bits no processor changes, those too short for
/// them from double ranks.
/// </summary>
/// <remarks>O(n k d) float operations for the tiles of up to 32 trials; 4 bytes a row and 8 for every 192 rows and trial.</remarks>
internal sealed class SeedRows : IDisposable
{
    private const int MostTrials = TileKernel.Columns;
    private readonly VectorStore _rows;
    private readonly double[]? _weights;
    private readonly RunContext _run;
    private readonly SimdWidth _width;
    private readonly ScoreFrame _frame;
    private readonly NativeBlock<float> _nearest;
    private readonly double[] _blocks;
    private readonly double[] _trials;
    private readonly MemoryLease _lease;

    public SeedRows(VectorStore rows, double[]? weights, RunContext run, SimdWidth width)
    {
        _rows = rows;
        _weights = weights;
        _run = run;
        _width = width;
        _frame = new ScoreFrame(new DistanceRule(Metric.Euclidean), rows, rows, run.Workers);
        _lease = run.Memory.Lease((4L * rows.Count) + (8L * (MostTrials + 1) * PanelScan.BlocksOf(rows.Count)), "The start of k-means");
        _nearest = new NativeBlock<float>(rows.Count);
        _blocks = new double[PanelScan.BlocksOf(rows.Count)];
        _trials = new double[(long)_blocks.Length * MostTrials];
    }

    /// <summary>Chooses k rows; fewer where all others equal a chosen one.</summary>
    public List<int> Choose(int k, int trials, SeededDraw draw)
    {
        trials = trials > 0 ? Math.Min(trials, MostTrials) : Math.Min(MostTrials, 2 + (int)PortableMath.Log(k));
        List<int> chosen = [];
        _nearest.Slice(0, _rows.Count).Fill(1);
        SumBlocks();
        int start = Pick(draw.Unit(0, 0));
        if (start < 0)
        {
            return chosen;
        }

        chosen.Add(start);
        _nearest.Slice(0, _rows.Count).Fill(float.PositiveInfinity);
        Take(start);
        var tried = new int[trials];
        for (int step = 1; step < k; step++)
        {
            int count = 0;
            for (int t = 0; t < trials; t++)
            {
                int row = Pick(draw.Unit(t, step));
                if (row >= 0 && !tried.AsSpan(0, count).Contains(row))
                {
                    tried[count++] = row;
                }
            }

            if (count == 0)
            {
                break;
            }

            int best = count == 1 ? tried[0] : Best(tried.AsSpan(0, count));
            chosen.Add(best);
            Take(best);
        }

        return chosen;
    }

    public void Dispose()
    {
        _nearest.Dispose();
        _lease.Dispose();
    }

    private double WeightOf(int row) => _weights is null ? 1 : _weights[row];

    private void SumBlocks() => Workers.ForBlocks(_run.Workers, _blocks.Length, block => _blocks[block] = Mass(block));

    private unsafe double Mass(int block)
    {
        double mass = 0;
        int end = Math.Min(_rows.Count, (block + 1) * PanelScan.BlockRows);
        for (int row = block * PanelScan.BlockRows; row < end; row++)
        {
            mass += WeightOf(row) * _nearest.Start[row];
        }

        return mass;
    }

    /// <summary>The row at which the running sum of masses passes a share of the total, or -1 where no row has any.</summary>
    private unsafe int Pick(double unit)
    {
        double total = 0;
        foreach (double mass in _blocks)
        {
            total += mass;
        }

        double target = unit * total;
        double sum = 0;
        int last = -1;
        for (int block = 0; block < _blocks.Length; block++)
        {
            if (_blocks[block] == 0)
            {
                continue;
            }

            if (sum + _blocks[block] > target)
            {
                double within = sum;
                int end = Math.Min(_rows.Count, (block + 1) * PanelScan.BlockRows);
                for (int row = block * PanelScan.BlockRows; row < end; row++)
                {
                    double mass = WeightOf(row) * _nearest.Start[row];
                    within += mass;
                    last = mass > 0 ? row : last;
                    if (mass > 0 && within > target)
                    {
                        return row;
                    }
                }
            }

            sum += _blocks[block];
        }

        // Rounding let the target lie at the very end.
        return last >= 0 ? last : LastWithMass();
    }

    private unsafe int LastWithMass()
    {
        for (int row = _rows.Count - 1; row >= 0; row--)
        {
            if (WeightOf(row) * _nearest.Start[row] > 0)
            {
                return row;
            }
        }

        return -1;
    }

    private int Best(ReadOnlySpan<int> tried)
    {
        int[] rows = tried.ToArray();
        Measure(rows, (block, scores) =>
        {
            int first = block * PanelScan.BlockRows;
            int count = Math.Min(PanelScan.BlockRows, _rows.Count - first);
            Span<double> sums = _trials.AsSpan(block * MostTrials, rows.Length);
            sums.Clear();
            for (int i = 0; i < count; i++)
            {
                double weight = WeightOf(first + i);
                float nearest = _nearest.Slice(first + i, 1)[0];
                ReadOnlySpan<float> of = scores.AsSpan(i * TileKernel.Columns, rows.Length);
                for (int t = 0; t < sums.Length; t++)
                {
                    sums[t] += weight * MathF.Min(nearest, of[t]);
                }
            }
        });
        int best = 0;
        double least = double.PositiveInfinity;
        for (int t = 0; t < rows.Length; t++)
        {
            double total = 0;
            for (int block = 0; block < _blocks.Length; block++)
            {
                total += _trials[(block * MostTrials) + t];
            }

            if (total < least)
            {
                least = total;
                best = t;
            }
        }

        return rows[best];
    }

    private void Take(int row) => Measure([row], (block, scores) =>
    {
        int first = block * PanelScan.BlockRows;
        Span<float> nearest = _nearest.Slice(first, Math.Min(PanelScan.BlockRows, _rows.Count - first));
        for (int i = 0; i < nearest.Length; i++)
        {
            nearest[i] = MathF.Min(nearest[i], scores[i * TileKernel.Columns]);
        }

        _blocks[block] = Mass(block);
    });

    /// <summary>Hands over, block by block, the squared distances (in units of the frame) of all rows to a few.</summary>
    private void Measure(int[] rows, Action<int, float[]> use)
    {
        Span<int> firstPanel = stackalloc int[2];
        using PanelSet panels = PanelSet.PackGroups(_frame, _rows, rows, [rows.Length], firstPanel, 1);
        double largestNorm = 0;
        var prepared = new float[_rows.Width];
        foreach (int row in rows)
        {
            _frame.Prepare(_rows[row], prepared);
            largestNorm = Math.Max(largestNorm, PairSums.Norm(prepared));
        }

        Workers.ForBlocks(_run.Workers, (_blocks.Length + 15) / 16, task =>
        {
            using var scan = new PanelScan(_frame, _width);
            var scores = new float[PanelScan.BlockRows * TileKernel.Columns];
            for (int block = task * 16; block < Math.Min(_blocks.Length, (task + 1) * 16); block++)
            {
                int first = block * PanelScan.BlockRows;
                int count = Math.Min(PanelScan.BlockRows, _rows.Count - first);
                scan.Scores(scan.Load(_rows.Rows(first, count), count), count, panels, scores);
                for (int i = 0; i < count; i++)
                {
                    double margin = _frame.Margin(scan.Norms[i], largestNorm);
                    Span<float> of = scores.AsSpan(i * TileKernel.Columns, rows.Length);
                    for (int t = 0; t < of.Length; t++)
                    {
                        double squared = of[t] + scan.Norms[i];
                        of[t] = squared > 4 * margin
                            ? (float)squared
                            : (float)(_frame.Rule.Rank(_rows[first + i], _rows[rows[t]], _frame.Numeric) * _frame.Scale * _frame.Scale);
                    }
                }

                use(block, scores);
            }
        }, _run.Ct);
    }
}
