using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Running;
using Curate.Core.Tests.Support;

namespace Curate.Core.Tests.Laws;

/// <summary>Runs that laws compare.</summary>
internal static class LawRuns
{
    /// <summary>Columns of the tables.</summary>
    public static int Width { get; } = LawTables.Columns.Length;

    public static BoundMethod Bound(LawMethod method, string table) => method.Bind(LawTables.Case(table))!;

    public static RunOutcome Run(LawMethod method, string table) => TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context());

    public static IRowPlanner Planner(LawMethod method, PlanInputs inputs, string table, RunContext context) =>
        Bound(method, table).Start(new StartRequest(inputs, context) { NeedsPlan = true }).Planner ?? throw new InvalidOperationException("a plan was asked for");

    public static IEnumerable<string?[]> Own(IEnumerable<string?[]> rows) => rows.Select(static r => r[..Width]);

    public static Dictionary<string, int> Multiset(IEnumerable<string?[]> rows) =>
        TestRuns.Lines(rows).GroupBy(static r => r).ToDictionary(static g => g.Key, static g => g.Count());

    /// <summary>A method that holds rows in memory gives the same or refuses the budget, and gives back whatever it took.</summary>
    public static void RefusedOrSame(RunOutcome rich, LawMethod method, string table, RunContext poor, bool removed)
    {
        try
        {
            Same(rich, TestRuns.Execute(Bound(method, table), method.Inputs(table), poor, removed), "little memory", plans: false);
        }
        catch (CurateException refused) when (refused.Code == ErrorCodes.MemoryBudget)
        {
            Assert.Equal(0, ((MemoryScratch)poor.Scratch).Live);
            Assert.Equal(0, poor.Memory.ForMethods - poor.Memory.Free);
        }
    }

    public static void Same(RunOutcome expected, RunOutcome actual, string what, bool plans = true)
    {
        if (!expected.Bytes.AsSpan().SequenceEqual(actual.Bytes))
        {
            // The first row that differs says more than bytes.
            Assert.Equal(TestRuns.Lines(expected.Rows), TestRuns.Lines(actual.Rows));
            Assert.Fail($"{what}: the bytes differ");
        }

        Assert.Equal(expected.Dropped.ByReason, actual.Dropped.ByReason);
        Assert.Equal(expected.Result, actual.Result);
        if (plans && expected.PlanBytes is not null && actual.PlanBytes is not null)
        {
            Assert.True(expected.PlanBytes.AsSpan().SequenceEqual(actual.PlanBytes), $"{what}: the saved plans differ");
        }
    }
}
