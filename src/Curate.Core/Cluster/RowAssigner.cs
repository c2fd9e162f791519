using Curate.Core.Data;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Cluster;

/// <summary>Gives every row of a dataset its nearest centroid in one pass: blocks of rows are compared with all centroids, and no row is kept.</summary>
/// <remarks>O(n k d). Memory: blocks of 4,096 vectors, and packed centroids.</remarks>
/// <param name="recipe">How rows become vectors.</param>
/// <param name="fit">The centroids.</param>
/// <param name="run">Workers and memory.</param>
internal sealed class RowAssigner(VectorRecipe recipe, ClusterFit fit, RunContext run) : IDisposable
{
    private const int BlockRows = 4096;

    private readonly VectorStore _block = new(BlockRows, recipe.Dimension, 0, run);
    private readonly List<bool> _has = [];
    private int _filled;

    /// <summary>What becomes of a row: its number, its vector, its cluster (below 0 for none) and the squared distance to the centroid.</summary>
    public delegate void Placed(long row, ReadOnlySpan<float> vector, int label, double squared);

    /// <summary>One pass over all rows, in order.</summary>
    /// <param name="passes">The passes.</param>
    /// <param name="source">The rows.</param>
    /// <param name="place">Told of every row, in order.</param>
    public void Run(PassRunner passes, IRecordSource source, Placed place)
    {
        long next = 0;
        passes.Run<FilledBatch>(source, ReadRequest.Of([.. recipe.Request]), "assign clusters", (batch, spent) => FilledBatch.Of(recipe, batch, 0, spent), (batch, part) =>
        {
            for (int row = 0; row < batch.Count; row++)
            {
                _has.Add(part.Has(row));
                if (part.Has(row))
                {
                    Span<float> to = _block[_filled++];
                    part.Row(row).CopyTo(to);
                    if (fit.Cosine)
                    {
                        UnitLength.Apply(to);
                    }
                }

                if (_filled == BlockRows || _has.Count == 16 * BlockRows)
                {
                    next = Flush(next, place);
                }
            }
        });
        Flush(next, place);
    }

    public void Dispose() => _block.Dispose();

    private long Flush(long first, Placed place)
    {
        int[] labels = _filled == 0 ? [] : fit.Bias is not null || !HasRoom(_filled) ? Scanned(_filled, fit.Bias ?? new double[fit.Centroids.Count]) : Nearest(_filled);
        int at = 0;
        foreach (bool has in _has)
        {
            int label = has ? labels[at] : -1;
            place(first++, has ? _block[at] : [], label, has ? PairSums.Squares(_block[at], fit.Centroids[label]) : 0);
            at += has ? 1 : 0;
        }

        _has.Clear();
        _filled = 0;
        return first;
    }

    private int[] Nearest(int count)
    {
        VectorStore rows = count == BlockRows ? _block : _block.Gather([.. Enumerable.Range(0, count)], run);
        try
        {
            using NeighbourGraph graph = NeighbourSearch.Between(rows, fit.Centroids, 1, new DistanceRule(Metric.Euclidean), run);
            var labels = new int[count];
            for (int i = 0; i < count; i++)
            {
                labels[i] = graph.Neighbours(i)[0];
            }

            return labels;
        }
        finally
        {
            if (rows != _block)
            {
                rows.Dispose();
            }
        }
    }

    /// <summary>A search over blocks fits into the budget; without, pairs are compared one by one, to the same end.</summary>
    private bool HasRoom(int count) => NeighbourSearch.BytesFor(count, fit.Centroids.Count, recipe.Dimension, 1) <= run.Memory.Free;

    private int[] Scanned(int count, double[] bias)
    {
        var labels = new int[count];
        Workers.ForBlocks(run.Workers, (count + 63) / 64, block =>
        {
            for (int i = block * 64; i < Math.Min(count, (block + 1) * 64); i++)
            {
                labels[i] = NearestBiased(_block[i], fit.Centroids, bias);
            }
        }, run.Ct);
        return labels;
    }

    /// <summary>The cluster with the least squared distance less its bias, of equals the first.</summary>
    public static int NearestBiased(ReadOnlySpan<float> row, VectorStore centroids, double[] bias)
    {
        int best = 0;
        double least = double.PositiveInfinity;
        for (int c = 0; c < bias.Length; c++)
        {
            double value = PairSums.Squares(row, centroids[c]) - bias[c];
            if (value < least)
            {
                (best, least) = (c, value);
            }
        }

        return best;
    }
}
