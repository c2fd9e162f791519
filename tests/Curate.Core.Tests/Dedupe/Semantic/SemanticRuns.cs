using System.Globalization;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Dedupe.Semantic;

/// <summary>Tables of vectors, and runs of the method on them.</summary>
internal static class SemanticRuns
{
    public static readonly string[] Columns = ["id", "v", "block", "rank"];

    /// <summary>Vectors around some centres: a third equal earlier ones, a third are near them; a few are missing or zeros.</summary>
    public static List<string?[]> Random(ulong seed, int rows, int dimensions, int centres, double spread = 0.25)
    {
        var draws = new SplitMix64(seed);
        double[][] centre = [.. Enumerable.Range(0, centres).Select(_ => Enumerable.Range(0, dimensions).Select(_ => (draws.Unit() * 2) - 1).ToArray())];
        var made = new List<string?[]>();
        for (int row = 0; row < rows; row++)
        {
            double u = draws.Unit();
            double noise = draws.Pick([0.01, 0.05, spread]);
            double[] from = draws.Pick(centre);
            string? text = u < 0.02 ? null
                : u < 0.04 ? Text(new double[dimensions])
                : u < 0.2 && row > 0 ? made[draws.Below(row)][1]
                : Text(from.Select(x => x + (noise * ((draws.Unit() * 2) - 1))));
            made.Add([row.ToString(CultureInfo.InvariantCulture), text, "b" + draws.Below(2).ToString(CultureInfo.InvariantCulture), draws.Below(50).ToString(CultureInfo.InvariantCulture)]);
        }

        return made;
    }

    public static string Text(IEnumerable<double> values) => "[" + string.Join(",", values.Select(static x => ((float)x).ToString("R", CultureInfo.InvariantCulture))) + "]";

    public static MemoryTable Table(IReadOnlyList<string?[]> rows) => new(Columns, rows);

    public static BoundMethod Bind(params (string Name, string Value)[] options)
    {
        var values = new OptionValues();
        foreach ((string name, string value) in options)
        {
            values.Add(name, value);
        }

        return MethodRegistry.All.Single(static m => m.Id == "dedupe/semantic").Bind(values);
    }

    /// <summary>The ids that stay.</summary>
    public static string[] Kept(MemoryTable table, MemoryTable? other, params (string Name, string Value)[] options) =>
        [.. Run(table, other, options).Rows.Select(static r => r[0]!)];

    public static RunOutcome Run(MemoryTable table, MemoryTable? other, params (string Name, string Value)[] options) =>
        TestRuns.Execute(Bind(options), Inputs(table, other), TestRuns.Context(2, 300), wantRemoved: true);

    /// <summary>What a plan reports.</summary>
    public static Dictionary<string, ReportTable> Tables(MemoryTable table, MemoryTable? other, params (string Name, string Value)[] options)
    {
        RunContext context = TestRuns.Context(2, 300);
        PlanInputs inputs = Inputs(table, other);
        using IRowPlanner planner = Bind(options).Start(new StartRequest(inputs, context) { NeedsPlan = true }).Planner!;
        using RowPlan plan = planner.Run(new PassRunner(context), inputs);
        return plan.Tables.ToDictionary(static t => t.Key);
    }

    public static object? Value(ReportTable table, string what) => table.Rows.Single(r => (string)r[0]! == what)[1];

    private static PlanInputs Inputs(MemoryTable table, MemoryTable? other) => new(table, other is null ? [] : [other]);
}
