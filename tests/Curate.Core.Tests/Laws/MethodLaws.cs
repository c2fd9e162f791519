using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Running.Views;
using Curate.Core.Tests.Support;

namespace Curate.Core.Tests.Laws;

/// <summary>What holds for every method of the registry, with the options of its example and with others.</summary>
public sealed class MethodLaws
{
    private static readonly int s_width = LawTables.Columns.Length;

    public static TheoryData<string, string> Small => Cases(static (_, _) => true, LawTables.Small);

    /// <summary>The small tables for all, the large one with the options of the examples.</summary>
    public static TheoryData<string, string> Every => Cases(static (m, table) => table != LawTables.Large || m.Options is null, [.. LawTables.Small, LawTables.Large]);

    public static TheoryData<string, string> LargeOnly => Cases(static (_, _) => true, [LawTables.Large]);

    public static TheoryData<string, string> Repeating => Cases(static (m, _) => m.Has(MethodTraits.Idempotent) && !m.Has(MethodTraits.AddsColumns), LawTables.Small);

    public static TheoryData<string, string> Sharded => Cases(static (m, table) => m.Has(MethodTraits.Shardable) && (table != LawTables.Large || m.Options is null), [.. LawTables.Small, LawTables.Large]);

    /// <summary>What the documentation says about a method that cannot use a table.</summary>
    private static ErrorCode? Refusal(LawMethod method, string table) =>
        table == "all-null" && (method.Entry.Id == "split/time" || (method.Options is not null && method.Entry.Id is "select/uncertainty" or "select/weakest-task-greedy")) ? ErrorCodes.BadValue : null;

    private static TheoryData<string, string> Cases(Func<LawMethod, string, bool> which, IReadOnlyList<string> tables)
    {
        var cases = new TheoryData<string, string>();
        foreach (LawMethod method in LawMethod.All)
        {
            foreach (string table in tables)
            {
                if (which(method, table) && Refusal(method, table) is null && method.Bind(LawTables.Case(table)) is not null)
                {
                    cases.Add(method.Name, table);
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void Output_rows_are_input_rows_as_often_as_the_traits_allow(string name, string table)
    {
        LawMethod method = LawMethod.Of(name);
        Dictionary<string, int> input = Multiset(LawTables.Rows(table));
        RunOutcome run = Run(method, table);
        Dictionary<string, int> output = Multiset(Own(run.Rows));
        int width = method.Has(MethodTraits.AddsColumns) ? s_width + 1 : s_width;
        Assert.All(run.Rows, row => Assert.True(method.Has(MethodTraits.AddsColumns) ? row.Length >= width : row.Length == width));
        foreach ((string row, int times) in output.Where(_ => !method.Has(MethodTraits.MakesUp)))
        {
            int had = input.GetValueOrDefault(row);
            Assert.True(had > 0, $"made-up row {row}");
            Assert.True(!method.Has(MethodTraits.Subset) || times <= had, $"{row} came {had} times and leaves {times} times");
        }

        if (method.Has(MethodTraits.KeepsAll))
        {
            Assert.All(input, row => Assert.True(output.GetValueOrDefault(row.Key) >= row.Value, $"{row.Key} came {row.Value} times and leaves {output.GetValueOrDefault(row.Key)} times"));
        }
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void Output_rows_keep_the_order_of_the_input(string name, string table)
    {
        LawMethod method = LawMethod.Of(name);
        if (!method.Has(MethodTraits.KeepsOrder) || method.Has(MethodTraits.MakesUp))
        {
            return;
        }

        string[] input = TestRuns.Lines(LawTables.Rows(table));
        bool repeats = !method.Has(MethodTraits.Subset);
        int at = -1;
        foreach (string row in TestRuns.Lines(Own(Run(method, table).Rows)))
        {
            if (repeats && at >= 0 && input[at] == row)
            {
                continue;
            }

            for (at++; at < input.Length && input[at] != row; at++)
            {
            }

            Assert.True(at < input.Length, $"{row} comes too late");
        }
    }

    [Theory]
    [MemberData(nameof(Repeating))]
    public void Running_on_its_own_output_changes_nothing(string name, string table)
    {
        LawMethod method = LawMethod.Of(name);
        RunOutcome once = Run(method, table);
        RunOutcome twice = TestRuns.Execute(Bound(method, table), method.Inputs(table, new MemoryTable(LawTables.Columns, once.Rows)), TestRuns.Context());
        Assert.Equal(TestRuns.Lines(once.Rows), TestRuns.Lines(twice.Rows));
        Assert.True(once.Bytes.AsSpan().SequenceEqual(twice.Bytes));
        Assert.Equal(0, twice.Dropped.Total);
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void Every_row_is_counted(string name, string table)
    {
        LawMethod method = LawMethod.Of(name);
        int rows = LawTables.Rows(table).Count;
        RunOutcome run = Run(method, table);
        Assert.Equal(rows, run.Result.InputRows);
        Assert.Equal(run.Rows.Count, run.Result.OutputRows);
        Assert.Equal(run.Bytes.Length, run.Result.OutputBytes);
        Assert.Equal(run.Dropped.ByReason.Sum(static r => r.Value), run.Dropped.Total);
        Assert.Equal(run.PlannedRows ?? run.Rows.Count, run.Rows.Count);
        if (method.Has(MethodTraits.Subset))
        {
            Assert.Equal(rows, run.Rows.Count + run.Dropped.Total);
        }

        if (method.Has(MethodTraits.KeepsAll))
        {
            Assert.Equal(0, run.Dropped.Total);
        }
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void Removed_rows_and_kept_rows_are_the_input(string name, string table)
    {
        LawMethod method = LawMethod.Of(name);
        RunOutcome run = TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context(), wantRemoved: true);
        Same(Run(method, table), run, "keeping the removed rows", plans: false);
        Assert.Equal(
            run.Dropped.ByReason.Select(static r => $"{r.Key} {r.Value}"),
            run.Removed.GroupBy(static r => r[s_width]).OrderBy(static g => g.Key, StringComparer.Ordinal).Select(static g => $"{g.Key} {g.Count()}"));
        Dictionary<string, int> input = Multiset(LawTables.Rows(table));
        Dictionary<string, int> removed = Multiset(Own(run.Removed));
        Dictionary<string, int> output = Multiset(Own(run.Rows));
        Assert.All(removed, row => Assert.True(input.ContainsKey(row.Key), $"{row.Key} was removed and never there"));
        foreach ((string row, int had) in input.Where(_ => !method.Has(MethodTraits.MakesUp)))
        {
            int left = had - removed.GetValueOrDefault(row);
            int times = output.GetValueOrDefault(row);
            Assert.True(method.Has(MethodTraits.Subset) ? times == left : left > 0 ? times >= left : left == 0 && times == 0,
                $"{row}: came {had} times, {removed.GetValueOrDefault(row)} removed, {times} kept");
        }
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void A_second_run_gives_the_same_bytes_on_any_processor(string name, string table)
    {
        RunOutcome first = Run(LawMethod.Of(name), table);
        Same(first, Run(LawMethod.Of(name), table), "running again");
        BytesOnRecord.Check($"{name} on {table}", first.Bytes);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void The_number_of_workers_does_not_show(string name, string table)
    {
        LawMethod method = LawMethod.Of(name);
        int batch = Math.Clamp(LawTables.Rows(table).Count / 10, 1, 500);
        foreach (bool removed in new[] { false, true })
        {
            RunOutcome one = TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context(1, batch), removed);
            foreach (int workers in new[] { 2, 7 })
            {
                RunOutcome many = TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context(workers, batch), removed);
                Same(one, many, $"{workers} workers");
                Assert.Equal(TestRuns.Lines(one.Removed), TestRuns.Lines(many.Removed));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void The_capacity_of_batches_does_not_show(string name, string table)
    {
        LawMethod method = LawMethod.Of(name);
        RunOutcome whole = Run(method, table);
        foreach (int batch in new[] { 1, 2, 61 })
        {
            Same(whole, TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context(1, batch)), $"batches of {batch}");
        }

        RunOutcome removed = TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context(1, 3), wantRemoved: true);
        Same(TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context(), wantRemoved: true), removed, "batches of 3");
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void A_table_in_two_parts_gives_the_same_bytes(string name, string table)
    {
        LawMethod method = LawMethod.Of(name);
        IReadOnlyList<string?[]> rows = LawTables.Rows(table);
        RunOutcome whole = Run(method, table);
        foreach (int first in new[] { 0, rows.Count / 3, rows.Count })
        {
            var parts = new ConcatSource(
                new MemoryTable(LawTables.Columns, [.. rows.Take(first)]), first, new MemoryTable(LawTables.Columns, [.. rows.Skip(first)]));
            Same(whole, TestRuns.Execute(Bound(method, table), method.Inputs(table, parts), TestRuns.Context(2, 50)), $"{first} rows in the first part");
        }
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void A_source_that_knows_its_size_gives_the_same_bytes(string name, string table)
    {
        LawMethod method = LawMethod.Of(name);
        Same(Run(method, table), TestRuns.Execute(Bound(method, table), method.Inputs(table, LawTables.Table(table, knowsRowCount: true)), TestRuns.Context()), "a known size");
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void A_sink_of_another_format_gets_the_same_rows(string name, string table)
    {
        LawMethod method = LawMethod.Of(name);
        foreach (bool removed in new[] { false, true })
        {
            RunOutcome payload = TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context(1, 9), removed);
            RunOutcome columns = TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context(1, 9), removed, takesPayload: false);
            Assert.Equal(TestRuns.Lines(payload.Rows), TestRuns.Lines(columns.Rows));
            Assert.Equal(TestRuns.Lines(payload.Removed), TestRuns.Lines(columns.Removed));
        }
    }

    [Theory]
    [MemberData(nameof(LargeOnly))]
    public void The_seed_shows_exactly_where_a_method_draws(string name, string table)
    {
        LawMethod method = LawMethod.Of(name);
        RunOutcome one = TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context(seed: 1));
        RunOutcome two = TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context(seed: 2));
        Assert.Equal(!method.Has(MethodTraits.Random), one.Bytes.AsSpan().SequenceEqual(two.Bytes));
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void A_plan_that_was_saved_gives_the_same_bytes(string name, string table)
    {
        LawMethod method = LawMethod.Of(name);
        PlanInputs inputs = method.Inputs(table);
        RunContext context = TestRuns.Context();
        using IRowPlanner planner = Planner(method, inputs, table, context);
        using RowPlan plan = planner.Run(new PassRunner(context), inputs);
        RunOutcome made = TestRuns.Copy(plan, inputs.Main, wantRemoved: true);
        using RowPlan loaded = TestRuns.Loaded(made.PlanBytes!);
        RunOutcome again = TestRuns.Copy(loaded, inputs.Main, wantRemoved: true);
        Same(made, again, "a saved plan");
        Assert.Equal(plan.InputRows, loaded.InputRows);
        Assert.Equal(TestRuns.Lines(made.Removed), TestRuns.Lines(again.Removed));
        Assert.Null(PlanFile.Read(new MemoryStream(made.PlanBytes!), "another key"));
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void Little_memory_gives_the_same_bytes(string name, string table)
    {
        LawMethod method = LawMethod.Of(name);
        foreach (bool removed in new[] { false, true })
        {
            RunOutcome rich = TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context(1, 100), removed);
            foreach ((int workers, long bytes) in new[] { (1, 1L), (3, 1L), (1, 90_000L) })
            {
                // 90 000 bytes leave a quarter to methods: enough to begin with and not enough to go on.
                if (method.Has(MethodTraits.InMemory))
                {
                    RefusedOrSame(rich, method, table, TestRuns.Context(workers, 100, bytes), removed);
                    continue;
                }

                RunOutcome poor = TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context(workers, 100, bytes), removed);
                Same(rich, poor, $"{bytes} bytes of memory", plans: false);
                Assert.Equal(TestRuns.Lines(rich.Removed), TestRuns.Lines(poor.Removed));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sharded))]
    public void Shards_merge_to_the_result_of_one_pass(string name, string table)
    {
        LawMethod method = LawMethod.Of(name);
        RunOutcome whole = TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context(), wantRemoved: true);
        int rows = LawTables.Rows(table).Count;
        foreach ((int shards, long memory) in new[] { (1, TestRuns.EnoughMemory), (4, TestRuns.EnoughMemory), (7, TestRuns.EnoughMemory), (4, 1L) })
        {
            RunContext context = TestRuns.Context(memoryBytes: memory);
            using var merged = (IShardedPlanner)Planner(method, method.Inputs(table), table, context);
            for (int shard = 0; shard < shards; shard++)
            {
                PlanInputs inputs = method.Inputs(table, new LimitedSource(LawTables.Table(table), (long)rows * shard / shards, (long)rows * (shard + 1) / shards));
                RunContext own = TestRuns.Context(workers: 2, batchRows: 40, memoryBytes: memory);
                using var part = (IShardedPlanner)Planner(method, inputs, table, own);
                part.Gather(new PassRunner(own), inputs);
                var state = new MemoryStream();
                using var writer = new BinaryWriter(state);
                part.SaveState(writer);
                writer.Flush();
                state.Position = 0;
                using var reader = new BinaryReader(state);
                merged.MergeState(reader);
                Assert.True(state.Position == state.Length, $"{state.Length - state.Position} bytes of the state were not read");
            }

            using RowPlan plan = merged.Decide();
            RunOutcome run = TestRuns.Copy(plan, LawTables.Table(table), wantRemoved: true);
            Same(whole, run, $"{shards} shards, {memory} bytes of memory");
            Assert.Equal(TestRuns.Lines(whole.Removed), TestRuns.Lines(run.Removed));
        }
    }

    [Fact]
    public void Every_method_is_run_on_every_large_table()
    {
        Assert.Equal(LawMethod.All.Count, LargeOnly.Count);
        Assert.All(MethodRegistry.All, static e => Assert.NotNull(e.BindExample(LawTables.Case(LawTables.Large))));
    }

    public static TheoryData<string, string, string> Refusals => new()
    {
        { "resample/random-over", "empty", "infeasible" },
        { "resample/random-over", "one-row", "infeasible" },
        { "resample/random-over", "one-class", "infeasible" },
        { "resample/random-over", "all-equal", "infeasible" },
        { "resample/random-over", "all-null", "infeasible" },
        { "resample/random-under", "empty", "infeasible" },
        { "resample/random-under", "one-class", "infeasible" },
        { "resample/random-under", "all-null", "infeasible" },
        { "resample/random", "empty", "infeasible" },
        { "resample/random", "one-class", "infeasible" },
        { "resample/random", "all-null", "infeasible" },
        { "resample/near-miss", "empty", "infeasible" },
        { "resample/near-miss", "all-null", "infeasible" },
        { "resample/edited-nn", "empty", "infeasible" },
        { "resample/edited-nn", "one-row", "infeasible" },
        { "resample/edited-nn", "all-equal", "infeasible" },
        { "resample/cluster-centroids", "all-equal", "infeasible" },
        { "resample/instance-hardness-threshold", "all-null", "infeasible" },
        { "split/time", "all-null", "bad-value" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_table_that_cannot_be_used_is_refused_by_code(string id, string table, string code)
    {
        OptionValues values = id == "split/time" ? new OptionValues().Add("time", "time") : new OptionValues().Add("label", "label");
        BoundMethod bound = MethodRegistry.All.Single(m => m.Id == id).Bind(values);
        foreach (int workers in new[] { 1, 3 })
        {
            CurateException refused = Assert.Throws<CurateException>(() => TestRuns.Execute(bound, LawTables.Table(table), TestRuns.Context(workers)));
            Assert.Equal(code, refused.Code.Id);
        }
    }

    private static BoundMethod Bound(LawMethod method, string table) => method.Bind(LawTables.Case(table))!;

    private static RunOutcome Run(LawMethod method, string table) => TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context());

    private static IRowPlanner Planner(LawMethod method, PlanInputs inputs, string table, RunContext context) =>
        Bound(method, table).Start(new StartRequest(inputs, context) { NeedsPlan = true }).Planner ?? throw new InvalidOperationException("a plan was asked for");

    private static IEnumerable<string?[]> Own(IEnumerable<string?[]> rows) => rows.Select(static r => r[..s_width]);

    private static Dictionary<string, int> Multiset(IEnumerable<string?[]> rows) =>
        TestRuns.Lines(rows).GroupBy(static r => r).ToDictionary(static g => g.Key, static g => g.Count());

    /// <summary>A method that holds rows in memory gives the same or refuses the budget, and gives back whatever it took.</summary>
    private static void RefusedOrSame(RunOutcome rich, LawMethod method, string table, RunContext poor, bool removed)
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

    private static void Same(RunOutcome expected, RunOutcome actual, string what, bool plans = true)
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
