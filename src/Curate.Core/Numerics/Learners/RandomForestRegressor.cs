using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// A forest of regression trees, each grown on rows drawn with replacement, with columns drawn for every split (Breiman 2001). The prediction is the mean
/// of the trees'.
/// </summary>
/// <remarks>Trees in parallel; <see cref="BytesFor"/> and the trees, 45 bytes a node.</remarks>
public sealed class RandomForestRegressor(RandomForestOptions options) : IRegressor
{
    IRegressorModel IRegressor.Fit(TargetRows examples, SeededDraw draw, RunContext run) => Fit(examples, draw, run);

    /// <inheritdoc cref="IRegressor.Fit"/>
    public TreeRegressorModel Fit(TargetRows examples, SeededDraw draw, RunContext run)
    {
        int d = examples.Rows.Columns;
        RowBlocks.Total(examples.Weights, examples.Count);
        using MemoryLease lease = run.Memory.Lease(BytesFor(examples.Count, d, options, run.Workers), "A random forest");
        (Tree[] trees, BitMap[]? seen) = Forest.Grow(examples.Rows, TreeTargets.Of(examples), examples.Weights, options, Math.Max(1, d / 3), draw, run, lease);
        if (seen is null)
        {
            return new TreeRegressorModel(trees, d, null, null);
        }

        var counts = new int[examples.Count];
        Matrix means = Forest.OutOfBag(examples.Rows, trees, seen, 1, counts, run);
        for (int i = 0; i < counts.Length; i++)
        {
            means.Values[i] = counts[i] > 0 ? means.Values[i] : double.NaN;
        }

        return new TreeRegressorModel(trees, d, means.Values, counts);
    }

    /// <summary>What a fit takes from the budget beside the nodes: as <see cref="RandomForestClassifier.BytesFor"/> of one class, and 8 bytes a row.</summary>
    public static long BytesFor(long rows, int columns, RandomForestOptions options, int workers) =>
        Forest.BytesFor(rows, columns, 1, options, workers) + (8 * rows);
}
