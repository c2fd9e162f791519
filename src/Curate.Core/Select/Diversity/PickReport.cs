using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Running.Plans;

namespace Curate.Core.Select.Diversity;

/// <summary>What selections row by row have in common: how many rows are picked, the plan, and the tables of the report.</summary>
internal static class PickReport
{
    /// <summary>The rows to pick of so many.</summary>
    /// <param name="budget">Rows, or a share of them.</param>
    /// <param name="rows">Rows to pick from.</param>
    /// <param name="must">Rows among them that must be in.</param>
    /// <param name="group">The group that they are, or null where the budget is for all rows; a group that has fewer gives all.</param>
    /// <param name="hint">What else may help where there are too few rows.</param>
    /// <exception cref="CurateException">There are fewer rows than that, or more that must be in.</exception>
    public static int Count(Budget budget, int rows, int must, string? group, string hint = "")
    {
        long wanted = budget.RowsOf(rows);
        if (wanted > rows && group is null)
        {
            Fail.With(ErrorCodes.Infeasible, $"--rows {NumberText.Of(wanted)} asks for more than the {NumberText.Of(rows)} rows there are.", $"Ask for fewer, or use --fraction{hint}.");
        }

        int count = (int)Math.Min(rows, wanted);
        PickSpecs.CheckMust(must, count, group);
        return count;
    }

    /// <summary>The same under any budget: of sizes, the most rows that can fit.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="rows">Rows to pick from.</param>
    /// <param name="must">Those among them that must be in.</param>
    /// <param name="sizes">The size of each row; null where rows count alike.</param>
    /// <param name="group">The group that they are, or null where the budget is for all rows.</param>
    /// <param name="hint">What else may help where there are too few rows.</param>
    /// <exception cref="CurateException">There are fewer rows, or those that must be in do not fit.</exception>
    public static int Count(Budget budget, int rows, int[] must, double[]? sizes, string? group, string hint = "")
    {
        if (sizes is null)
        {
            return Count(budget, rows, must.Length, group, hint);
        }

        PickSpecs.CheckMust(Array.ConvertAll(must, row => sizes[row]), budget, group);
        var own = new HashSet<int>(must);
        return SizeRoom.Most(budget.Amount, sizes, own.Contains);
    }

    /// <summary>The plan of picked rows.</summary>
    /// <param name="picked">Rows of the input in the order in which they were picked.</param>
    /// <param name="inPickOrder">They come out in that order.</param>
    /// <param name="inputRows">Rows of the input.</param>
    public static RowPlan Plan(long[] picked, bool inPickOrder, long inputRows)
    {
        if (inPickOrder)
        {
            var ordered = new RowOrder(picked, PickSpecs.Reason) { InputRows = inputRows };
            ordered.Dropped.Add(PickSpecs.Reason, inputRows - picked.Length);
            return ordered;
        }

        var kept = new BitMap();
        foreach (long row in picked)
        {
            kept.Set(row);
        }

        var plan = new KeptRows(kept, picked.Length, PickSpecs.Reason) { InputRows = inputRows };
        plan.Dropped.Add(PickSpecs.Reason, inputRows - picked.Length);
        return plan;
    }

    /// <summary>A line for each group.</summary>
    /// <param name="selection">What was picked of each.</param>
    /// <param name="leftOut">Rows that were not compared.</param>
    public static ReportTable Selection(List<(string Group, int Rows, int Must, Picks Picks)> selection, long leftOut)
    {
        // Queries over tuples are not compiled ahead, and every selection comes by.
        var figures = new List<string>();
        foreach ((_, _, _, Picks picks) in selection)
        {
            foreach ((string name, _) in picks.Figures)
            {
                if (!figures.Contains(name))
                {
                    figures.Add(name);
                }
            }
        }

        var report = new ReportTable("selection", "Selection", ["group", "rows", "selected", "must", .. figures]);
        foreach ((string group, int rows, int must, Picks picks) in selection)
        {
            report.Add([group, (long)rows, (long)picks.Rows.Count, (long)must, .. figures.Select(f => picks.Figures.Find(own => own.Name == f).Value)]);
        }

        if (leftOut > 0)
        {
            report.Add(["(missing feature)", leftOut, 0L, 0L, .. figures.Select(static _ => (object?)null)]);
        }

        return report;
    }

    /// <summary>The objective after 1, 2, 5, 10, 20, 50 ... picks and at the end: where it flattens, more rows add little.</summary>
    public static ReportTable Curve(List<(string Group, int Rows, int Must, Picks Picks)> selection)
    {
        var report = new ReportTable("gains", "What picks added (1, 2, 5, 10 ... and the last)", ["group", "picks", "gain", "sum"]);
        foreach ((string group, _, _, Picks picks) in selection)
        {
            double sum = 0;
            long next = 1;
            for (int i = 0; i < picks.Gains.Count; i++)
            {
                sum += picks.Gains[i];
                if (i + 1 == next || i + 1 == picks.Gains.Count)
                {
                    report.Add(group, (long)(i + 1), picks.Gains[i], picks.Adds ? sum : null);
                }

                if (i + 1 == next)
                {
                    next = LeadingDigit(next) == 2 ? next / 2 * 5 : next * 2;
                }
            }
        }

        return report;
    }

    private static long LeadingDigit(long number)
    {
        while (number >= 10)
        {
            number /= 10;
        }

        return number;
    }
}
