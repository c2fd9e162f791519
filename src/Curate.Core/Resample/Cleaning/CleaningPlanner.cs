using Curate.Core.Numerics.Neighbours;
using Curate.Core.Resample.Features;
using Curate.Core.Running;
using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Cleaning;

/// <summary>
/// Runs one cleaner, or several on the original rows, and removes the union. The neighbours of every row are found once, for all of them. A row that
/// several remove counts for the first.
/// </summary>
internal sealed class CleaningPlanner(IReadOnlyList<(string Name, ICleaner Cleaner)> cleaners, CleaningOptions options, RunContext context)
    : FeaturePlanner(options, context)
{
    protected override RowPlan Decide(LabelledTable table)
    {
        int k = cleaners.Max(c => c.Cleaner.GraphNeighbours(options));
        using NeighbourGraph? graph = k == 0 ? null : NeighbourSearch.Within(table.Store, k, table.Rule, Context, table.Duplicates);
        var work = new CleaningWork(table, CleaningTargets.Of(options.To, table.Counts), options, Context, graph);
        var summary = new ReportTable("methods", "Rows that each method removes", ["method", "removes", "counted"]);
        var leaving = new List<(string Reason, BitMap Rows)>();
        var gone = new bool[table.Count];
        long[] after = [.. table.Counts];
        foreach ((string name, ICleaner cleaner) in cleaners)
        {
            long removes = 0;
            long counted = 0;
            foreach (Removal removal in cleaner.Clean(work))
            {
                var rows = new BitMap();
                for (int row = 0; row < gone.Length; row++)
                {
                    if (!removal.Leaves[row])
                    {
                        continue;
                    }

                    removes++;
                    if (!gone[row])
                    {
                        gone[row] = true;
                        counted++;
                        after[table.ClassOf[row]]--;
                        rows.Set(table.RowOf(row));
                    }
                }

                leaving.Add((removal.Reason, rows));
            }

            summary.Add(name, removes, counted);
        }

        var plan = new ReasonedRows(leaving) { InputRows = table.InputRows };
        plan.Tables.Add(FeatureReport.Classes(table, after));
        if (cleaners.Count > 1)
        {
            plan.Tables.Add(summary);
        }

        plan.Tables.AddRange(work.Tables);
        plan.Tables.Add(FeatureReport.Features(table, options));
        return plan;
    }
}
