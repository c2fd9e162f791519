using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Resample.Prototypes;

/// <summary>Sums of distances to the farthest rows, without a matrix of distances.</summary>
internal static class FarthestRows
{
    private const int RowsPerTask = 64;

    /// <summary>For each query the sum of its distances to the <paramref name="n"/> farthest rows, added from near to far.</summary>
    /// <remarks>O(queries x rows x d) in double; 12 n bytes a thread, so memory does not grow with the product.</remarks>
    public static double[] Sums(VectorStore queries, VectorStore rows, int n, DistanceRule rule, RunContext run)
    {
        var sums = new double[queries.Count];
        int kept = Math.Min(n, rows.Count);
        Workers.ForBlocks(run.Workers, (queries.Count + RowsPerTask - 1) / RowsPerTask, task =>
        {
            var ranks = new double[kept];
            var ids = new int[kept];
            for (int q = task * RowsPerTask; q < Math.Min(queries.Count, (task + 1) * RowsPerTask); q++)
            {
                // The heap keeps the smallest, so ranks go in negated.
                NearestHeap.Clear(ranks, ids);
                ReadOnlySpan<float> query = queries[q];
                for (int r = 0; r < rows.Count; r++)
                {
                    double rank = rule.Rank(query, rows[r], rows.Numeric);
                    if (-rank < ranks[0])
                    {
                        NearestHeap.Add(ranks, ids, -rank, r);
                    }
                }

                NearestHeap.Sort(ranks, ids);
                double sum = 0;
                for (int i = kept - 1; i >= 0; i--)
                {
                    sum += rule.Distance(-ranks[i]);
                }

                sums[q] = sum;
            }
        }, run.Ct);
        return sums;
    }
}
