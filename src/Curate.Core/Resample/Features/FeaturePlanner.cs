using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Methods;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Resample.Features;

/// <summary>
/// A resampler that compares rows by their features: reads kinds (where the source does not declare them), the summary of the columns, then features and
/// classes, and hands the finished <see cref="LabelledTable"/> to <see cref="Decide"/>.
/// </summary>
/// <remarks>Two passes, three where kinds are inferred. Memory: that of <see cref="LabelledTable"/>.</remarks>
/// <param name="options">Column names are resolved (<see cref="FeatureOptionSpecs.Resolve"/>).</param>
/// <param name="context">The run.</param>
public abstract class FeaturePlanner(FeatureOptions options, RunContext context) : IRowPlanner
{
    protected RunContext Context => context;

    /// <inheritdoc/>
    /// <exception cref="CurateException">Features that cannot be used, or fewer than two classes.</exception>
    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        using LabelledTable table = LabelledTable.Read(passes, inputs.Main, options, context);
        if (table.ClassCount < 2)
        {
            Fail.With(ErrorCodes.Infeasible, table.ClassCount == 0
                ? "There is no class to balance: every row lacks its label or a feature, or there are no rows."
                : $"There is only one class, {Fail.Show(table.Names[0])}; balancing needs two or more.", "Check --label.");
        }

        return Decide(table);
    }

    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>The decision. The table is gone afterwards; a plan must not hold on to it.</summary>
    /// <param name="table">At least two classes, each with a row.</param>
    protected abstract RowPlan Decide(LabelledTable table);
}
