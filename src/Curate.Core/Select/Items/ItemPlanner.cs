using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Hashing;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Select.Diversity;

namespace Curate.Core.Select.Items;

/// <summary>Reads rows as sets of values, has a method pick rows of each group, and makes the plan and its report.</summary>
/// <param name="name">The method.</param>
/// <param name="options">Columns are resolved.</param>
/// <param name="pick">Picks rows of one pool.</param>
/// <param name="sizer">How large rows are under a budget of sizes; null where rows count alike. The planner takes it over.</param>
/// <param name="run">The run.</param>
internal sealed class ItemPlanner(string name, ItemOptions options, Func<ItemPool, ItemOptions, Picks> pick, RowSizer? sizer, RunContext run) : IRowPlanner
{
    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        using RowAsides asides = RowAsides.Read(passes, inputs, options.Groups, options.Id, options.Must, null, run, sizer);
        using MemoryLease lease = run.Memory.Lease(0, "The values of rows");
        ItemColumn[] columns = Read(passes, inputs.Main, lease);
        int rows = columns[0].Rows;
        lease.Grow(32L * rows, "The rows to pick from");
        var members = new List<int>[Math.Max(1, asides.Groups.Count)];
        for (int g = 0; g < members.Length; g++)
        {
            members[g] = [];
        }

        for (int row = 0; row < rows; row++)
        {
            members[options.Groups.Count == 0 ? 0 : asides.Groups.Codes[row]].Add(row);
        }

        var order = new List<long>();
        var selection = new List<(string Group, int Rows, int Must, Picks Picks)>();
        foreach (int g in options.Groups.Count == 0 ? [0] : asides.Groups.Sorted())
        {
            string shown = options.Groups.Count == 0 ? "all" : asides.Groups.Show(g);
            int[] own = [.. members[g]];
            int[] must = [.. Enumerable.Range(0, own.Length).Where(i => asides.Must[own[i]])];
            double[]? sizes = asides.SizesOf(own.Select(static row => (long)row));
            Picks picks = pick(new ItemPool
            {
                Columns = columns,
                Rows = own,
                Count = PickReport.Count(options.Budget, own.Length, must, sizes, options.Groups.Count > 0 ? shown : null),
                Room = new SizeRoom(options.Budget.Amount, sizes),
                Must = must,
                Draw = run.Draw("select-" + name).For(Hash128.Of(Encoding.UTF8.GetBytes(shown)).Low),
                Run = run,
            }, options);
            order.AddRange(picks.Rows.Select(i => (long)own[i]));
            selection.Add((shown, own.Length, must.Length, picks));
        }

        RowPlan plan = PickReport.Plan([.. order], options.InPickOrder, rows);
        plan.Tables.Add(PickReport.Selection(selection, 0));
        AddTable(plan, selection);
        plan.Tables.Add(PickReport.Curve(selection));
        if (asides.Sizes is { } all)
        {
            sizer!.Report(plan, all, order);
        }

        return plan;
    }

    public void Dispose() => sizer?.Dispose();

    private ItemColumn[] Read(PassRunner passes, IRecordSource source, MemoryLease lease)
    {
        string[] names = options.Text is { } text ? options.Template is { } template ? [text, template] : [text] : [.. options.Attributes];
        ItemColumn[] columns = Array.ConvertAll(names, static _ => new ItemColumn());
        byte[]? separator = options.Separator is null ? null : Encoding.UTF8.GetBytes(options.Separator);
        var room = new List<(int, int)>();
        passes.Each(source, ReadRequest.Of([.. names.Select(static n => new ColumnRequest(n, ColumnKind.Text))]), "read values", batch =>
        {
            if (batch.FirstRow + batch.Count > int.MaxValue)
            {
                Fail.With(ErrorCodes.Infeasible, $"{name} holds at most {NumberText.Of(int.MaxValue)} rows.", "Take a sample of the rows first.");
            }

            for (int c = 0; c < columns.Length; c++)
            {
                TextColumn cells = batch.Text(c);
                for (int row = 0; row < batch.Count; row++)
                {
                    if (cells.IsNull(row))
                    {
                        // A missing value is no value.
                    }
                    else if (options.Text is null)
                    {
                        ItemValues.Add(cells[row], separator, columns[c]);
                    }
                    else if (c == 0)
                    {
                        ItemValues.AddGrams(cells[row], options.Gram, options.Symbols, room, columns[c]);
                    }
                    else
                    {
                        columns[c].Add(cells[row]);
                    }

                    columns[c].EndRow(options.Text is null && options.CountsRepeats);
                }
            }

            long bytes = columns.Sum(static c => c.Bytes);
            if (bytes > lease.Bytes)
            {
                lease.Grow(bytes - lease.Bytes, "The values of rows");
            }
        });
        return columns;
    }

    private static void AddTable(RowPlan plan, List<(string Group, int Rows, int Must, Picks Picks)> selection)
    {
        if (selection.Count == 0 || selection[0].Picks.Table is not { } table)
        {
            return;
        }

        var report = new ReportTable(table.Key, table.Title, ["group", .. table.Columns]);
        foreach ((string group, _, _, Picks picks) in selection)
        {
            foreach (object?[] line in picks.Table!.Value.Lines)
            {
                report.Add([group, .. line]);
            }
        }

        plan.Tables.Add(report);
    }
}
