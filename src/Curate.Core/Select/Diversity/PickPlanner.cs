using Curate.Core.Errors;
using Curate.Core.Hashing;
using Curate.Core.Methods;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Resample.Features;
using Curate.Core.Running;
using Curate.Core.Select.Report;
using Curate.Core.Select.Sampling;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// Reads vectors, groups, rows that must be in and scores, has a method pick rows of each group, and makes the plan and its report.
/// </summary>
/// <param name="name">The method.</param>
/// <param name="options">Columns are resolved.</param>
/// <param name="pick">Picks rows of one pool.</param>
/// <param name="sizer">How large rows are under a budget of sizes; null where rows count alike. The planner takes it over.</param>
/// <param name="rowBytes">What is held of a row of so many features beside its vector and what the method takes by itself.</param>
/// <param name="run">The run.</param>
internal sealed class PickPlanner(string name, DiverseOptions options, Func<Pool, DiverseOptions, Picks> pick, RowSizer? sizer, Func<int, long> rowBytes, RunContext run) : IRowPlanner
{
    /// <summary>The group and the place of a row, and its pick.</summary>
    public const long LeastRowBytes = 12;

    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        using FeatureTable table = FeatureTable.Read(passes, inputs.Main, options, run);
        table.Columns.CheckEmbedding(options.Embedding);
        using RowAsides asides = RowAsides.Read(passes, inputs, options.Groups, options.Id, options.Must, options.Score, run, sizer);
        VectorStore store = table.Store;

        using MemoryLease lease = run.Memory.Lease(rowBytes(store.Width) * store.Count, "The rows to pick from");
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

        RowPlan plan = options.InclusionColumn is { } inclusion ? Drawn(table, order, chances, inclusion, options.WeightColumn!) : PickReport.Plan([.. order.Select(row => table.RowOf(row))], options.InPickOrder, table.InputRows);
        plan.Tables.Add(PickReport.Selection(selection, table.InputRows - table.Store.Count));
        if (options.InclusionColumn is null)
        {
            plan.Tables.Add(PickReport.Curve(selection));
        }

        if (asides.Sizes is { } all)
        {
            sizer!.Report(plan, all, order.Select(row => table.RowOf(row)));
        }

        SelectionReport.Add(plan, new ComparedRows(table.Store, table.RowOf, table.Labels), order, run);
        return plan;
    }

    public void Dispose() => sizer?.Dispose();

    private Picks PickFrom(FeatureTable table, RowAsides asides, List<int> members, string group, out int musts)
    {
        int[] must = [.. Enumerable.Range(0, members.Count).Where(i => asides.Must[table.RowOf(members[i])])];
        musts = must.Length;
        double[]? sizes = asides.SizesOf(members.Select(row => table.RowOf(row)));
        int count = PickReport.Count(options.Budget, members.Count, must, sizes, options.Groups.Count > 0 ? group : null, "; with --missing drop rows without all features do not count");

        bool all = members.Count == table.Store.Count;
        VectorStore rows = all ? table.Store : table.Store.Gather([.. members], run);
        try
        {
            var pool = new Pool
            {
                Rows = rows,
                Count = count,
                Room = new SizeRoom(options.Budget.Amount, sizes),
                Likely = sizes is null || sizes.Length == 0 ? 0 : SizeRoom.Expected(options.Budget.Amount, sizes),
                Must = must,
                Scores = asides.Scores is { } scores ? [.. members.Select(row => scores[table.RowOf(row)])] : null,
                Draw = run.Draw("select-" + name).For(Hash128.Of(System.Text.Encoding.UTF8.GetBytes(group)).Low),
                Run = run,
            };
            Picks picks = pick(pool, options);
            if (sizes is null ? picks.Rows.Count != count : picks.Rows.Count > count)
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

    private static SampledRows Drawn(FeatureTable table, List<int> rows, List<double> chances, string inclusion, string weight)
    {
        (long Row, double Chance)[] drawn = [.. rows.Zip(chances, (row, chance) => (table.RowOf(row), chance)).OrderBy(static d => d.Item1)];
        return new SampledRows(Array.ConvertAll(drawn, static d => d.Row),
            [(inclusion, Array.ConvertAll(drawn, static d => d.Chance)), (weight, Array.ConvertAll(drawn, static d => 1 / d.Chance))], table.InputRows, PickSpecs.Reason);
    }
}
