using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// A support vector classifier with a Gaussian kernel (Cortes and Vapnik 1995), one machine for every pair of classes, solved by sequential minimal
/// optimisation. Weights multiply C row by row. There is no chance in it.
/// </summary>
/// <remarks>
/// A step costs O(n), and O(n d) more for each kernel row that is not in the cache; a pair takes some multiple of n steps. Pairs run in parallel, each with
/// its own cache. Memory: <see cref="BytesFor"/>, and the caches as far as the budget has room for more than two rows each; only the time depends on them.
/// </remarks>
public sealed class KernelSvc(KernelSvcOptions options) : IClassifier
{
    IClassifierModel IClassifier.Fit(LabelledRows examples, SeededDraw draw, RunContext run) => Fit(examples, run);

    /// <summary>The model.</summary>
    public KernelSvcModel Fit(LabelledRows examples, RunContext run)
    {
        if (!(options.C > 0) || double.IsInfinity(options.C) || !(options.Gamma >= 0))
        {
            throw new ArgumentException("C is finite and above 0; gamma is not negative.");
        }

        RowBlocks.CheckFinite(examples.Rows);
        RowBlocks.Total(examples.Weights, examples.Count);
        double gamma = options.Gamma > 0 ? options.Gamma : ScaledGamma(examples.Rows);
        var members = new List<int>[examples.Classes];
        for (int c = 0; c < members.Length; c++)
        {
            members[c] = [];
        }

        for (int i = 0; i < examples.Count; i++)
        {
            if (examples.WeightOf(i) > 0)
            {
                members[examples.Labels[i]].Add(i);
            }
        }

        var pairs = new List<(int A, int B)>();
        for (int a = 0; a < members.Length; a++)
        {
            for (int b = a + 1; b < members.Length; b++)
            {
                if (members[a].Count > 0 && members[b].Count > 0)
                {
                    pairs.Add((a, b));
                }
            }
        }

        if (pairs.Count == 0)
        {
            throw new ArgumentException("A support vector classifier needs rows of two classes or more.", nameof(examples));
        }

        long largest = 0;
        foreach ((int a, int b) in pairs)
        {
            largest = Math.Max(largest, (long)members[a].Count + members[b].Count);
        }

        long parallel = Math.Min(run.Workers, pairs.Count);
        using MemoryLease lease = run.Memory.Lease(
            BytesFor(examples.Count, examples.Rows.Columns, examples.Classes, largest, (int)parallel), "A support vector classifier");
        long cache = Math.Min(Math.Max(options.CacheBytes, 16 * largest), 8 * largest * largest);
        while (cache > 16 * largest && !lease.TryGrow(parallel * (cache - (16 * largest))))
        {
            cache /= 2;
        }

        var rows = new int[pairs.Count][];
        var multipliers = new double[pairs.Count][];
        var constants = new double[pairs.Count];
        var steps = new long[pairs.Count];
        Workers.ForBlocks(run.Workers, pairs.Count, k =>
        {
            (int a, int b) = pairs[k];
            int[] own = [.. members[a], .. members[b]];
            Array.Sort(own);
            double[] y = Array.ConvertAll(own, i => examples.Labels[i] == a ? 1.0 : -1.0);
            double[] caps = Array.ConvertAll(own, i => options.C * examples.WeightOf(i));
            var kernel = new KernelRows(examples.Rows.Take(own), gamma, cache);
            rows[k] = own;
            multipliers[k] = SequentialMinimal.Solve(kernel, y, caps, options, run.Ct, out constants[k], out steps[k]);
        }, run.Ct);
        return KernelSvcModel.Of(examples, gamma, pairs, rows, multipliers, constants, steps);
    }

    /// <summary>
    /// What a fit takes from the budget beside its caches: for each worker (at most one a pair of classes) 8 d + 120 bytes for each row of the largest
    /// pair, two rows of the kernel included; 12 bytes a row and class for the multipliers; 8 (d + pairs) a row for the support vectors, which all rows can be.
    /// </summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="classes">Classes.</param>
    /// <param name="largestPair">Rows of the two largest classes together.</param>
    /// <param name="workers">Threads.</param>
    public static long BytesFor(long rows, int columns, int classes, long largestPair, int workers)
    {
        long pairs = (long)classes * (classes - 1) / 2;
        return checked((Math.Min(workers, pairs) * largestPair * ((8L * columns) + 120)) + (((12L * (classes - 1)) + 8) * rows) + (8 * rows * (columns + pairs)));
    }

    private static double ScaledGamma(Matrix rows)
    {
        var flat = new Matrix(rows.Values.Length, 1, rows.Values);
        double variance = ColumnMoments.Of(flat).Variance[0];
        return variance > 0 ? 1 / (rows.Columns * variance) : 1;
    }
}
