using System.Globalization;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Running;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;

namespace Curate.Core.Tests.Select.Target;

/// <summary>Runs of targeted methods over tables in memory; the other datasets come in the order must, target, current.</summary>
internal static class TargetRuns
{
    public static string Show(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static double Number(string? text) => double.Parse(text!, CultureInfo.InvariantCulture);

    public static RunOutcome Run(string method, MemoryTable table, MemoryTable[] others, ulong seed, params (string, string)[] options) =>
        TestRuns.Execute(RowPlanTests.Methods("select/" + method, [.. options]), new PlanInputs(table, others), TestRuns.Context(workers: 2, batchRows: 33, seed: seed), wantRemoved: true);

    public static RunOutcome Run(string method, MemoryTable table, MemoryTable[] others, params (string, string)[] options) => Run(method, table, others, 42, options);

    /// <summary>The rows by their first column, which is a number.</summary>
    public static int[] Ids(RunOutcome run) => [.. run.Rows.Select(static r => int.Parse(r[0]!, CultureInfo.InvariantCulture))];

    public static CurateException Refused(string method, MemoryTable table, MemoryTable[] others, params (string, string)[] options) =>
        Assert.Throws<CurateException>(() => Run(method, table, others, options));

    /// <summary>A cell of a table of the report, by the first cell of its line.</summary>
    public static object? Cell(RunOutcome run, string table, string line, string column)
    {
        ReportTable report = run.Tables.Single(t => t.Key == table);
        int at = report.Columns.ToList().IndexOf(column);
        return report.Rows.Single(r => Equals(r[0], line))[at];
    }
}
