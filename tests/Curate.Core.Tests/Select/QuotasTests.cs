using Curate.Core.Errors;
using Curate.Core.Select;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Select;

public sealed class QuotasTests
{
    [Theory]
    [InlineData(10, "50 30 20", Allocation.Proportional, 0, "5 3 2")]
    [InlineData(10, "50 30 20", Allocation.Equal, 0, "4 3 3")]
    [InlineData(30, "2 100 100", Allocation.Equal, 0, "2 14 14")]
    [InlineData(12, "1 4 9", Allocation.Proportional, 2, "1 3 8")]
    [InlineData(10, "100 1 1", Allocation.Proportional, 1, "8 1 1")]
    [InlineData(30, "100 400 2500", Allocation.SquareRoot, 0, "4 7 19")]
    [InlineData(2, "5 5 5", Allocation.Equal, 3, "1 1 0")]
    [InlineData(0, "5 5", Allocation.Proportional, 0, "0 0")]
    [InlineData(10, "5 5", Allocation.Equal, 0, "5 5")]
    [InlineData(3, "0 9", Allocation.Equal, 0, "0 3")]
    public void Of_worked_by_hand(long total, string sizes, Allocation allocation, long atLeast, string expected) =>
        Assert.Equal(expected, string.Join(' ', Quotas.Of(total, [.. sizes.Split(' ').Select(long.Parse)], allocation, atLeast)));

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void Of_random_sizes_sums_keeps_caps_and_floors(ulong seed)
    {
        var random = new SplitMix64(seed);
        for (int round = 0; round < 4000; round++)
        {
            long[] sizes = [.. Enumerable.Range(0, random.Between(1, 10)).Select(_ => (long)random.Below(random.Pick(new[] { 2, 10, 1000 })))];
            long total = random.Below((int)sizes.Sum() + 1);
            long atLeast = random.Chance(0.5) ? 0 : random.Below(8);
            var allocation = (Allocation)random.Below(3);
            long[] quotas = Quotas.Of(total, sizes, allocation, atLeast);
            string what = $"seed {seed}, round {round}: {total} of {string.Join(' ', sizes)}, {allocation}, at least {atLeast}: {string.Join(' ', quotas)}";
            Assert.True(quotas.Sum() == total, what);
            long floors = sizes.Sum(n => Math.Min(n, atLeast));
            for (int i = 0; i < sizes.Length; i++)
            {
                Assert.True(quotas[i] >= 0 && quotas[i] <= sizes[i], what);
                Assert.True(floors > total || quotas[i] >= Math.Min(sizes[i], atLeast), what);
                if (allocation == Allocation.Proportional && atLeast == 0)
                {
                    Assert.True(Math.Abs(quotas[i] - (double)total * sizes[i] / Math.Max(1, sizes.Sum())) < 1 + 1e-9, what);
                }

                for (int j = 0; j < sizes.Length && allocation == Allocation.Equal; j++)
                {
                    // A stratum gets less than another by more than one row only if it has no more.
                    Assert.True(floors > total || quotas[i] >= quotas[j] - 1 || quotas[i] == sizes[i], what);
                }
            }
        }
    }

    private static MemoryTable Table(int rows)
    {
        var random = new SplitMix64(6);
        return new MemoryTable(["id", "g", "cost", "text"],
            [.. Enumerable.Range(0, rows).Select(i => new string?[] { "id" + i, random.Chance(0.7) ? "x" : "y", random.Chance(0.1) ? null : (random.Below(40) / 4.0).ToString(), string.Join(' ', Enumerable.Repeat("w", random.Below(9))) })]);
    }

    private static RunOutcome Run(MemoryTable table, params (string, string)[] options) =>
        TestRuns.Execute(RowPlanTests.Methods("select/random-subset", options), table, TestRuns.Context());

    [Fact]
    public void Subset_rows_and_fractions_have_exact_sizes()
    {
        for (int rows = 0; rows <= 100; rows += 25)
        {
            Assert.Equal(rows, Run(Table(100), ("rows", rows.ToString())).Rows.Count);
        }

        Assert.Equal(29, Run(Table(100), ("fraction", "0.29")).Rows.Count);
        RunOutcome per = Run(Table(200), ("fraction", "0.1"), ("per", "g"));
        foreach (string g in new[] { "x", "y" })
        {
            Assert.Equal((int)Math.Round(0.1 * Table(200).Rows.Count(r => r[1] == g)), per.Rows.Count(r => r[1] == g));
        }

        Assert.Equal(ErrorCodes.Infeasible, Assert.Throws<CurateException>(() => Run(Table(10), ("rows", "11"))).Code);
    }

    [Fact]
    public void Subset_every_row_is_taken_equally_often_in_the_mean()
    {
        const int Runs = 1000;
        var taken = new Dictionary<string, int>();
        for (ulong seed = 0; seed < Runs; seed++)
        {
            foreach (string?[] row in TestRuns.Execute(RowPlanTests.Methods("select/random-subset", ("rows", "6")), Table(20), TestRuns.Context(seed: seed)).Rows)
            {
                taken[row[0]!] = taken.GetValueOrDefault(row[0]!) + 1;
            }
        }

        Assert.Equal(20, taken.Count);
        Assert.All(taken.Values, static n => Assert.InRange(n, 300 - 5 * Math.Sqrt(210), 300 + 5 * Math.Sqrt(210)));
    }

    [Fact]
    public void Subset_sized_budgets_are_kept_and_nearly_used()
    {
        RunOutcome cost = Run(Table(300), ("cost", "100.5"), ("cost-column", "cost"));
        double used = cost.Rows.Sum(static r => r[2] is null ? 0 : double.Parse(r[2]!));
        Assert.InRange(used, 90, 100.5);
        RunOutcome tokens = Run(Table(300), ("tokens", "77"), ("text", "text"));
        Assert.InRange(tokens.Rows.Sum(static r => r[3]!.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length), 69, 77);
        RunOutcome bytes = Run(Table(300), ("bytes", "1000"));
        Assert.InRange(bytes.Bytes.Length, 950, 1000);
        CurateException negative = Assert.Throws<CurateException>(() => Run(new MemoryTable(["c"], [["1"], ["-1"]]), ("cost", "5"), ("cost-column", "c")));
        Assert.Equal(ErrorCodes.BadValue, negative.Code);
        Assert.Contains("row 2,", negative.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Subset_by_id_appended_rows_displace_few_and_must_rows_stay()
    {
        MemoryTable all = Table(400);
        var fewer = new MemoryTable(all.Names, [.. all.Rows.Take(380)]);
        HashSet<string> Picks(MemoryTable table) => [.. Run(table, ("rows", "100"), ("id", "id")).Rows.Select(static r => r[0]!)];
        Assert.InRange(Picks(fewer).Except(Picks(all)).Count(), 1, 15);

        var must = new MemoryTable(["id"], [["id5"], ["id399"], ["id77"], ["absent"]]);
        RunOutcome run = TestRuns.Execute(RowPlanTests.Methods("select/random-subset", ("rows", "3"), ("id", "id"), ("must", "file")), new Curate.Core.Methods.PlanInputs(all, [must]), TestRuns.Context());
        Assert.Equal(["id399", "id5", "id77"], run.Rows.Select(static r => r[0]).Order());
    }
}
