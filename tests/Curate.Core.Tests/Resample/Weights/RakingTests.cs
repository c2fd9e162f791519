using Curate.Core.Errors;
using Curate.Core.Tests.Support;
using Curate.TestKit;
using static Curate.Core.Tests.Resample.Weights.Weighed;

namespace Curate.Core.Tests.Resample.Weights;

/// <summary>Raking against a naive transcription row by row, against its theorems, and where it cannot work.</summary>
public sealed class RakingTests
{
    private const string Sex = "sex=f:0.5,m:0.45,x:0.05";
    private const string Region = "region=north:0.2,south:0.5,west:0.3";

    public static TheoryData<ulong> Cases => Seeds.Theory(5);

    private static MemoryTable Table(ulong seed, int rows = 240, double missing = 0)
    {
        var random = new SplitMix64(seed);
        var made = new List<string?[]>();
        for (int i = 0; i < rows; i++)
        {
            double u = random.Unit();
            string region = i < 9 ? new[] { "north", "south", "west" }[i % 3] : u < 0.6 ? "north" : u < 0.9 ? "south" : "west";
            string sex = i < 9 ? new[] { "f", "m", "x" }[i / 3] : random.Unit() < 0.7 ? "f" : random.Chance(0.9) ? "m" : "x";
            made.Add(["r" + i, random.Chance(missing) ? null : sex, random.Chance(missing) ? null : region, Shown(random.Below(40) / 8.0)]);
        }

        return new MemoryTable(["id", "sex", "region", "base"], made);
    }

    /// <summary>Row by row, margin after margin, as often as it takes.</summary>
    private static double[] Naive(MemoryTable table, double[] start, params (int Column, Dictionary<string, double> Shares)[] margins)
    {
        double[] weights = [.. start];
        double total = weights.Sum();
        for (int pass = 0; pass < 500; pass++)
        {
            foreach ((int column, Dictionary<string, double> shares) in margins)
            {
                foreach ((string level, double share) in shares)
                {
                    int[] rows = [.. Enumerable.Range(0, weights.Length).Where(i => table.Rows[i][column] == level)];
                    double sum = rows.Sum(i => weights[i]);
                    Array.ForEach(rows, i => weights[i] *= share * total / sum);
                }
            }
        }

        return weights;
    }

    private static (int, Dictionary<string, double>)[] Margins() =>
        [(1, new() { ["f"] = 0.5, ["m"] = 0.45, ["x"] = 0.05 }), (2, new() { ["north"] = 0.2, ["south"] = 0.5, ["west"] = 0.3 })];

    private static double Share(MemoryTable table, double[] weights, int column, string? level, bool known = false)
    {
        double of = table.Rows.Zip(weights).Where(p => p.First[column] == level).Sum(static p => p.Second);
        return of / table.Rows.Zip(weights).Where(p => !known || p.First[column] is not null).Sum(static p => p.Second);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Weights_are_those_of_naive_proportional_fitting_and_meet_margins_to_1e_9(ulong seed) => Seeds.With(seed, () =>
    {
        MemoryTable table = Table(seed);
        double[] weights = WeightsOf("raking", table, ("margin", Sex), ("margin", Region));
        double[] naive = Naive(table, [.. table.Rows.Select(static _ => 1.0)], Margins());
        Assert.All(weights.Zip(naive), static p => Assert.Equal(p.Second, p.First, 1e-8));
        Assert.Equal(table.Rows.Count, weights.Sum(), 1e-8);
        foreach ((int column, Dictionary<string, double> shares) in Margins())
        {
            Assert.All(shares, share => Assert.Equal(share.Value, Share(table, weights, column, share.Key), 1e-9));
        }
    });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Base_weights_are_where_the_fit_begins_and_stay_in_proportion_within_a_cell(ulong seed) => Seeds.With(seed, () =>
    {
        MemoryTable table = Table(seed);
        double[] start = [.. table.Rows.Select(static r => Number(r[3]!))];
        double[] weights = WeightsOf("raking", table, ("margin", Sex), ("margin", Region), ("weight", "base"), ("weight-column", "w"), ("to", "1000"));
        double[] naive = Naive(table, [.. start.Select(w => w * 1000 / start.Sum())], Margins());
        Assert.All(weights.Zip(naive), static p => Assert.Equal(p.Second, p.First, 1e-6));
        Assert.Equal(1000, weights.Sum(), 1e-6);
    });

    [Fact]
    public void Odds_ratios_of_a_two_way_table_stay_as_they_are()
    {
        // Deming and Stephan: raking multiplies rows and columns of the table, which leaves every cross-product ratio.
        int[][] counts = [[40, 30, 20], [35, 50, 100], [30, 80, 70]];
        var rows = new List<string?[]>();
        for (int a = 0; a < 3; a++)
        {
            for (int b = 0; b < 3; b++)
            {
                rows.AddRange(Enumerable.Range(0, counts[a][b]).Select(_ => new string?[] { "a" + a, "b" + b }));
            }
        }

        var table = new MemoryTable(["a", "b"], rows);
        double[] weights = WeightsOf("raking", table, ("margin", "a=a0:150,a1:300,a2:550"), ("margin", "b=b0:20%,b1:30%,b2:50%"));
        double Cell(int a, int b) => rows.Zip(weights).Where(p => p.First[0] == "a" + a && p.First[1] == "b" + b).Sum(static p => p.Second);
        for (int a = 0; a < 2; a++)
        {
            for (int b = 0; b < 2; b++)
            {
                double before = (double)counts[a][b] * counts[a + 1][b + 1] / counts[a][b + 1] / counts[a + 1][b];
                Assert.Equal(before, Cell(a, b) * Cell(a + 1, b + 1) / Cell(a, b + 1) / Cell(a + 1, b), 1e-9);
            }
        }

        Assert.Equal(0.15, (Cell(0, 0) + Cell(0, 1) + Cell(0, 2)) / rows.Count, 1e-9);
    }

    [Fact]
    public void A_single_margin_is_target_over_share_and_its_effective_size_follows()
    {
        // 6 a and 2 b to equal shares: weights 4/6 and 4/2, (sum)^2 / sum of squares = 64 / (6 * 4/9 + 2 * 4) = 6.
        var table = new MemoryTable(["k"], [.. Enumerable.Range(0, 8).Select(static i => new string?[] { i < 6 ? "a" : "b" })]);
        double[] weights = WeightsOf("raking", table, ("margin", "k=a:0.5,b:0.5"));
        Assert.All(weights.Take(6), static w => Assert.Equal(2 / 3.0, w, 1e-12));
        Assert.All(weights.Skip(6), static w => Assert.Equal(2, w, 1e-12));
        Assert.Equal(6, Cell(Report("raking", table, "weights", ("margin", "k=a:0.5,b:0.5")), 0, "effective"), 1e-9);
    }

    [Fact]
    public void Missing_values_keep_their_share_and_targets_hold_among_the_rest()
    {
        MemoryTable table = Table(3, missing: 0.1);
        double[] even = [.. table.Rows.Select(static _ => 1.0)];
        double[] weights = WeightsOf("raking", table, ("margin", Sex), ("margin", Region));
        foreach ((int column, Dictionary<string, double> shares) in Margins())
        {
            Assert.Equal(Share(table, even, column, null), Share(table, weights, column, null), 1e-9);
            Assert.All(shares, share => Assert.Equal(share.Value, Share(table, weights, column, share.Key, known: true), 1e-9));
        }

        double[] named = WeightsOf("raking", table, ("margin", "sex=f:0.5,m:0.35,x:0.05,:0.1"));
        Assert.Equal(0.1, Share(table, named, 1, null), 1e-9);
    }

    [Fact]
    public void A_table_of_targets_may_hold_several_columns_together()
    {
        MemoryTable table = Table(5);
        var targets = new MemoryTable(["sex", "region", "count"],
        [
            .. from s in new[] { "f", "m", "x" } from r in new[] { "north", "south", "west" } select new string?[] { s, r, s == "f" ? "20" : "10" },
            ["f", null, "60"], ["m", null, "30"], ["x", null, "30"],
        ]);
        double[] weights = WeightsOf(Run("raking", table, targets, ("targets", "other")));
        Assert.All(from s in new[] { "f", "m", "x" } from r in new[] { "north", "south", "west" } select (s, r), cell => Assert.Equal(
            cell.s == "f" ? 20 / 120.0 : 10 / 120.0,
            table.Rows.Zip(weights).Where(p => p.First[1] == cell.s && p.First[2] == cell.r).Sum(static p => p.Second) / weights.Sum(), 1e-9));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bounds_hold_within_the_fit_and_margins_are_still_met(ulong seed) => Seeds.With(seed, () =>
    {
        MemoryTable table = Table(seed, 2000);
        string[] margins = ["sex=f:0.6,m:0.37,x:0.03", "region=north:0.45,south:0.4,west:0.15"];
        double[] free = WeightsOf("raking", table, ("margin", margins[0]), ("margin", margins[1]));
        double high = 1 + ((free.Max() - 1) * 0.9);
        double[] weights = WeightsOf("raking", table, ("margin", margins[0]), ("margin", margins[1]), ("clip", "0.5," + Shown(high)));
        Assert.True(free.Max() > high);
        Assert.InRange(weights.Max(), 0, high * (1 + 1e-12));
        Assert.InRange(weights.Min(), 0.5, 1);
        Assert.Equal(0.45, Share(table, weights, 2, "north"), 1e-9);
        Assert.Equal(0.37, Share(table, weights, 1, "m"), 1e-9);
    });

    [Fact]
    public void Bounds_after_the_fit_cut_weights_and_give_what_is_cut_to_the_others()
    {
        MemoryTable table = Table(8);
        double[] free = WeightsOf("raking", table, ("margin", Sex), ("margin", Region));
        double[] weights = WeightsOf("raking", table, ("margin", Sex), ("margin", Region), ("clip", "2"), ("clip-rule", "after"));
        Assert.True(free.Max() > 2);
        Assert.Equal(2, weights.Max(), 1e-12);
        Assert.Equal(weights.Length, weights.Sum(), 1e-8);
        double[] ratio = [.. weights.Zip(free).Where(static p => p.First < 1.999).Select(static p => p.First / p.Second)];
        Assert.All(ratio, r => Assert.Equal(ratio[0], r, 1e-9));
        Assert.True(ratio[0] > 1);
        Assert.True(Cell(Report("raking", table, "convergence", ("margin", Sex), ("margin", Region), ("clip", "2"), ("clip-rule", "after")), 0, "largest_miss") > 0.01);
    }

    [Theory]
    [InlineData("240", "")]
    [InlineData("97", "")]
    [InlineData("1000", "")]
    [InlineData("240", "base")]
    [InlineData("511", "base")]
    public void Rows_follow_the_weights_within_one_copy_and_are_as_many_as_asked_for(string to, string weight)
    {
        MemoryTable table = Table(9);
        (string, string)[] options = [("margin", Sex), ("margin", Region), ("to", to), .. weight.Length > 0 ? [("weight", weight)] : Array.Empty<(string, string)>()];
        double[] weights = WeightsOf("raking", table, options);
        RunOutcome run = Run("raking", table, [.. options, ("as", "rows")]);
        int[] copies = Copies(table, run);
        Assert.Equal((int)Number(to), run.Rows.Count);
        Assert.All(copies.Zip(weights), static p => Assert.InRange(p.First, Math.Floor(p.Second - 1e-9), Ceiling(p.Second)));
        Assert.Equal(copies.Count(static c => c == 0), run.Dropped.Total);

        // Rows of one cell differ by one copy at most, and a cell has its expected copies rounded.
        if (weight.Length == 0)
        {
            foreach (IGrouping<string, int> cell in Enumerable.Range(0, copies.Length).GroupBy(i => table.Rows[i][1] + table.Rows[i][2]))
            {
                Assert.InRange(cell.Max(i => copies[i]) - cell.Min(i => copies[i]), 0, 1);
                Assert.InRange(Math.Abs(cell.Sum(i => copies[i]) - cell.Sum(i => weights[i])), 0, 1);
            }
        }

        // A cell whose expected copies a row are just below a whole number may be rounded up by one.
        static double Ceiling(double weight) => Math.Ceiling(weight + 1e-9) + 1;
    }

    [Fact]
    public void Copies_have_the_weights_as_their_mean_over_seeds()
    {
        MemoryTable table = Table(10, 40);
        (string, string)[] options = [("margin", Sex), ("to", "50")];
        double[] weights = WeightsOf("raking", table, options);
        var sums = new double[table.Rows.Count];
        const int Runs = 800;
        for (ulong seed = 0; seed < Runs; seed++)
        {
            RunOutcome run = TestRuns.Execute(Curate.Core.Tests.Running.RowPlanTests.Methods("resample/raking", [.. options, ("as", "rows")]), table, TestRuns.Context(seed: seed));
            int[] copies = Copies(table, run);
            for (int i = 0; i < copies.Length; i++)
            {
                sums[i] += copies[i];
            }
        }

        // One row's count has a variance of at most 1/4, so six standard errors of its mean are at most 0.11.
        Assert.All(sums.Zip(weights), static p => Assert.Equal(p.Second, p.First / Runs, 0.11));
    }

    [Fact]
    public void No_row_has_more_copies_than_the_limit_and_the_others_share_the_rest()
    {
        MemoryTable table = Table(11);
        (string, string)[] options = [("margin", "sex=f:0.2,m:0.2,x:0.6"), ("as", "rows"), ("to", "300")];
        Assert.True(Copies(table, Run("raking", table, options)).Max() > 4);
        RunOutcome capped = Run("raking", table, [.. options, ("max-repeat", "4")]);
        Assert.Equal(4, Copies(table, capped).Max());
        Assert.Equal(300, capped.Rows.Count);
        Refused(ErrorCodes.Infeasible, ["300 rows are to come out", "240 rows with a weight give at most 240", "--max-repeat 1"], "raking", table, null, [.. options, ("max-repeat", "1")]);
    }

    [Fact]
    public void The_report_has_shares_and_effective_sizes_of_every_level()
    {
        MemoryTable table = Table(12);
        double[] weights = WeightsOf("raking", table, ("margin", Sex), ("margin", Region));
        var margins = Report("raking", table, "margins", ("margin", Sex), ("margin", Region));
        Assert.Equal(6, margins.Rows.Count);
        for (int row = 0; row < 6; row++)
        {
            int column = row < 3 ? 1 : 2;
            string level = (string)margins.Rows[row][1]!;
            int[] own = [.. Enumerable.Range(0, weights.Length).Where(i => table.Rows[i][column] == level)];
            Assert.Equal(own.Length, Cell(margins, row, "rows"));
            Assert.Equal((double)own.Length / weights.Length, Cell(margins, row, "before"), 1e-12);
            Assert.Equal(Cell(margins, row, "target"), Cell(margins, row, "after"), 1e-9);
            Assert.Equal(Effective(own.Select(i => weights[i])), Cell(margins, row, "effective"), 1e-6);
        }

        Assert.Equal(Effective(weights), Cell(Report("raking", table, "weights", ("margin", Sex), ("margin", Region)), 0, "effective"), 1e-6);
    }

    [Fact]
    public void Targets_that_cannot_be_met_are_named()
    {
        MemoryTable table = Table(13);
        void Infeasible(string[] says, params string[] margins) =>
            Refused(ErrorCodes.Infeasible, says, "raking", table, null, [.. margins.Select(static m => ("margin", m))]);

        Infeasible(["'sex'", "no row with a weight has it", "'z' (0.1)"], "sex=f:0.5,m:0.3,x:0.1,z:0.1");
        Infeasible(["'sex' gives no target for 'x' (", "--where"], "sex=f:0.5,m:0.5");
        Infeasible(["'sex' sum to 0.9", "shares sum to 1"], "sex=f:0.5,m:0.3,x:0.1");
        Infeasible(["'region' sum to 900", "'sex' to 1000"], "sex=f:500,m:300,x:200", "region=north:300,south:300,west:300");

        // x lives in the north alone, so that its share is at most the north's.
        MemoryTable tied = new(["sex", "region"], [.. table.Rows.Select(static r => new[] { r[2] == "north" ? r[1] : "f", r[2] })]);
        Refused(ErrorCodes.Infeasible, ["not met together", "sex = 'x' is 0.", "and is to be 0.3"], "raking", tied, null,
            ("margin", "sex=f:0.5,m:0.2,x:0.3"), ("margin", "region=north:0.1,south:0.5,west:0.4"), ("max-iterations", "200"));
        Refused(ErrorCodes.Infeasible, ["sex = 'x'", "times as much", "--clip-rule after"], "raking", table, null, ("margin", "sex=f:0.4,m:0.2,x:0.4"), ("clip", "2"));
        Refused(ErrorCodes.Infeasible, ["There are no rows"], "raking", new MemoryTable(["sex"], []), null, ("margin", "sex=f:1"));
    }

    [Theory]
    [InlineData("", "sex=f:0.5,m:0.5", "weight", "sex", "bad-value")]
    [InlineData("--margin takes", "sex", "to", "5", "usage")]
    [InlineData("--margin takes", "sex=f:-1,m:2", "to", "5", "usage")]
    [InlineData("two targets for 'f'", "sex=f:0.5,f:0.5", "to", "5", "usage")]
    [InlineData("--clip takes HIGH or LOW,HIGH", "sex=f:0.5,m:0.5", "clip", "0.5", "usage")]
    [InlineData("--max-repeat limits copies", "sex=f:0.5,m:0.5", "max-repeat", "3", "usage")]
    [InlineData("--to takes a whole number", "sex=f:0.5,m:0.5", "to", "equal", "usage")]
    [InlineData("no column 'sax'", "sax=f:0.5,m:0.5", "to", "5", "unknown-column")]
    public void Options_that_mean_nothing_are_refused(string says, string margin, string option, string value, string code)
    {
        CurateException error = Assert.Throws<CurateException>(() => _ = Run("raking", Table(1), ("margin", margin), (option, value)));
        Assert.Equal(code, error.Code.Id);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_targets_that_says_nothing_is_refused_with_its_place()
    {
        MemoryTable table = Table(1);
        Refused(ErrorCodes.BadValue, ["memory, row 2, column 'share'", "'many'"], "raking", table, new MemoryTable(["sex", "share"], [["f", "0.5"], ["m", "many"]]), ("targets", "other"));
        Refused(ErrorCodes.BadValue, ["memory, row 1 names no level"], "raking", table, new MemoryTable(["sex", "share"], [[null, "0.5"]]), ("targets", "other"));
        Refused(ErrorCodes.UnknownColumn, ["one column, share or count"], "raking", table, new MemoryTable(["sex", "target"], []), ("targets", "other"));
        Refused(ErrorCodes.UnknownColumn, ["no column 'sez'"], "raking", table, new MemoryTable(["sez", "share"], []), ("targets", "other"));
        Refused(ErrorCodes.Infeasible, ["memory of --targets has no rows"], "raking", table, new MemoryTable(["sex", "share"], []), ("targets", "other"));
    }
}
