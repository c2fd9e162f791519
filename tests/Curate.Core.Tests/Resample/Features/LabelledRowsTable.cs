using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Resample.Features;

/// <summary>A small random table of features on a coarse grid, so that equal rows and equal distances are frequent.</summary>
internal sealed class LabelledRowsTable
{
    private LabelledRowsTable(double[][] rows, int[] labels, int classes)
    {
        Rows = rows;
        Labels = labels;
        Classes = classes;
        Columns = ["id", .. Enumerable.Range(0, rows[0].Length).Select(static p => "f" + p), "label"];
    }

    public double[][] Rows { get; }

    public int[] Labels { get; }

    public int Classes { get; }

    public string[] Columns { get; }

    /// <summary>The table as text: labels are letters.</summary>
    public MemoryTable Source => new(Columns, [.. Rows.Select((r, i) => (string?[])[i.ToString(), .. r.Select(static v => v.ToString(System.Globalization.CultureInfo.InvariantCulture)), Letter(Labels[i])])]);

    public static LabelledRowsTable Random(SplitMix64 random, int most = 60)
    {
        int classes = random.Between(2, 4);
        int columns = random.Between(1, 3);
        int rows = random.Between(classes, most);
        int grid = random.Between(2, 9);
        return new LabelledRowsTable(
            [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns).Select(_ => random.Below(grid) * 0.5).ToArray())],
            [.. Enumerable.Range(0, rows).Select(i => i < classes ? i : random.Chance(0.6) ? classes - 1 : random.Below(classes))], classes);
    }

    public static string Letter(int label) => ((char)('a' + label)).ToString();

    /// <summary>The ids of the rows that leave, with the plan's tables.</summary>
    public (HashSet<int> Leaves, RowPlan Plan) Run(string method, params (string Name, string Value)[] options)
    {
        var values = new OptionValues().Add("label", "label").Add("id", "id");
        foreach ((string name, string value) in options)
        {
            values.Add(name, value);
        }

        MethodEntry[] entries = [.. method.Split(',').Select(static name => MethodRegistry.All.Single(m => m.Id == "resample/" + name))];
        BoundMethod bound = (entries.Length == 1 ? entries[0] : entries[0].Join!(entries)).Bind(values);
        RunContext context = TestRuns.Context(workers: 2, batchRows: 7);
        var inputs = new PlanInputs(Source);
        using IRowPlanner planner = bound.Start(new StartRequest(inputs, context)).Planner!;
        RowPlan plan = planner.Run(new PassRunner(context), inputs);
        var stay = TestRuns.Copy(plan, Source).Rows.Select(static r => int.Parse(r[0]!)).ToHashSet();
        return ([.. Enumerable.Range(0, Rows.Length).Where(row => !stay.Contains(row))], plan);
    }

    /// <summary>Rows that condensed sets began with, from the report.</summary>
    public static int[] Seeds(RowPlan plan) => [.. plan.Tables.Single(static t => t.Key == "seeds").Rows.Select(static r => (int)(long)r[1]!)];
}
