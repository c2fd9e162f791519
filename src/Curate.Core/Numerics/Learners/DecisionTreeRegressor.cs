using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// One regression tree of least squared error (Breiman, Friedman, Olshen and Stone 1984), by exact search; missing values go to the better side of each
/// split.
/// </summary>
/// <remarks>
/// See <see cref="TreeOptions"/>. O(n d log n) a level at most; 4 n d bytes for ranks and 32 a row. Draws serve only <see cref="TreeOptions.MaxFeatures"/>.
/// </remarks>
public sealed class DecisionTreeRegressor(TreeOptions options) : IRegressor
{
    IRegressorModel IRegressor.Fit(TargetRows examples, SeededDraw draw, RunContext run) => Fit(examples, draw, run);

    /// <inheritdoc cref="IRegressor.Fit"/>
    public TreeRegressorModel Fit(TargetRows examples, SeededDraw draw, RunContext run)
    {
        RowBlocks.Total(examples.Weights, examples.Count);
        RankedColumns columns = RankedColumns.Of(examples.Rows, run);
        var builder = new TreeBuilder(columns, TreeTargets.Of(examples), TreeWeights.Of(examples.Weights, examples.Count), options, draw, run.Ct);
        return new TreeRegressorModel([builder.Build()], examples.Rows.Columns, null, null);
    }
}
