using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Running;
using Curate.Core.Running.Plans;
using Curate.Core.Tests.Support;

namespace Curate.Core.Tests.Running;

/// <summary>Few rows of wide tables whose columns lie apart are read a few columns at a time, and written as by one pass.</summary>
public sealed class GatheredRowsTests
{
    private const int Columns = 70;
    private const int Stripes = 5;

    private static MemoryTable Table(bool isColumnar, int rows = 300, string? bad = null) => new([.. Enumerable.Range(0, Columns).Select(static c => "x" + c)],
        [.. Enumerable.Range(0, rows).Select(row => (string?[])[.. Enumerable.Range(0, Columns).Select(c => (row, c) == (250, 40) && bad is not null ? bad : (row + c) % 11 == 0 ? null : c % 3 == 0 ? $"t{row} {c}" : Core.Options.NumberText.Of((row * c) + 0.5))])])
    {
        IsColumnar = isColumnar,
        KnowsRowCount = true,
        Schema = new TableSchema([.. Enumerable.Range(0, Columns).Select(static c => new Field("x" + c, c % 3 == 0 ? ColumnKind.Text : ColumnKind.Number))]),
    };

    private static KeptRows Plan(MemoryTable table, params int[] rows)
    {
        var kept = new BitMap();
        kept.Reserve(table.Rows.Count);
        foreach (int row in rows)
        {
            kept.Set(row);
        }

        return new KeptRows(kept, rows.Length, "why") { InputRows = table.Rows.Count };
    }

    private static int[] Some(int step) => [.. Enumerable.Range(0, 300).Where(row => row % step == 2)];

    private static RunOutcome Copy(MemoryTable table, int[] rows, RunContext? context = null, bool wantRemoved = false) =>
        TestRuns.Copy(Plan(table, rows), table, context ?? TestRuns.Context(workers: 2, batchRows: 19), wantRemoved, takesPayload: false);

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(250)]
    [InlineData(1000)]
    public void Copy_of_picked_rows_is_that_of_one_pass(int step)
    {
        MemoryTable apart = Table(isColumnar: true);
        RunContext context = TestRuns.Context(workers: 3, batchRows: 19);
        RunOutcome gathered = Copy(apart, Some(step), context);
        RunOutcome whole = Copy(Table(isColumnar: false), Some(step));

        // One look at row numbers, the stripes, and the rows themselves, which are no pass over the table.
        Assert.Equal(1 + Stripes, apart.Opened);
        Assert.Equal(whole.Bytes, gathered.Bytes);
        Assert.Equal((whole.Result.InputRows, whole.Result.OutputRows), (gathered.Result.InputRows, gathered.Result.OutputRows));
        Assert.Equal(context.Memory.ForMethods, context.Memory.Free);
    }

    [Fact]
    public void Copy_where_most_rows_are_kept_or_dropped_ones_are_wanted_is_one_pass()
    {
        MemoryTable most = Table(isColumnar: true);
        Copy(most, [.. Enumerable.Range(0, 200)]);
        Assert.Equal(1, most.Opened);
        MemoryTable removed = Table(isColumnar: true);
        RunOutcome outcome = Copy(removed, Some(7), wantRemoved: true);
        Assert.Equal(1, removed.Opened);
        Assert.Equal(300, outcome.Rows.Count + outcome.Removed.Count);
    }

    [Fact]
    public void Copy_without_room_for_the_rows_is_one_pass()
    {
        // Numbers alone would fit; the texts do not.
        RunContext context = TestRuns.Context(workers: 2, batchRows: 19);
        context.Memory.Take(context.Memory.Free - (4 * 150 * Columns * sizeof(double)) - 100, "the test");
        long free = context.Memory.Free;
        MemoryTable table = Table(isColumnar: true);
        RunOutcome outcome = Copy(table, Some(2), context);
        Assert.True(table.Opened > 2);
        Assert.Equal(Copy(Table(isColumnar: false), Some(2)).Bytes, outcome.Bytes);
        Assert.Equal(free, context.Memory.Free);
    }

    [Fact]
    public void Copy_refuses_what_one_pass_refuses_and_goes_on_behind_rows_that_are_written()
    {
        CurateException whole = Assert.Throws<CurateException>(() => Copy(Table(false, bad: "none"), Some(2)));
        CurateException gathered = Assert.Throws<CurateException>(() => Copy(Table(true, bad: "none"), Some(2)));
        Assert.Equal((whole.Message, whole.Hint), (gathered.Message, gathered.Hint));

        MemoryTable table = Table(true);
        var format = new MemorySinkFormat(takesPayload: false);
        CopyResult result = new RowCopy(new PassRunner(TestRuns.Context(workers: 2))).Plan(table, Plan(table, Some(7)), format, skipRows: 5);
        Assert.Equal(TestRuns.Lines(Copy(Table(false), Some(7)).Rows)[5..], TestRuns.Lines(format.Rows));
        Assert.Equal(Some(7).Length, result.OutputRows);
    }
}
