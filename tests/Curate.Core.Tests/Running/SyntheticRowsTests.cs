using Curate.Core.Data;
using Curate.Core.Running;
using Curate.Core.Running.Plans;
using Curate.Core.Tests.Support;

namespace Curate.Core.Tests.Running;

public sealed class SyntheticRowsTests
{
    private static MemoryTable Table() => new(["w", "v", "t"], [["0", "0.5", "a"], ["10", null, "b"], ["20", "2.5", "c"], ["31", "4.5", "d"]]);

    /// <summary>Four rows: between 0 and 3 near the first, near the second, a copy of 2 with a category of its own, and toward a missing value.</summary>
    private static SyntheticRows Plan(SyntheticLayout layout, int[]? classes = null, BitMap? leaving = null)
    {
        var parents = new ParentValues([0, 1, 2, 3], 2);
        double[][] values = [[0, 0.5], [10, double.NaN], [20, 2.5], [31, 4.5]];
        for (int p = 0; p < 4; p++)
        {
            values[p].CopyTo(parents[p]);
        }

        var made = new MadeRows(1);
        made.Add(0, 3, 0.25);
        made.Add(0, 3, 0.75);
        made.EndGroup();
        made.Add(2, MadeRows.None, 0, [1]);
        made.Add(3, 1, 0.5);
        made.EndGroup();
        return new SyntheticRows(parents, made, layout with
        {
            Columns = [new SyntheticColumn("w", ColumnKind.Whole), new SyntheticColumn("v", ColumnKind.Number)],
            Categories = [new SyntheticCategory("t", [CellValue.OfText("z"), CellValue.OfText("new")])],
        }, classes ?? [])
        {
            InputRows = 4,
            Leaving = leaving,
        };
    }

    private static string[] Written(SyntheticRows plan, RunContext? context = null, bool takesPayload = true, bool wantRemoved = false)
    {
        RunOutcome run = TestRuns.Copy(plan, Table(), context, wantRemoved, takesPayload);
        RunOutcome again = TestRuns.Copy(TestRuns.Loaded(run.PlanBytes!), Table(), context, wantRemoved, takesPayload);
        Assert.Equal(TestRuns.Lines(run.Rows), TestRuns.Lines(again.Rows));
        Assert.Equal(plan.OutputRows, run.Rows.Count);
        return TestRuns.Lines(run.Rows);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(3, false)]
    [InlineData(8192, true)]
    public void Appended_rows_stand_behind_all_others_and_missing_values_stay(int batchRows, bool takesPayload)
    {
        string[] rows = Written(Plan(new SyntheticLayout()), TestRuns.Context(batchRows: batchRows), takesPayload);
        Assert.Equal(["0|0.5|a", "10|<null>|b", "20|2.5|c", "31|4.5|d", "8|1.5|a", "23|3.5|a", "20|2.5|new", "20|4.5|d"], rows);
    }

    [Fact]
    public void Input_order_puts_rows_behind_the_row_that_they_copy()
    {
        string[] rows = Written(Plan(new SyntheticLayout { Order = SyntheticOrder.Input, FromNearer = true, FlagColumn = "made", ParentColumns = ("p", "n") }));
        Assert.Equal(
        [
            "0|0.5|a|false|<null>|<null>", "8|1.5|a|true|0|3", "10|<null>|b|false|<null>|<null>", "20|2.5|c|false|<null>|<null>", "20|2.5|new|true|2|<null>",
            "31|4.5|d|false|<null>|<null>", "23|3.5|d|true|0|3", "20|4.5|d|true|3|1",
        ], rows);
    }

    [Fact]
    public void Shuffled_and_interleaved_orders_hold_the_same_rows()
    {
        string[] appended = Written(Plan(new SyntheticLayout()));
        Assert.Equal(appended.Order(StringComparer.Ordinal), Written(Plan(new SyntheticLayout { Order = SyntheticOrder.Shuffled })).Order(StringComparer.Ordinal));
        string[] turns = Written(Plan(new SyntheticLayout { Order = SyntheticOrder.ClassInterleaved }, [0, 0, 1, 1, 0, 0, 1, 1]));
        Assert.Equal(["0|0.5|a", "20|2.5|c", "10|<null>|b", "31|4.5|d", "8|1.5|a", "20|2.5|new", "23|3.5|a", "20|4.5|d"], turns);
    }

    [Fact]
    public void Rows_that_leave_are_dropped_and_may_still_be_parents()
    {
        var leaving = new BitMap();
        leaving.Set(0);
        leaving.Set(2);
        foreach (SyntheticOrder order in new[] { SyntheticOrder.Appended, SyntheticOrder.Input, SyntheticOrder.ClassInterleaved })
        {
            SyntheticRows plan = Plan(new SyntheticLayout { Order = order }, [0, 0, 1, 1, 0, 0, 1, 1], leaving);
            plan.Dropped.Add(plan.Reason, 2);
            RunOutcome run = TestRuns.Copy(plan, Table(), wantRemoved: true);
            Assert.Equal(["0|0.5|a|cleaned", "20|2.5|c|cleaned"], TestRuns.Lines(run.Removed));
            Assert.Equal(["10|<null>|b", "20|2.5|new", "20|4.5|d", "23|3.5|a", "31|4.5|d", "8|1.5|a"], TestRuns.Lines(run.Rows).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Rows_that_are_copied_and_do_not_fit_are_brought_into_order_through_scratch()
    {
        string filler = new('x', 4000);
        string?[][] rows = [.. Enumerable.Range(0, 900).Select(i => new string?[] { i.ToString(), filler + i })];
        var source = new MemoryTable(["n", "t"], rows);
        var parents = new ParentValues([.. Enumerable.Range(0, 900).Select(static i => (long)i)], 1);
        var made = new MadeRows();
        for (int g = 0; g < 900; g++)
        {
            parents[g][0] = g;
            made.Add((g * 7) % 900, MadeRows.None, 0);
        }

        made.EndGroup();
        var plan = new SyntheticRows(parents, made, new SyntheticLayout { Columns = [new SyntheticColumn("n", ColumnKind.Whole)] }, []) { InputRows = 900 };
        var scratch = new MemoryScratch();
        RunOutcome poor = TestRuns.Copy(plan, source, TestRuns.Context(memoryBytes: 1, batchRows: 50, scratch: scratch));
        RunOutcome rich = TestRuns.Copy(plan, source, TestRuns.Context(batchRows: 50));
        Assert.Equal(Enumerable.Range(0, 900).Select(static g => (g * 7 % 900).ToString()), rich.Rows.Skip(900).Select(static r => r[0]!));
        Assert.True(rich.Bytes.AsSpan().SequenceEqual(poor.Bytes));
        Assert.Equal(0, scratch.Live);
        Assert.Equal(3, source.Opened);
    }

    [Theory]
    [InlineData(ColumnKind.Whole, 2.5, "2")]
    [InlineData(ColumnKind.Flag, 0.5, "true")]
    [InlineData(ColumnKind.Date, 86_400_000_000 * 1.4, "1970-01-02")]
    [InlineData(ColumnKind.Time, 1_500_000.2, "1970-01-01T00:00:01.5Z")]
    [InlineData(ColumnKind.Decimal, 1.239, "1.24")]
    [InlineData(ColumnKind.Number, 0.1, "0.1")]
    public void Value_of_every_kind_is_rounded_to_it(ColumnKind kind, double number, string expected) =>
        Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(CellValues.Utf8(new SyntheticColumn("c", kind) { Scale = 2 }.Value([number]))));
}
