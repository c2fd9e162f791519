using System.Numerics;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Clustering;

/// <summary>
/// Assigns rows to centroids within bounds on the sizes, again and again: the prices of one assignment are where the next one starts, which leaves it few rows
/// to move. The sum is the least possible whatever the prices were.
/// </summary>
/// <remarks>See <see cref="BalancedAssignment"/>.</remarks>
internal sealed class SizedAssigner : IDisposable
{
    private readonly VectorStore _rows;
    private readonly double[]? _weights;
    private readonly int _clusters;
    private readonly RunContext _run;
    private readonly NativeBlock<long> _costs;
    private readonly SizedFlow _flow;
    private readonly MemoryLease _lease;
    private double _scale;

    /// <param name="rows">Numbers only.</param>
    /// <param name="weights">What a row's distance counts, relative to the largest; null for ones. Sizes count rows.</param>
    /// <param name="clusters">Clusters.</param>
    /// <param name="least">Rows of a cluster at least.</param>
    /// <param name="most">Rows of a cluster at most.</param>
    /// <param name="run">Workers, memory, cancellation.</param>
    public SizedAssigner(VectorStore rows, double[]? weights, int clusters, long least, long most, RunContext run)
    {
        if (least < 0 || least > most || least * (Int128)clusters > rows.Count || most * (Int128)clusters < rows.Count)
        {
            throw new ArgumentException($"{clusters} clusters of {least} to {most} rows do not hold {rows.Count} rows.", nameof(most));
        }

        new DistanceRule(Metric.Euclidean).Check(rows);
        _rows = rows;
        _weights = weights;
        _clusters = clusters;
        _run = run;
        _lease = run.Memory.Lease(BalancedAssignment.BytesFor(rows.Count, clusters), "An assignment to clusters of bounded sizes");
        _costs = new NativeBlock<long>((long)rows.Count * clusters);
        _flow = new SizedFlow(_costs, rows.Count, clusters, (int)least, (int)Math.Min(most, rows.Count));
    }

    /// <summary>The cluster of every row; the array is the assigner's and changes with the next call.</summary>
    public int[] Assign(VectorStore centroids)
    {
        double largest = Measure(centroids);
        double scale = ScaleFor(largest);
        if (_scale == 0 || largest * _scale > Limit || largest * _scale < Limit / 1024)
        {
            // Prices are in units of the scale, so a new one starts without any.
            _scale = scale;
            _flow.ForgetPrices();
        }

        Round();
        return _flow.Solve(_run);
    }

    public void Dispose()
    {
        _flow.Dispose();
        _costs.Dispose();
        _lease.Dispose();
    }

    /// <summary>Prices are sums of distances along a path through all clusters at most, and below 2^61.</summary>
    private double Limit => Math.ScaleB(1, Math.Min(52, 60 - BitOperations.Log2((uint)_clusters + 2)));

    /// <summary>A power of two that brings the largest cost to a quarter of the limit: centroids that move cannot get more than twice as far.</summary>
    private double ScaleFor(double largest) => largest > 0 && double.IsFinite(largest) ? Math.ScaleB(1, Math.ILogB(Limit / largest) - 2) : 1;

    /// <summary>Fills the costs with weighted squared distances, as bits of doubles; returns the largest.</summary>
    private unsafe double Measure(VectorStore centroids)
    {
        var rule = new DistanceRule(Metric.Euclidean);
        var most = new double[PanelScan.BlocksOf(_rows.Count)];
        Workers.ForBlocks(_run.Workers, most.Length, block =>
        {
            int end = Math.Min(_rows.Count, (block + 1) * PanelScan.BlockRows);
            double largest = 0;
            for (int row = block * PanelScan.BlockRows; row < end; row++)
            {
                double* to = (double*)_costs.Start + ((long)row * _clusters);
                double weight = _weights is null ? 1 : _weights[row];
                ReadOnlySpan<float> values = _rows[row];
                for (int c = 0; c < _clusters; c++)
                {
                    to[c] = weight * rule.Rank(values, centroids[c], values.Length);
                    largest = Math.Max(largest, to[c]);
                }
            }

            most[block] = largest;
        }, _run.Ct);
        return most.Length == 0 ? 0 : most.Max();
    }

    private unsafe void Round() => Workers.ForBlocks(_run.Workers, PanelScan.BlocksOf(_rows.Count), block =>
    {
        long end = Math.Min(_rows.Count, (long)(block + 1) * PanelScan.BlockRows) * _clusters;
        for (long at = (long)block * PanelScan.BlockRows * _clusters; at < end; at++)
        {
            _costs.Start[at] = (long)Math.Round(((double*)_costs.Start)[at] * _scale);
        }
    }, _run.Ct);
}
