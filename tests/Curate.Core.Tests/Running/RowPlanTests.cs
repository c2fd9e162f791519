using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Running;
using Curate.Core.Running.Plans;
using Curate.Core.Running.Views;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Running;

public sealed class RowPlanTests
{
    private static MemoryTable Numbered(int rows) => new(["n", "t"], [.. Enumerable.Range(0, rows).Select(static i => new string?[] { i.ToString(), i % 5 == 4 ? null : "t" + i })]);

    private static int[] Ns(IEnumerable<string?[]> rows) => [.. rows.Select(static r => int.Parse(r[0]!))];

    private static BitMap Bits(params long[] rows)
    {
        var bits = new BitMap();
        foreach (long row in rows)
        {
            bits.Set(row);
        }

        return bits;
    }

    [Fact]
    public void AllRows_any_table_gives_every_row()
    {
        RunOutcome run = TestRuns.Copy(TestRuns.Loaded(TestRuns.Saved(new AllRows { InputRows = 6 })), Numbered(6));
        Assert.Equal([0, 1, 2, 3, 4, 5], Ns(run.Rows));
        Assert.Equal(6, run.PlannedRows);
    }

    [Fact]
    public void KeptRows_set_bits_stay_and_others_leave_with_the_reason()
    {
        var plan = new KeptRows(Bits(1, 4, 5), 3, "why") { InputRows = 7 };
        plan.Dropped.Add("why", 4);
        RunOutcome run = TestRuns.Copy(plan, Numbered(7), TestRuns.Context(batchRows: 2), wantRemoved: true);
        Assert.Equal([1, 4, 5], Ns(run.Rows));
        Assert.Equal(["0|t0|why", "2|t2|why", "3|t3|why", "6|t6|why"], TestRuns.Lines(run.Removed));
        RowPlan loaded = TestRuns.Loaded(run.PlanBytes!);
        Assert.Equal(4, loaded.Dropped.Total);
    }

    [Fact]
    public void ReasonedRows_rows_leave_for_their_reasons_and_others_are_edited()
    {
        var plan = new ReasonedRows([("b", Bits(1)), ("a", Bits(3, 4)), ("none", Bits())],
            [new RowEdits(5, MadeUp: false, [("t", CellValue.OfText("new")), ("n", CellValue.OfWhole(50))]), new RowEdits(0, MadeUp: false, [("t", CellValue.OfText("first"))])])
        { InputRows = 6 };
        RunOutcome run = TestRuns.Copy(TestRuns.Loaded(TestRuns.Saved(plan)), Numbered(6), TestRuns.Context(batchRows: 2), wantRemoved: true);
        Assert.Equal(["0|first", "2|t2", "50|new"], TestRuns.Lines(run.Rows));
        Assert.Equal(["1|t1|b", "3|t3|a", "4|<null>|a"], TestRuns.Lines(run.Removed));
        Assert.Equal((3, 3), (run.PlannedRows, run.Dropped.Total));
    }

    [Fact]
    public void WithoutRows_several_reasons_tells_them_in_the_tally_and_joins_them_per_row()
    {
        var tally = new DropTally();
        tally.Add("b");
        tally.Add("a", 2);
        RunOutcome run = TestRuns.Copy(TestRuns.Loaded(TestRuns.Saved(new WithoutRows(Bits(0, 2, 3), tally) { InputRows = 5 })), Numbered(5), wantRemoved: true);
        Assert.Equal([1, 4], Ns(run.Rows));
        Assert.Equal(["0|t0|a+b", "2|t2|a+b", "3|t3|a+b"], TestRuns.Lines(run.Removed));
        Assert.Equal(["a 2", "b 1"], run.Dropped.ByReason.Select(static r => $"{r.Key} {r.Value}"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8192)]
    public void CopyCounts_counts_above_a_byte_are_exact(int batchRows)
    {
        long[] counts = [0, 1, 254, 255, 256, 0, 1000, 70_000];
        CopyCounts plan = CopyCounts.From(counts, "none");
        foreach (RowPlan each in new[] { plan, TestRuns.Loaded(TestRuns.Saved(plan)) })
        {
            RunOutcome run = TestRuns.Copy(each, Numbered(counts.Length), TestRuns.Context(batchRows: batchRows), wantRemoved: true);
            Assert.Equal(counts.SelectMany(static (n, i) => Enumerable.Repeat(i, (int)n)), Ns(run.Rows));
            Assert.Equal(counts.Sum(), run.PlannedRows);
            Assert.Equal([0, 5], Ns(run.Removed));
            Assert.Equal(2, run.Dropped.Total);
        }
    }

    [Theory]
    [InlineData(1UL, false)]
    [InlineData(2UL, false)]
    [InlineData(3UL, true)]
    public void RowOrder_repeats_and_gaps_give_the_rows_in_that_order(ulong seed, bool spill)
    {
        // 40 000 rows of some 60 bytes with their keys exceed the megabyte that a scatter always has.
        int rows = spill ? 30_000 : 500;
        var random = new SplitMix64(seed);
        long[] order = [.. Enumerable.Range(0, spill ? 40_000 : 700).Select(_ => (long)random.Below(rows))];
        var plan = new RowOrder(order, "left") { InputRows = rows };
        plan.Dropped.Add("left", rows - order.Distinct().Count());
        var scratch = new MemoryScratch();
        RunOutcome run = TestRuns.Copy(TestRuns.Loaded(TestRuns.Saved(plan)), Numbered(rows), TestRuns.Context(batchRows: 100, memoryBytes: spill ? 1 : TestRuns.EnoughMemory, scratch: scratch), wantRemoved: true);
        Assert.True(order.Select(static n => (int)n).SequenceEqual(Ns(run.Rows)), $"seed {seed}");
        Assert.Equal(Enumerable.Range(0, rows).Except(order.Select(static n => (int)n)), Ns(run.Removed));
        Assert.Equal(spill, scratch.Created > 0);
        Assert.Equal(0, scratch.Live);
    }

    [Fact]
    public void ShuffledOrder_many_seeds_puts_every_row_everywhere_equally_often()
    {
        const int Rows = 12;
        const int Runs = 2400;
        MemoryTable table = Numbered(Rows);
        var seen = new int[Rows, Rows];
        for (ulong seed = 0; seed < Runs; seed++)
        {
            int[] order = Ns(TestRuns.Read(new PlannedSource(table, new ShuffledOrder(seed, "shuffle") { InputRows = Rows }, TestRuns.Context())));
            Assert.Equal(Enumerable.Range(0, Rows), order.Order());
            for (int place = 0; place < Rows; place++)
            {
                seen[order[place], place]++;
            }
        }

        double expected = (double)Runs / Rows;
        double chiSquare = seen.Cast<int>().Sum(n => (n - expected) * (n - expected) / expected);

        // (12 - 1)^2 = 121 degrees of freedom: mean 121, deviation 15.6; the bounds are five deviations away.
        Assert.InRange(chiSquare, 43, 199);
    }

    [Fact]
    public void ShuffledOrder_another_purpose_gives_another_order()
    {
        MemoryTable table = Numbered(100);
        int[] Order(ulong seed, string purpose) => Ns(TestRuns.Copy(new ShuffledOrder(seed, purpose) { InputRows = 100 }, table).Rows);
        Assert.NotEqual(Order(1, "a"), Order(1, "b"));
        Assert.NotEqual(Order(1, "a"), Order(2, "a"));
        Assert.Equal(Order(1, "a"), Order(1, "a"));
    }

    private static EditedRows Edited(bool appended) => new(
    [
        new RowEdits(3, true, [("t", CellValue.OfText("made 1"))]),
        new RowEdits(1, false, [("t", CellValue.OfText("new")), ("n", CellValue.OfWhole(-1))]),
        new RowEdits(0, true, [("n", CellValue.OfNumber(0.5)), ("t", CellValue.Null(ColumnKind.Text))]),
        new RowEdits(3, true, [("t", CellValue.OfText("made 3"))]),
        new RowEdits(3, false, [("t", CellValue.OfText("changed"))]),
    ], appended)
    { InputRows = 5 };

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void EditedRows_edits_and_made_up_rows_stand_where_they_should(bool appended, bool takesPayload)
    {
        string[] expected = appended
            ? ["0|t0", "-1|new", "2|t2", "3|changed", "4|<null>", "3|made 1", "0.5|<null>", "3|made 3"]
            : ["0|t0", "0.5|<null>", "-1|new", "2|t2", "3|changed", "3|made 1", "3|made 3", "4|<null>"];
        EditedRows plan = Edited(appended);
        Assert.Equal(3, plan.MadeUpRows);
        Assert.Equal(appended, plan.Reorders);
        foreach (int batchRows in new[] { 1, 2, 100 })
        {
            foreach (RowPlan each in new[] { plan, TestRuns.Loaded(TestRuns.Saved(plan)) })
            {
                RunOutcome run = TestRuns.Copy(each, Numbered(5), TestRuns.Context(batchRows: batchRows), takesPayload: takesPayload);
                Assert.Equal(expected, TestRuns.Lines(run.Rows));
                Assert.Equal(8, run.PlannedRows);
            }
        }
    }

    [Fact]
    public void EditedRows_two_edits_of_one_value_the_last_one_holds_in_every_form()
    {
        var plan = new EditedRows([new RowEdits(1, false, [("t", CellValue.OfText("first")), ("t", CellValue.OfText("last"))])], false) { InputRows = 2 };
        Assert.Equal(["0|t0", "1|last"], TestRuns.Lines(TestRuns.Copy(plan, Numbered(2)).Rows));
        Assert.Equal(["0|t0", "1|last"], TestRuns.Lines(TestRuns.Copy(plan, Numbered(2), takesPayload: false).Rows));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Plan_over_edited_rows_sees_and_keeps_the_edits(bool takesPayload)
    {
        using RunContext2 run = new();
        var edited = new PlannedSource(Numbered(5), Edited(true), run.Context);
        Assert.Equal(8, edited.RowCount);

        // The view's rows: 0, -1, 2, 3, 4, 3, 0.5, 3.
        var kept = new KeptRows(Bits(1, 3, 5, 6), 4, "why") { InputRows = 8 };
        RunOutcome outcome = TestRuns.Copy(kept, edited, run.Context, wantRemoved: true, takesPayload: takesPayload);
        Assert.Equal(["-1|new", "3|changed", "3|made 1", "0.5|<null>"], TestRuns.Lines(outcome.Rows));
        Assert.Equal(["0|t0|why", "2|t2|why", "4|<null>|why", "3|made 3|why"], TestRuns.Lines(outcome.Removed));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    [InlineData(true, 1000)]
    [InlineData(false, 1000)]
    public void Plans_over_plans_equal_the_same_steps_by_hand(bool takesPayload, int batchRows)
    {
        RunContext context = TestRuns.Context(batchRows: batchRows);
        const int Rows = 60;
        var random = new SplitMix64(5);
        string?[][] model = [.. Numbered(Rows).Rows];
        IRecordSource source = Numbered(Rows);

        long[] counts = [.. Enumerable.Range(0, Rows).Select(_ => (long)random.Below(4))];
        source = new PlannedSource(source, CopyCounts.From(counts, "none"), context);
        model = [.. model.SelectMany((r, i) => Enumerable.Repeat(r, (int)counts[i]))];

        source = new PlannedSource(source, new EditedRows([new RowEdits(7, false, [("t", CellValue.OfText("x"))]), new RowEdits(2, true, [("t", CellValue.OfText("y"))])], false) { InputRows = model.Length }, context);
        var edited = model.ToList();
        edited[7] = [edited[7][0], "x"];
        edited.Insert(3, [edited[2][0], "y"]);

        long[] order = [.. Enumerable.Range(0, 80).Select(_ => (long)random.Below(edited.Count))];
        source = new PlannedSource(source, new RowOrder(order, "left") { InputRows = edited.Count }, context);
        model = [.. order.Select(o => edited[(int)o])];

        source = new PlannedSource(source, new EditedRows([new RowEdits(0, false, [("t", CellValue.OfText("outer"))])], false) { InputRows = 80 }, context);
        model[0] = [model[0][0], "outer"];

        Assert.Equal(80, source.RowCount);
        Assert.Equal(TestRuns.Lines(model), TestRuns.Lines(TestRuns.Read(source, context, takesPayload)));
        for (int from = 0; from < 80; from += 17)
        {
            Assert.Equal(TestRuns.Lines(model[from..Math.Min(80, from + 9)]), TestRuns.Lines(TestRuns.Read(new LimitedSource(source, from, from + 9), context, takesPayload)));
        }
    }

    [Fact]
    public void PlannedSource_added_column_asked_for_by_name_is_converted()
    {
        RunContext context = TestRuns.Context();
        RunContext own = TestRuns.Context();
        using RowPlan split = Methods("dedupe/exact", ("key", "t"), ("mark", "true"), ("match-nulls", "true"))
            .Start(new StartRequest(new PlanInputs(Numbered(10)), own)).Planner!.Run(new PassRunner(own), new PlanInputs(Numbered(10)));
        var view = new PlannedSource(Numbered(10), split, context);
        Assert.True(view.HasColumn("_cluster_size"));
        Assert.False(view.HasColumn("other"));
        foreach ((ColumnKind kind, string nine) in new[] { (ColumnKind.Text, "2"), (ColumnKind.Number, "2"), (ColumnKind.Whole, "2") })
        {
            using IRecordReader reader = view.Open(ReadRequest.Of(new ColumnRequest("t", ColumnKind.Text), new ColumnRequest("_cluster_size", kind), new ColumnRequest("n", ColumnKind.Whole)));
            var batch = new RecordBatch();
            Assert.True(reader.Read(batch, default));
            Assert.Equal(10, batch.Count);
            Assert.Equal(nine, System.Text.Encoding.UTF8.GetString(CellValues.Utf8(CellValues.Of(batch[1], 9))));
            Assert.Equal("1", System.Text.Encoding.UTF8.GetString(CellValues.Utf8(CellValues.Of(batch[1], 8))));
            Assert.Equal(9, ((WholeColumn)batch[2])[9]);
        }

        // A filter by an added column, and the second plan's columns behind the first one's.
        RunOutcome chained = TestRuns.Execute(Methods("split/stratified", ("label", "_cluster_size"), ("fractions", "0.5,0.5")), view, context);
        Assert.Equal(10, chained.Rows.Count);
        Assert.All(chained.Rows, static row => Assert.Equal(7, row.Length));
        Assert.Equal(1, chained.Rows.Count(static r => r[3] == "2" && r[6] == "train"));
    }

    [Fact]
    public void PlannedSource_edit_of_an_added_column_is_seen_by_name_and_written()
    {
        RunContext context = TestRuns.Context();
        BoundMethod method = Methods("split/stratified", ("fractions", "0.5,0.5"));
        using RowPlan split = method.Start(new StartRequest(new PlanInputs(Numbered(4)), context)).Planner!.Run(new PassRunner(context), new PlanInputs(Numbered(4)));
        var view = new PlannedSource(new PlannedSource(Numbered(4), split, context),
            new EditedRows([new RowEdits(2, false, [("split", CellValue.OfText("held out"))])], false) { InputRows = 4 }, context);
        foreach (bool takesPayload in new[] { true, false })
        {
            Assert.Equal("held out", TestRuns.Read(view, context, takesPayload)[2][2]);
        }

        var exact = TestRuns.Execute(Methods("dedupe/exact", ("key", "split")), view, TestRuns.Context());
        Assert.Equal(3, exact.Rows.Count);
    }

    [Fact]
    public void RowCopy_extra_columns_stand_beside_payload_and_columns()
    {
        foreach (bool takesPayload in new[] { true, false })
        {
            var output = new MemorySinkFormat(takesPayload) { ExtraColumns = [new ColumnRequest("n", ColumnKind.Whole)] };
            var plan = new KeptRows(Bits(1, 3), 2, "why") { InputRows = 5 };
            new RowCopy(new PassRunner(TestRuns.Context())).Plan(Numbered(5), plan, output, new MemorySinkFormat(!takesPayload));
            Assert.Equal(["1", "3"], output.Sink.Extras.Select(static e => e[0]));
            var all = new MemorySinkFormat(takesPayload) { ExtraColumns = [new ColumnRequest("t", ColumnKind.Text)] };
            CopyResult result = new RowCopy(new PassRunner(TestRuns.Context(3, 2))).Everything(Numbered(5), all);
            Assert.Equal(["t0", "t1", "t2", "t3", null], all.Sink.Extras.Select(static e => e[0]));
            Assert.Equal(5, result.OutputRows);
        }
    }

    [Fact]
    public void PlanFile_cut_short_anywhere_is_a_corrupt_file()
    {
        var kept = new KeptRows(Bits(1, 4, 5), 3, "why") { InputRows = 7 };
        foreach (RowPlan plan in new RowPlan[] { kept, CopyCounts.From([0, 300, 2], "x"), Edited(true), new RowOrder([2, 1], "x") { InputRows = 3 }, new ShuffledOrder(1, "p") { InputRows = 2 }, new AllRows { InputRows = 3 } })
        {
            byte[] file = TestRuns.Saved(plan);
            for (int length = 0; length < file.Length; length++)
            {
                CurateException damage = Assert.Throws<CurateException>(() => TestRuns.Loaded(file[..length]));
                Assert.Equal(ErrorCodes.CorruptFile, damage.Code);
            }
        }
    }

    internal static BoundMethod Methods(string id, params (string Name, string Value)[] options)
    {
        var values = new Curate.Core.Options.OptionValues();
        foreach ((string name, string value) in options)
        {
            values.Add(name, value);
        }

        return MethodRegistry.All.Single(m => m.Id == id).Bind(values);
    }

    private sealed class RunContext2 : IDisposable
    {
        private readonly MemoryScratch _scratch = new();

        public RunContext2() => Context = TestRuns.Context(scratch: _scratch);

        public RunContext Context { get; }

        public void Dispose() => Assert.Equal(0, _scratch.Live);
    }
}
