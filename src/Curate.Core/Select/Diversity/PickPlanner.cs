using Curate.Core.Errors;
using Curate.Core.Hashing;
using Curate.Core.Methods;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Resample.Features;
using Curate.Core.Running;
using Curate.Core.Running.Plans;
using Curate.Core.Select.Report;
using Curate.Core.Select.Sampling;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// Reads vectors, groups, rows that must be in and scores, has a method pick rows of each group, and makes the plan and its report.
/// </summary>
/// <param name="name">The method.</param>
/// <param name="options">Columns are resolved.</param>
/// <param name="pick">Picks rows of one pool.</param>
/// <param name="run">The run.</param>
internal sealed class PickPlanner(string name, DiverseOptions options, Func<Pool, DiverseOptions, Picks> pick, RunContext run) : IRowPlanner
{
    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        using FeatureTable table = FeatureTable.Read(passes, inputs.Main, options, run);
        table.Columns.CheckEmbedding(options.Embedding);
        using RowAsides asides = RowAsides.Read(passes, inputs, options.Groups, options.Id, options.Must, options.Score, run);
        VectorStore store = table.Store;

        // 12 bytes a row at most: the group and the place of each, the picks.
        using MemoryLease lease = run.Memory.Lease(12L * store.Count, "The rows to pick from");
        int groups = Math.Max(1, asides.Groups.Count);
        List<int>[] members = new List<int>[groups];
        for (int g = 0; g < groups; g++)
        {
            members[g] = [];
        }

        for (int row = 0; row < store.Count; row++)
        {
            members[options.Groups.Count == 0 ? 0 : asides.Groups.Codes[table.RowOf(row)]].Add(row);
        }

        CheckMust(table, asides);
        var order = new List<int>();
        var chances = new List<double>();
        var selection = new List<(string Group, int Rows, int Must, Picks Picks)>();
        foreach (int g in options.Groups.Count == 0 ? [0] : asides.Groups.Sorted())
        {
            string shown = options.Groups.Count == 0 ? "all" : asides.Groups.Show(g);
            Picks picks = PickFrom(table, asides, members[g], shown, out int must);
            foreach (int local in picks.Rows)
            {
                order.Add(members[g][local]);
                chances.Add(picks.Inclusion?[local] ?? 1);
            }

            selection.Add((shown, members[g].Count, must, picks));
        }

        RowPlan plan = options.InclusionColumn is { } inclusion ? Drawn(table, order, chances, inclusion, options.WeightColumn!) : PlanOf(table, order);
        plan.Tables.Add(Selection(selection, table));
        if (options.InclusionColumn is null)
        {
            plan.Tables.Add(Curve(selection));
        }

        SelectionReport.Add(plan, table, order, run);
        return plan;
    }

    public void Dispose()
    {
    }

    private Picks PickFrom(FeatureTable table, RowAsides asides, List<int> members, string group, out int musts)
    {
        int count = Count(members.Count);
        int[] must = [.. Enumerable.Range(0, members.Count).Where(i => asides.Must[table.RowOf(members[i])])];
        musts = must.Length;
        if (must.Length > count)
        {
            string where = options.Groups.Count == 0 ? "" : $" of group {group}";
            Fail.With(ErrorCodes.Infeasible, $"The rows{where} that --must names are {NumberText.Of(must.Length)}, and the budget there is {NumberText.Of(count)} rows.",
                "Raise the budget, or leave some of them out.");
        }

        bool all = members.Count == table.Store.Count;
        VectorStore rows = all ? table.Store : table.Store.Gather([.. members], run);
        try
        {
            var pool = new Pool
            {
                Rows = rows,
                Count = count,
                Must = must,
                Scores = asides.Scores is { } scores ? [.. members.Select(row => scores[table.RowOf(row)])] : null,
                Draw = run.Draw("select-" + name).For(Hash128.Of(System.Text.Encoding.UTF8.GetBytes(group)).Low),
                Run = run,
            };
            Picks picks = pick(pool, options);
            if (picks.Rows.Count != count)
            {
                throw new InvalidOperationException($"{name} picked {picks.Rows.Count} rows of {count}.");
            }

            return picks;
        }
        finally
        {
            if (!all)
            {
                rows.Dispose();
            }
        }
    }

    private int Count(int rows)
    {
        long wanted = options.Budget.RowsOf(rows);
        if (options.Groups.Count > 0)
        {
            return (int)Math.Min(rows, wanted);
        }

        if (wanted > rows)
        {
            Fail.With(ErrorCodes.Infeasible, $"--rows {NumberText.Of(wanted)} asks for more than the {NumberText.Of(rows)} rows there are.",
                "Ask for fewer, or use --fraction; with --missing drop rows without all features do not count.");
        }

        return (int)wanted;
    }

    private void CheckMust(FeatureTable table, RowAsides asides)
    {
        if (!options.Must || table.Store.Count == table.InputRows)
        {
            return;
        }

        long row = 0;
        for (int next = 0; next <= table.Store.Count; next++)
        {
            long end = next == table.Store.Count ? table.InputRows : table.RowOf(next);
            for (; row < end; row++)
            {
                if (asides.Must[row])
                {
                    Fail.With(ErrorCodes.Infeasible, $"Row {NumberText.Of(row + 1)}, which --must names, lacks a feature and cannot be compared.", "Pass --missing mean, median or zero, or leave the row out of --must.");
                }
            }

            row = end + 1;
        }
    }

    private RowPlan PlanOf(FeatureTable table, List<int> order)
    {
        if (options.InPickOrder)
        {
            var rows = new long[order.Count];
            for (int i = 0; i < rows.Length; i++)
            {
                rows[i] = table.RowOf(order[i]);
            }

            var ordered = new RowOrder(rows, PickSpecs.Reason) { InputRows = table.InputRows };
            ordered.Dropped.Add(PickSpecs.Reason, table.InputRows - rows.Length);
            return ordered;
        }

        var kept = new BitMap();
        foreach (int row in order)
        {
            kept.Set(table.RowOf(row));
        }

        var plan = new KeptRows(kept, order.Count, PickSpecs.Reason) { InputRows = table.InputRows };
        plan.Dropped.Add(PickSpecs.Reason, table.InputRows - order.Count);
        return plan;
    }

    private static SampledRows Drawn(FeatureTable table, List<int> rows, List<double> chances, string inclusion, string weight)
    {
        (long Row, double Chance)[] drawn = [.. rows.Zip(chances, (row, chance) => (table.RowOf(row), chance)).OrderBy(static d => d.Item1)];
        return new SampledRows(Array.ConvertAll(drawn, static d => d.Row),
            [(inclusion, Array.ConvertAll(drawn, static d => d.Chance)), (weight, Array.ConvertAll(drawn, static d => 1 / d.Chance))], table.InputRows, PickSpecs.Reason);
    }

    private static ReportTable Selection(List<(string Group, int Rows, int Must, Picks Picks)> selection, FeatureTable table)
    {
        string[] figures = [.. selection.SelectMany(static s => s.Picks.Figures.Select(static f => f.Name)).Distinct()];
        var report = new ReportTable("selection", "Selection", ["group", "rows", "selected", "must", .. figures]);
        foreach ((string group, int rows, int must, Picks picks) in selection)
        {
            report.Add([group, (long)rows, (long)picks.Rows.Count, (long)must, .. figures.Select(f => picks.Figures.Find(own => own.Name == f).Value)]);
        }

        if (table.Store.Count < table.InputRows)
        {
            report.Add(["(missing feature)", table.InputRows - table.Store.Count, 0L, 0L, .. figures.Select(static _ => (object?)null)]);
        }

        return report;
    }

    /// <summary>The objective after 1, 2, 5, 10, 20, 50 ... picks and at the end: where it flattens, more rows add little.</summary>
    private static ReportTable Curve(List<(string Group, int Rows, int Must, Picks Picks)> selection)
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
