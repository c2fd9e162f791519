using System.Globalization;
using Curate.Core.Errors;
using Curate.Core.Resample.Balance;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Resample;

public sealed class StreamBalanceTests
{
    private static RunOutcome Run(MemoryTable table, params (string, string)[] options) =>
        TestRuns.Execute(RowPlanTests.Methods("resample/stream-balance", [("label", "label"), .. options]), table, TestRuns.Context());

    private static MemoryTable Table(params (string? Label, string? Loss)[] rows) =>
        new(["id", "label", "loss"], [.. rows.Select(static (r, i) => new[] { "r" + i, r.Label, r.Loss })]);

    private static string Ids(RunOutcome run) => string.Join(' ', run.Rows.Select(static r => r[0]));

    [Fact]
    public void The_row_with_the_highest_loss_of_the_largest_class_leaves()
    {
        MemoryTable table = Table(("a", "1"), ("a", "9"), ("a", "3"), ("b", "7"), (null, "0"), ("b", "8"), ("a", "2"));
        Assert.Equal("r0 r3 r5 r6", Ids(Run(table, ("buffer", "4"), ("score", "loss"))));
        Assert.Equal("r1 r2 r3 r5", Ids(Run(table, ("buffer", "4"), ("score", "loss"), ("drop", "lowest"))));
        Assert.Equal("r0 r1 r2 r3 r5 r6", Ids(Run(table, ("buffer", "6"), ("score", "loss"))));
    }

    [Fact]
    public void A_missing_score_is_the_worst_either_way()
    {
        MemoryTable table = Table(("a", null), ("a", "-5"), ("a", "NaN"), ("a", "5"));
        Assert.Equal("r1 r3", Ids(Run(table, ("buffer", "2"), ("score", "loss"))));
        Assert.Equal("r1 r3", Ids(Run(table, ("buffer", "2"), ("score", "loss"), ("drop", "lowest"))));
    }

    [Fact]
    public void The_buffer_is_what_a_list_that_drops_row_by_row_holds()
    {
        for (ulong seed = 1; seed <= 60; seed++)
        {
            var random = new SplitMix64(seed);
            int classes = random.Between(1, 7);
            int capacity = random.Between(1, 40);
            var keys = Enumerable.Range(0, classes).Select(_ => random.Next()).ToList();
            List<(int Class, BufferedRow Row)> rows = [.. Enumerable.Range(0, 200).Select(i => (Math.Min(random.Below(classes), random.Below(classes)), new BufferedRow((ulong)random.Below(9), random.Next(), i)))];

            // As the paper says it: take the row in, and when there is one too many the worst of the largest class leaves.
            var naive = new List<(int Class, BufferedRow Row)>();
            foreach ((int Class, BufferedRow Row) row in rows)
            {
                naive.Add(row);
                if (naive.Count > capacity)
                {
                    int largest = naive.GroupBy(static r => r.Class).OrderByDescending(static g => g.Count()).ThenByDescending(g => keys[g.Key]).First().Key;
                    naive.Remove(naive.Where(r => r.Class == largest).MaxBy(static r => r.Row));
                }
            }

            string expected = Text(naive.Select(static r => r.Row));
            Assert.Equal(expected, Text(Fill(keys, capacity, rows)));
            Assert.Equal(expected, Text(Fill(keys, capacity, rows.AsEnumerable().Reverse())));
            Assert.Equal(expected, Text(Fill(keys, capacity, rows.OrderBy(static r => r.Class))));

            // Buffers of two parts hold all that the buffer of both does.
            IEnumerable<BufferedRow> parts = Fill(keys, capacity, rows.Take(77)).Concat(Fill(keys, capacity, rows.Skip(77)));
            Assert.Equal(expected, Text(Fill(keys, capacity, parts.Select(r => rows[(int)r.Row]))));
        }
    }

    [Fact]
    public void Classes_are_filled_like_water_whatever_the_order_of_rows()
    {
        string?[][] rows = [.. Enumerable.Range(0, 600).Select(static i => new[] { "r" + i, i % 20 < 14 ? "a" : i % 20 < 19 ? "b" : "c", "0" })];
        foreach (bool reversed in new[] { false, true })
        {
            RunOutcome run = Run(new MemoryTable(["id", "label", "loss"], [.. reversed ? rows.Reverse() : rows]), ("buffer", "100"), ("id", "id"));
            string[] counts = [.. run.Rows.GroupBy(static r => r[1]).OrderBy(static g => g.Key, StringComparer.Ordinal).Select(static g => g.Key + g.Count())];
            Assert.Equal(["a35", "b35", "c30"], counts);
            Assert.Equal(500, run.Dropped.Total);
            Assert.Equal(string.Join(' ', Run(new MemoryTable(["id", "label", "loss"], rows), ("buffer", "100"), ("id", "id")).Rows.Select(static r => r[0]).Order(StringComparer.Ordinal)),
                string.Join(' ', run.Rows.Select(static r => r[0]).Order(StringComparer.Ordinal)));
        }
    }

    // The catalogue's simulation: 20,000 rows of 10 skewed classes, 40 % of them noise with higher losses, a buffer of 500.
    [Fact]
    public void Noisy_rows_leave_and_classes_are_even()
    {
        var random = new SplitMix64(77);
        string?[][] rows = [.. Enumerable.Range(0, 20_000).Select(i =>
        {
            int c = (int)(10 * Math.Pow(random.Unit(), 3));
            bool noise = random.Chance(0.4);
            double loss = (noise ? 1.5 : 0) + random.Unit() + random.Unit();
            return new[] { noise ? "noise" : "clean", "c" + c, loss.ToString(CultureInfo.InvariantCulture) };
        })];
        var table = new MemoryTable(["kind", "label", "loss"], rows);
        RunOutcome worst = Run(table, ("buffer", "500"), ("score", "loss"));
        RunOutcome random500 = Run(table, ("buffer", "500"));
        Assert.All(worst.Rows.GroupBy(static r => r[1]), static g => Assert.Equal(50, g.Count()));
        Assert.InRange(worst.Rows.Count(static r => r[0] == "clean"), 495, 500);
        Assert.InRange(random500.Rows.Count(static r => r[0] == "clean"), 250, 350);
    }

    [Fact]
    public void The_report_says_what_a_plain_reservoir_would_hold()
    {
        RunOutcome run = Run(Table(("a", "1"), ("a", "4"), ("a", "3"), ("b", "-7"), (null, "0")), ("buffer", "2"), ("score", "loss"));
        Assert.Equal(["a 3 1 1.5 1", "b 1 1 0.5 -7", "(missing, left out) 1 0  "],
            run.Tables.Single().Rows.Select(static r => string.Join(' ', r.Select(static c => Convert.ToString(c, CultureInfo.InvariantCulture)))));
    }

    [Theory]
    [InlineData("drop=lowest", "--drop lowest needs a column")]
    [InlineData("score=loss drop=random", "--drop random compares no --score")]
    [InlineData("score=lost", "no column 'lost'")]
    public void Requests_that_mean_nothing_say_why(string options, string words) =>
        Assert.Contains(words, Assert.Throws<CurateException>(() => Run(Table(("a", "1")), [("buffer", "3"), .. options.Split(' ').Select(static o => (o[..o.IndexOf('=')], o[(o.IndexOf('=') + 1)..]))])).Message, StringComparison.Ordinal);

    private static List<BufferedRow> Fill(List<ulong> keys, int capacity, IEnumerable<(int Class, BufferedRow Row)> rows)
    {
        using var buffer = new ClassBuffer(capacity, TestRuns.Context());
        keys.ForEach(buffer.AddClass);
        foreach ((int ofClass, BufferedRow row) in rows)
        {
            buffer.Add(ofClass, row);
        }

        return [.. Enumerable.Range(0, keys.Count).SelectMany(c => buffer.RowsOf(c).ToArray())];
    }

    private static string Text(IEnumerable<BufferedRow> rows) => string.Join(' ', rows.Select(static r => r.Row).Order());
}
