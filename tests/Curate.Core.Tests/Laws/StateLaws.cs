using Curate.Core.Methods;
using Curate.Core.Running;
using Curate.Core.Running.Views;
using Curate.Core.Tests.Support;
using static Curate.Core.Tests.Laws.LawRuns;

namespace Curate.Core.Tests.Laws;

/// <summary>Runs, processors, saved plans and shards come to the same bytes. For every method of the registry, with the options of its example and with others.</summary>
public sealed class StateLaws
{
    [Theory]
    [MemberData(nameof(LawCases.Every), MemberType = typeof(LawCases))]
    public void A_second_run_gives_the_same_bytes_on_any_processor(string name, string table)
    {
        RunOutcome first = Run(LawMethod.Of(name), table);
        Same(first, Run(LawMethod.Of(name), table), "running again");
        BytesOnRecord.Check($"{name} on {table}", first.Bytes);
    }

    [Theory]
    [MemberData(nameof(LawCases.Every), MemberType = typeof(LawCases))]
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
    [MemberData(nameof(LawCases.Sharded), MemberType = typeof(LawCases))]
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
}
