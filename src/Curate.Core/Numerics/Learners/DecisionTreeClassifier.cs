using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>One classification tree (Breiman, Friedman, Olshen and Stone 1984), by exact search; missing values go to the better side of each split.</summary>
/// <remarks>
/// See <see cref="TreeOptions"/>. O(n d log n) a level at most; 4 n d bytes for ranks and 24 + 8 classes a row. Draws serve only <see
/// cref="TreeOptions.MaxFeatures"/>.
/// </remarks>
public sealed class DecisionTreeClassifier(TreeOptions options) : IClassifier
{
    IClassifierModel IClassifier.Fit(LabelledRows examples, SeededDraw draw, RunContext run) => Fit(examples, draw, run);

    /// <inheritdoc cref="IClassifier.Fit"/>
    public TreeClassifierModel Fit(LabelledRows examples, SeededDraw draw, RunContext run)
    {
        RowBlocks.Total(examples.Weights, examples.Count);
        RankedColumns columns = RankedColumns.Of(examples.Rows, run);
        double[] weights = TreeWeights.Of(examples.Weights, examples.Count);
        var builder = new TreeBuilder(columns, TreeTargets.Of(examples, options.Criterion), weights, options, draw, run.Ct);
        return new TreeClassifierModel([builder.Build()], examples.Classes, examples.Rows.Columns, null, null);
    }
}
