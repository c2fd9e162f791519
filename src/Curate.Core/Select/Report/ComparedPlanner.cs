using Curate.Core.Grouping;
using Curate.Core.Methods;
using Curate.Core.Resample.Features;
using Curate.Core.Running;
using Curate.Core.Running.Plans;
using Curate.Core.Select.Sampling;

namespace Curate.Core.Select.Report;

/// <summary>
/// A selection of another planner, set beside random subsets by features and classes that the other planner does not look at. One more pass, and 4 features bytes a row.
/// </summary>
internal sealed class ComparedPlanner : IRowPlanner
{
    private readonly IRowPlanner _planner;
    private readonly ComparedBy _by;
    private readonly RunContext _run;

    private ComparedPlanner(IRowPlanner planner, ComparedBy by, RunContext run)
    {
        _planner = planner;
        _by = by;
        _run = run;
    }

    /// <summary>The planner with a comparison, or as it is where nothing is named to compare by: then the file is not read once more.</summary>
    public static IRowPlanner Of(IRowPlanner planner, ComparedBy by, StartRequest request) => by.IsNamed ? new ComparedPlanner(planner, by.Resolve(request), request.Context) : planner;

    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        RowPlan plan = _planner.Run(passes, inputs);
        try
        {
            Compare(plan, passes, inputs.Main);
            return plan;
        }
        catch
        {
            plan.Dispose();
            throw;
        }
    }

    public void Dispose() => _planner.Dispose();

    private void Compare(RowPlan plan, PassRunner passes, Data.IRecordSource source)
    {
        IEnumerable<long> picked = plan switch
        {
            KeptRows kept => kept.Rows,
            SampledRows sampled => sampled.Rows,
            _ => throw new InvalidOperationException($"{plan.GetType().Name} does not say which rows it keeps."),
        };
        if (!_by.HasFeatures)
        {
            using GroupTable labels = GroupTable.Read(passes, source, [_by.Label], "read classes", _run);
            SelectionReport.Add(plan, labels, [.. picked], _run);
            return;
        }

        using FeatureTable table = FeatureTable.Read(passes, source, _by, _run);
        table.Columns.CheckEmbedding(_by.Embedding);
        SelectionReport.Add(plan, new ComparedRows(table.Store, table.RowOf, table.Labels), picked, _run);
    }
}
