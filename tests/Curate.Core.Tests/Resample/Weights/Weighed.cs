using System.Globalization;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Running;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;

namespace Curate.Core.Tests.Resample.Weights;

/// <summary>Runs of methods that weigh rows, with what their reports say.</summary>
internal static class Weighed
{
    public static RunOutcome Run(string method, MemoryTable table, params (string Name, string Value)[] options) =>
        TestRuns.Execute(RowPlanTests.Methods("resample/" + method, options), table, TestRuns.Context(), wantRemoved: true);

    public static RunOutcome Run(string method, MemoryTable table, MemoryTable other, params (string Name, string Value)[] options) =>
        TestRuns.Execute(RowPlanTests.Methods("resample/" + method, options), new PlanInputs(table, [other]), TestRuns.Context(), wantRemoved: true);

    /// <summary>The weights that a run adds as the last column.</summary>
    public static double[] WeightsOf(RunOutcome run) => [.. run.Rows.Select(static r => Number(r[^1]!))];

    public static double[] WeightsOf(string method, MemoryTable table, params (string Name, string Value)[] options) => WeightsOf(Run(method, table, options));

    /// <summary>How often each row comes out, told by its first column, which has different values.</summary>
    public static int[] Copies(MemoryTable table, RunOutcome run)
    {
        Dictionary<string, int> counts = run.Rows.GroupBy(static r => r[0]!).ToDictionary(static g => g.Key, static g => g.Count());
        return [.. table.Rows.Select(r => counts.GetValueOrDefault(r[0]!))];
    }

    /// <summary>A table of the report.</summary>
    public static ReportTable Report(string method, MemoryTable table, string key, params (string Name, string Value)[] options) => Report(method, table, null, key, options);

    public static ReportTable Report(string method, MemoryTable table, MemoryTable? other, string key, params (string Name, string Value)[] options)
    {
        RunContext context = TestRuns.Context();
        var inputs = new PlanInputs(table, other is null ? [] : [other]);
        using IRowPlanner planner = RowPlanTests.Methods("resample/" + method, options).Start(new StartRequest(inputs, context)).Planner!;
        using RowPlan plan = planner.Run(new PassRunner(context), inputs);
        return plan.Tables.Single(t => t.Key == key);
    }

    public static double Cell(ReportTable table, int row, string column) =>
        Convert.ToDouble(table.Rows[row][table.Columns.ToList().IndexOf(column)], CultureInfo.InvariantCulture);

    /// <summary>A refused run; its message and hint hold the words.</summary>
    public static void Refused(ErrorCode code, string[] says, string method, MemoryTable table, MemoryTable? other, params (string Name, string Value)[] options)
    {
        CurateException error = Assert.Throws<CurateException>(() => _ = other is null ? Run(method, table, options) : Run(method, table, other, options));
        Assert.Equal(code, error.Code);
        Assert.All(says, word => Assert.Contains(word, error.Message + " " + error.Hint, StringComparison.Ordinal));
    }

    /// <summary>Kish's effective sample size as its definition says.</summary>
    public static double Effective(IEnumerable<double> weights)
    {
        double[] all = [.. weights];
        return all.Sum() * all.Sum() / all.Sum(static w => w * w);
    }

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    public static string Shown(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
