using Curate.Core.Data;
using Curate.Core.Running;
using Curate.Core.Running.Plans;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Running;

public sealed class RowScatterTests
{
    private const int Rows = 15_000;

    private static MemoryTable Table()
    {
        var random = new SplitMix64(77);
        return new MemoryTable(["n", "t"], [.. Enumerable.Range(0, Rows).Select(i => new string?[] { i.ToString(), random.Chance(0.1) ? null : new string('x', random.Below(160)) })]);
    }

    private static RowPlan Plan(string form)
    {
        var random = new SplitMix64(3);
        return form switch
        {
            "shuffled" => new ShuffledOrder(9, "p") { InputRows = Rows },
            "order" => new RowOrder([.. Enumerable.Range(0, Rows + 500).Select(_ => (long)random.Below(Rows))], "left") { InputRows = Rows },
            "one row often" => new RowOrder([.. Enumerable.Range(0, Rows).Select(static i => i % 3 == 0 ? 5L : i)], "left") { InputRows = Rows },
            _ => new EditedRows([.. Enumerable.Range(0, 3000).Select(i => new RowEdits(random.Below(Rows), i % 2 == 0, [("t", CellValue.OfText("edit " + i)), ("n", CellValue.OfWhole(-i))]))], true) { InputRows = Rows },
        };
    }

    [Theory]
    [InlineData("shuffled")]
    [InlineData("order")]
    [InlineData("one row often")]
    [InlineData("edited")]
    public void Next_rows_on_scratch_come_as_those_in_memory(string form)
    {
        MemoryTable table = Table();
        foreach (bool takesPayload in new[] { true, false })
        {
            var none = new MemoryScratch();
            var scratch = new MemoryScratch();
            RunOutcome held = TestRuns.Copy(Plan(form), table, TestRuns.Context(scratch: none), takesPayload: takesPayload);
            RunOutcome spilled = TestRuns.Copy(Plan(form), table, TestRuns.Context(memoryBytes: 1, batchRows: 333, scratch: scratch), takesPayload: takesPayload);
            Assert.True(held.Bytes.AsSpan().SequenceEqual(spilled.Bytes));
            Assert.Equal(0, none.Created);
            Assert.True(scratch.Created >= 2, "nothing was spilled");
            Assert.Equal(0, scratch.Live);
        }
    }

    [Fact]
    public void Next_view_with_added_columns_keeps_them_through_scratch()
    {
        MemoryTable table = Table();
        RunContext rich = TestRuns.Context();
        using RowPlan split = RowPlanTests.Methods("split/stratified").Start(new(new(table), rich)).Planner!.Run(new PassRunner(rich), new(table));
        var view = new PlannedSource(table, split, rich);
        var scratch = new MemoryScratch();
        RunOutcome held = TestRuns.Copy(Plan("shuffled"), view, rich);
        RunOutcome spilled = TestRuns.Copy(Plan("shuffled"), view, TestRuns.Context(memoryBytes: 1, scratch: scratch));
        Assert.True(held.Bytes.AsSpan().SequenceEqual(spilled.Bytes));
        Assert.Equal(3, held.Rows[0].Length);
        Assert.True(scratch.Created >= 2);
    }

    [Fact]
    public void Read_ranges_of_an_ordered_view_are_the_ranges_of_the_whole()
    {
        MemoryTable table = Table();
        RunContext context = TestRuns.Context(memoryBytes: 1, batchRows: 1000);
        var view = new PlannedSource(table, Plan("order"), context);
        string[] all = TestRuns.Lines(TestRuns.Read(view, context));
        using IRecordReader reader = view.Open(new ReadRequest { Payload = true, FromRow = 4321, ToRow = 8765 });
        var batch = new RecordBatch(999);
        long next = 4321;
        while (reader.Read(batch, default))
        {
            Assert.Equal(next, batch.FirstRow);
            for (int row = 0; row < batch.Count; row++)
            {
                Assert.Equal(all[next++], TestRuns.Line(MemoryLayout.Decode(((RecordBytes)batch.Payload!)[row])));
            }
        }

        Assert.Equal(8765, next);
    }

    [Fact]
    public void Dispose_before_the_end_leaves_no_run_behind()
    {
        var scratch = new MemoryScratch();
        var view = new PlannedSource(Table(), Plan("shuffled"), TestRuns.Context(memoryBytes: 1, scratch: scratch));
        using (IRecordReader reader = view.Open(ReadRequest.PayloadOnly))
        {
            Assert.True(reader.Read(new RecordBatch(10), default));
            Assert.True(scratch.Live > 0);
        }

        Assert.Equal(0, scratch.Live);
    }
}
