using Curate.Core.Resample.Features;
using Curate.Core.Running;

namespace Curate.Core.Select.Report;

internal static class SelectionReport
{
    public static void Add(RowPlan plan, FeatureTable table, List<int> picked, RunContext run)
    {
    }
}
