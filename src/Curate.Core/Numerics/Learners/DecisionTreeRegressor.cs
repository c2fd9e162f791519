using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// One regression tree of least squared error (Breiman, Friedman, Olshen and Stone 1984), by exact search; missing values go to the better side of each
/// split.
/// </summary>
/// <remarks>
/// See <see cref="TreeOptions"/>. O(n d log n) a level at most; <see cref="BytesFor"/> and the tree. Draws serve only <see cref="TreeOptions.MaxFeatures"/>.
/// </remarks>
public sealed class DecisionTreeRegressor(TreeOptions options) : IRegressor
{
    IRegressorModel IRegressor.Fit(TargetRows examples, SeededDraw draw, RunContext run) => Fit(examples, draw, run);

    /// <inheritdoc cref="IRegressor.Fit"/>
    public TreeRegressorModel Fit(TargetRows examples, SeededDraw draw, RunContext run)
    {
        RowBlocks.Total(examples.Weights, examples.Count);
        using MemoryLease lease = run.Memory.Lease(BytesFor(examples.Count, examples.Rows.Columns, run.Workers), "A decision tree");
        RankedColumns columns = RankedColumns.Of(examples.Rows, run);
        var builder = new TreeBuilder(columns, TreeTargets.Of(examples), TreeWeights.Of(examples.Weights, examples.Count), options, draw, run.Ct);
        Tree tree = builder.Build();
        lease.Grow(tree.Bytes, "A decision tree");
        return new TreeRegressorModel([tree], examples.Rows.Columns, null, null);
    }

    /// <summary>What a fit takes from the budget beside the nodes: as <see cref="DecisionTreeClassifier.BytesFor"/> of one class, and 8 bytes a row.</summary>
    public static long BytesFor(long rows, int columns, int workers) => RankedColumns.BytesFor(rows, columns, workers) + TreeBuilder.BytesFor(rows, 1) + (8 * rows);
}
