using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>One classification tree (Breiman, Friedman, Olshen and Stone 1984), by exact search; missing values go to the better side of each split.</summary>
/// <remarks>
/// See <see cref="TreeOptions"/>. O(n d log n) a level at most; <see cref="BytesFor"/> and the tree. Draws serve only <see cref="TreeOptions.MaxFeatures"/>.
/// </remarks>
public sealed class DecisionTreeClassifier(TreeOptions options) : IClassifier
{
    IClassifierModel IClassifier.Fit(LabelledRows examples, SeededDraw draw, RunContext run) => Fit(examples, draw, run);

    /// <inheritdoc cref="IClassifier.Fit"/>
    public TreeClassifierModel Fit(LabelledRows examples, SeededDraw draw, RunContext run)
    {
        RowBlocks.Total(examples.Weights, examples.Count);
        using MemoryLease lease = run.Memory.Lease(BytesFor(examples.Count, examples.Rows.Columns, examples.Classes, run.Workers), "A decision tree");
        RankedColumns columns = RankedColumns.Of(examples.Rows, run);
        double[] weights = TreeWeights.Of(examples.Weights, examples.Count);
        var builder = new TreeBuilder(columns, TreeTargets.Of(examples, options.Criterion), weights, options, draw, run.Ct);
        Tree tree = builder.Build();
        lease.Grow(tree.Bytes, "A decision tree");
        return new TreeClassifierModel([tree], examples.Classes, examples.Rows.Columns, null, null);
    }

    /// <summary>
    /// What a fit takes from the budget beside the nodes: ranks and distinct values, 12 n d bytes, and 8 a row for each worker while they are made; and
    /// 40 + 8 classes a row. Columns of few distinct values need less, at least 4 n d.
    /// </summary>
    public static long BytesFor(long rows, int columns, int classes, int workers) =>
        RankedColumns.BytesFor(rows, columns, workers) + TreeBuilder.BytesFor(rows, classes);
}
