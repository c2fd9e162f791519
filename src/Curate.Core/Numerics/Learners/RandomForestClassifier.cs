using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// A forest of classification trees, each grown on rows drawn with replacement, with columns drawn for every split (Breiman 2001). Probabilities are the
/// mean of the trees'. Draws are keyed by tree, node and row number.
/// </summary>
/// <remarks>Trees in parallel; <see cref="BytesFor"/> and the trees, 37 + 8 classes bytes a node.</remarks>
public sealed class RandomForestClassifier(RandomForestOptions options) : IClassifier
{
    IClassifierModel IClassifier.Fit(LabelledRows examples, SeededDraw draw, RunContext run) => Fit(examples, draw, run);

    /// <inheritdoc cref="IClassifier.Fit"/>
    public TreeClassifierModel Fit(LabelledRows examples, SeededDraw draw, RunContext run)
    {
        int d = examples.Rows.Columns;
        int root = Math.Max(1, (int)Math.Sqrt(d));
        using MemoryLease lease = Forest.Lease(examples.Count, d, examples.Classes, options, run);
        (Tree[] trees, BitMap[]? seen) = Forest.Grow(
            examples.Rows, TreeTargets.Of(examples, options.Tree.Criterion), examples.Weights, options, root, draw, run, lease);
        if (seen is null)
        {
            return new TreeClassifierModel(trees, examples.Classes, d, null, null);
        }

        var counts = new int[examples.Count];
        return new TreeClassifierModel(trees, examples.Classes, d, Forest.OutOfBag(examples.Rows, trees, seen, examples.Classes, counts, run), counts);
    }

    /// <summary>
    /// What a fit takes from the budget beside the nodes: ranks and distinct values, 12 n d bytes, and 8 a row for each worker while they are made; 40 + 8
    /// classes a row for each worker; with bagging n / 8 a tree, and 4 + 8 classes a row for what trees say of rows they did not see.
    /// </summary>
    public static long BytesFor(long rows, int columns, int classes, RandomForestOptions options, int workers) =>
        Forest.BytesFor(rows, columns, classes, options, workers);
}
