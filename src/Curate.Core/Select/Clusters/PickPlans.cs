using Curate.Core.Grouping;
using Curate.Core.Resample.Clusters;
using Curate.Core.Running;

namespace Curate.Core.Select.Clusters;

/// <summary>What plans of picked rows have in common.</summary>
internal static class PickPlans
{
    /// <summary>The plan of picked rows, which takes over the cells.</summary>
    public static PickedRows Of(PlacedRows placed, BitMap picked, long rows, ClusterPickOptions options, RowValues<double>? weights = null)
    {
        var plan = new PickedRows(picked, rows, options.ClusterColumn, placed.Cells.Codes, weights is null ? null : options.WeightColumn, weights) { InputRows = placed.Cells.InputRows };
        plan.Dropped.Add(CellPlan.Reason, plan.InputRows - rows);
        return plan;
    }

    /// <summary>The classes before and after.</summary>
    public static void AddClasses(RowPlan plan, GroupTable? labels, string label, BitMap picked)
    {
        if (labels is not null)
        {
            plan.Tables.AddRange(CellReport.Classes(labels, label, row => picked[row] ? 1 : 0));
        }
    }
}
