using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Clustering;

/// <summary>
/// Rows to centroids with at most so many rows each, at nearly the least sum of squared distances. Rows bid for places (the auction of Bertsekas and Castanon
/// 1989 for
/// similar objects): a row takes the cluster of least distance plus price and offers what makes its second choice just as good, plus epsilon; in a full
/// cluster the
/// lowest offer goes. The sum is at most n x epsilon above the least possible, and the prices give a lower bound, so the true gap is known.
/// </summary>
/// <remarks>8 n k bytes for the distances and 24 bytes a row. A bid costs O(k + log capacity); the number of bids grows as epsilon shrinks. One thread
/// decides, in row order.</remarks>
public sealed class BalancedAssignment
{
    private BalancedAssignment(int[] labels, double total, double lowerBound)
    {
        Labels = labels;
        Total = total;
        LowerBound = lowerBound;
    }

    /// <summary>The cluster of every row.</summary>
    public int[] Labels { get; }

    /// <summary>The sum of squared distances.</summary>
    public double Total { get; }

    /// <summary>No assignment within the capacities has a smaller sum (to the rounding of one double addition a row).</summary>
    public double LowerBound { get; }

    /// <param name="rows">Numbers only.</param>
    /// <param name="centroids">The clusters.</param>
    /// <param name="capacity">Most rows of a cluster; capacity x clusters is at least the number of rows.</param>
    /// <param name="tolerance">Epsilon as a share of the mean squared distance to the nearest centroid (of the mean over all centroids where that is
    /// 0).</param>
    /// <param name="run">Workers and memory.</param>
    public static BalancedAssignment Assign(VectorStore rows, VectorStore centroids, long capacity, double tolerance, RunContext run)
    {
        int n = rows.Count;
        int k = centroids.Count;
        if (capacity < 1 || capacity * k < n)
        {
            throw new ArgumentOutOfRangeException(nameof(capacity), $"{k} clusters of at most {capacity} rows do not hold {n}.");
        }

        if (!(tolerance > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(tolerance), "A tolerance is above 0.");
        }

        long bytes = (8L * n * k) + (24L * n);
        run.Memory.Take(bytes, "A balanced assignment");
        try
        {
            using var costs = new NativeBlock<double>((long)n * k);
            Measure(rows, centroids, costs, run);
            double epsilon = tolerance * Scale(costs, n, k);
            var auction = new Auction(costs, n, k, (int)Math.Min(capacity, n), epsilon);
            auction.Run(run.Ct);
            return new BalancedAssignment(auction.Labels, auction.Total(), auction.LowerBound(capacity));
        }
        finally
        {
            run.Memory.Return(bytes);
        }
    }

    private static void Measure(VectorStore rows, VectorStore centroids, NativeBlock<double> costs, RunContext run)
    {
        var rule = new DistanceRule(Metric.Euclidean);
        rule.Check(rows);
        Workers.ForBlocks(run.Workers, PanelScan.BlocksOf(rows.Count), block =>
        {
            int end = Math.Min(rows.Count, (block + 1) * PanelScan.BlockRows);
            for (int row = block * PanelScan.BlockRows; row < end; row++)
            {
                Span<double> to = costs.Slice((long)row * centroids.Count, centroids.Count);
                for (int c = 0; c < to.Length; c++)
                {
                    to[c] = rule.Rank(rows[row], centroids[c], rows.Numeric);
                }
            }
        }, run.Ct);
    }

    private static double Scale(NativeBlock<double> costs, int n, int k)
    {
        var nearest = new ExactSum();
        var all = new ExactSum();
        for (int row = 0; row < n; row++)
        {
            double least = double.PositiveInfinity;
            foreach (double cost in costs.Slice((long)row * k, k))
            {
                least = Math.Min(least, cost);
                all.Add(cost);
            }

            nearest.Add(least);
        }

        double mean = nearest.ToDouble() / Math.Max(1, n);
        mean = mean > 0 ? mean : all.ToDouble() / Math.Max(1, (double)n * k);
        return mean > 0 ? mean : 1;
    }

    private sealed class Auction(NativeBlock<double> costs, int n, int k, int capacity, double epsilon)
    {
        private readonly PriorityQueue<int, (double Bid, int Row)>[] _held = MakeQueues(k);
        private readonly double[] _prices = new double[k];

        public int[] Labels { get; } = new int[n];

        public void Run(CancellationToken ct)
        {
            var waiting = new Queue<int>(n);
            for (int row = 0; row < n; row++)
            {
                waiting.Enqueue(row);
            }

            long bids = 0;
            while (waiting.TryDequeue(out int row))
            {
                if ((++bids & 0xFFFF) == 0)
                {
                    ct.ThrowIfCancellationRequested();
                }

                int pushed = Bid(row);
                if (pushed >= 0)
                {
                    waiting.Enqueue(pushed);
                }
            }
        }

        public double Total()
        {
            var sum = new ExactSum();
            for (int row = 0; row < n; row++)
            {
                sum.Add(costs.Slice(((long)row * k) + Labels[row], 1)[0]);
            }

            return sum.ToDouble();
        }

        /// <summary>The dual value of the prices: sum over rows of the least cost plus price, less what all places cost.</summary>
        public double LowerBound(long places)
        {
            var sum = new ExactSum();
            for (int row = 0; row < n; row++)
            {
                double least = double.PositiveInfinity;
                ReadOnlySpan<double> of = costs.Slice((long)row * k, k);
                for (int c = 0; c < k; c++)
                {
                    least = Math.Min(least, of[c] + _prices[c]);
                }

                sum.Add(least);
            }

            foreach (double price in _prices)
            {
                sum.AddProduct(-price, places);
            }

            return sum.ToDouble();
        }

        /// <summary>Seats a row; the row that had to give way, or -1.</summary>
        private int Bid(int row)
        {
            ReadOnlySpan<double> of = costs.Slice((long)row * k, k);
            int best = -1;
            double least = double.PositiveInfinity;
            double second = double.PositiveInfinity;
            for (int c = 0; c < k; c++)
            {
                double total = of[c] + _prices[c];
                if (total < least)
                {
                    second = least;
                    least = total;
                    best = c;
                }
                else if (total < second)
                {
                    second = total;
                }
            }

            double offer = _prices[best] + (k == 1 ? 0 : second - least) + epsilon;
            PriorityQueue<int, (double Bid, int Row)> held = _held[best];
            Labels[row] = best;
            if (held.Count < capacity)
            {
                held.Enqueue(row, (offer, row));
                _prices[best] = held.Count == capacity && held.TryPeek(out _, out (double Bid, int Row) lowest) ? lowest.Bid : 0;
                return -1;
            }

            int pushed = held.EnqueueDequeue(row, (offer, row));
            held.TryPeek(out _, out (double Bid, int Row) now);
            _prices[best] = now.Bid;
            return pushed;
        }

        private static PriorityQueue<int, (double Bid, int Row)>[] MakeQueues(int k)
        {
            var queues = new PriorityQueue<int, (double Bid, int Row)>[k];
            for (int c = 0; c < k; c++)
            {
                queues[c] = new PriorityQueue<int, (double Bid, int Row)>();
            }

            return queues;
        }
    }
}
