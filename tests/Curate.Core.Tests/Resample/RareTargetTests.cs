using System.Globalization;
using Curate.Core.Errors;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;
using static Curate.Core.Tests.Resample.MadeUp;

namespace Curate.Core.Tests.Resample;

/// <summary>smoter and smogn against naive transcriptions of their definitions, on random small tables with a skewed target.</summary>
public sealed class RareTargetTests
{
    private static readonly string[] s_names = ["x", "y", "z", "value", "cat", "note"];

    public static TheoryData<ulong> Cases => Seeds.Theory(6);

    private static MemoryTable Table(ulong seed, int rows = 160)
    {
        var random = new SplitMix64(seed);
        var made = new List<string?[]>();
        for (int i = 0; i < rows; i++)
        {
            double u = random.Unit() + random.Unit() + random.Unit();
            double value = random.Chance(0.08) ? 40 + (random.Below(800) / 8.0) : random.Chance(0.04) ? -30 - (random.Below(300) / 8.0) : Math.Round(u * 8, 2);
            string Number() => ((random.Below(4000) / 8.0) + (value * 2)).ToString(CultureInfo.InvariantCulture);
            made.Add([Number(), Number(), Number(), i % 41 == 40 ? null : value.ToString(CultureInfo.InvariantCulture), "k" + random.Below(3), "row " + i]);
        }

        return new MemoryTable(s_names, made);
    }

    private static RunOutcome Run(MemoryTable table, string method, params (string Name, string Value)[] options)
    {
        (string, string)[] all = [("label", "value"), .. options];
        if (!options.Any(static o => o.Name == "features"))
        {
            all = [.. all, ("features", "x,y,z")];
        }

        return TestRuns.Execute(RowPlanTests.Methods("resample/" + method, all), table, TestRuns.Context(), wantRemoved: true);
    }

    private static double Value(string?[] row) => double.Parse(row[3]!, CultureInfo.InvariantCulture);

    /// <summary>0 low, 1 common, 2 high; -1 without a value.</summary>
    private static int[] Kinds(IReadOnlyList<string?[]> rows, double range = 1.5, double rareFrom = 0.8)
    {
        double[] sorted = [.. rows.Where(static r => r[3] is not null).Select(Value).Order()];
        double At(double p)
        {
            double rank = p * (sorted.Length - 1);
            double low = sorted[(int)Math.Floor(rank)];
            return low + ((rank - Math.Floor(rank)) * (sorted[(int)Math.Ceiling(rank)] - low));
        }

        double spread = At(0.75) - At(0.25);
        double lowFence = At(0.25) - (range * spread);
        double highFence = At(0.75) + (range * spread);
        double median = At(0.5);
        double[] inside = [.. sorted.Where(v => v >= lowFence && v <= highFence)];
        double Relevance(double v)
        {
            bool low = v < median;
            if (v == median || !(low ? sorted[0] < lowFence : sorted[^1] > highFence))
            {
                return 0;
            }

            double end = low ? inside.Min() : inside.Max();
            double t = Math.Min(1, (v - median) / (end - median));
            return (3 * t * t) - (2 * t * t * t);
        }

        return [.. rows.Select(r => r[3] is null ? -1 : Relevance(Value(r)) < rareFrom ? 1 : Value(r) < median ? 0 : 2)];
    }

    /// <summary>Checks the counts, and gives the made-up rows with the kind of each.</summary>
    private static List<(string?[] Row, int First, int? Second, int Kind)> Balanced(MemoryTable table, RunOutcome run, int[] kinds)
    {
        // As many of each kind as of all others, the first ones one more.
        int[] present = [.. Enumerable.Range(0, 3).Where(kinds.Contains)];
        int all = kinds.Count(static k => k >= 0);
        string[] removed = TestRuns.Lines(run.Removed.Select(static r => r[..6]));
        string[] rows = TestRuns.Lines(table.Rows);
        int kept = rows.Length - removed.Length;
        Assert.Equal(rows.Where(r => !removed.Contains(r)), TestRuns.Lines(run.Rows.Take(kept).Select(static r => r[..6])));
        Assert.Equal(kinds.Length, run.Rows.Count);
        var made = new List<(string?[] Row, int First, int? Second, int Kind)>();
        int next = kept;
        for (int i = 0; i < present.Length; i++)
        {
            int target = (all / present.Length) + (i < all % present.Length ? 1 : 0);
            int had = kinds.Count(k => k == present[i]);
            Assert.Equal(Math.Max(0, had - target), Enumerable.Range(0, rows.Length).Count(r => kinds[r] == present[i] && removed.Contains(rows[r])));
            for (int g = had; g < target; g++, next++)
            {
                string?[] row = run.Rows[next];
                made.Add((row, int.Parse(row[^2]!, CultureInfo.InvariantCulture), row[^1] is { } second ? int.Parse(second, CultureInfo.InvariantCulture) : null, present[i]));
            }
        }

        Assert.Equal(run.Rows.Count, next);
        Assert.All(made, m => Assert.Equal(m.Kind, kinds[m.First]));
        return made;
    }

    /// <summary>The mean of the parents' targets, each weighted by the distance to the other parent.</summary>
    private static double Weighted(string?[] row, string?[] first, string?[] second, Func<string?[], string?[], double> distance)
    {
        double toFirst = distance(row, first);
        double toSecond = distance(row, second);
        return toFirst + toSecond == 0 ? (Value(first) + Value(second)) / 2 : ((toSecond * Value(first)) + (toFirst * Value(second))) / (toFirst + toSecond);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Smoter_rows_lie_between_rare_neighbours_with_their_weighted_target(ulong seed) => Seeds.With(seed, () =>
    {
        MemoryTable table = Table(seed);
        int[] kinds = Kinds(table.Rows);
        foreach ((string?[] row, int first, int? second, int kind) in Balanced(table, Run(table, "smoter", ("parents", "true"), ("k-neighbors", "3")), kinds))
        {
            if (kinds.Count(k => k == kind) == 1)
            {
                Assert.Null(second);
                continue;
            }

            Assert.Contains(second!.Value, Nearest(table.Rows, first, 3, i => kinds[i] == kind));
            string?[] a = table.Rows[first];
            string?[] b = table.Rows[second.Value];
            Assert.InRange(StepOf(row, a, b), 0, 1);
            Assert.Equal(Weighted(row, a, b, static (p, q) => Math.Sqrt(Squared(Point(p), Point(q)))), Value(row), 1e-9);
            Assert.Equal(a[5], row[5]);
            Assert.Equal(a[4], row[4]);
        }
    });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Smoter_categories_are_those_of_a_parent_and_count_in_the_weights(ulong seed) => Seeds.With(seed, () =>
    {
        MemoryTable table = Table(seed);
        string?[][] labelled = [.. table.Rows.Where(static r => r[3] is not null)];
        double[] spread = [.. Enumerable.Range(0, 3).Select(c => Deviation(labelled.Select(r => Point(r)[c]))).Order()];
        double Apart(string?[] p, string?[] q) => Math.Sqrt(Squared(Point(p), Point(q)) + (p[4] == q[4] ? 0 : spread[1] * spread[1]));
        bool[] seen = new bool[2];
        foreach ((string?[] row, int first, int? second, _) in Balanced(table, Run(table, "smoter", ("parents", "true"), ("categorical", "cat")), Kinds(table.Rows)).Where(static m => m.Second is not null))
        {
            string?[] a = table.Rows[first];
            string?[] b = table.Rows[second!.Value];
            Assert.True(row[4] == a[4] || row[4] == b[4]);
            seen[0] |= a[4] != b[4] && row[4] == a[4];
            seen[1] |= a[4] != b[4] && row[4] == b[4];
            Assert.Equal(Weighted(row, a, b, Apart), Value(row), 1e-3);
        }

        Assert.True(seen[0] && seen[1]);
    });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Smogn_interpolates_within_half_the_median_distance_and_adds_noise_beyond(ulong seed) => Seeds.With(seed, () =>
    {
        MemoryTable table = Table(seed);
        int[] kinds = Kinds(table.Rows);
        bool interpolated = false;
        bool noisy = false;
        foreach ((string?[] row, int first, int? second, int kind) in Balanced(table, Run(table, "smogn", ("parents", "true"), ("k-neighbors", "6"), ("perturbation", "0.5")), kinds))
        {
            int[] others = [.. Nearest(table.Rows, first, int.MaxValue, i => kinds[i] == kind)];
            if (others.Length == 0)
            {
                Assert.Equal(TestRuns.Line(table.Rows[first]), TestRuns.Line(row[..6]));
                continue;
            }

            double Distance(int i) => Math.Sqrt(Squared(Point(table.Rows[i]), Point(table.Rows[first])));
            double safe = (Distance(others[(others.Length - 1) / 2]) + Distance(others[others.Length / 2])) / 4;
            if (second is { } toward)
            {
                Assert.Contains(toward, others.Take(6));
                Assert.True(Distance(toward) < safe);
                StepOf(row, table.Rows[first], table.Rows[toward]);
                Assert.Equal(Weighted(row, table.Rows[first], table.Rows[toward], static (p, q) => Math.Sqrt(Squared(Point(p), Point(q)))), Value(row), 1e-9);
                interpolated = true;
            }
            else
            {
                Assert.Contains(others.Take(6), i => Distance(i) >= safe);
                Assert.NotEqual(Value(table.Rows[first]), Value(row));
                noisy = true;
            }
        }

        Assert.True(noisy);
        Assert.True(interpolated || kinds.Count(static k => k is 0 or 2) < 20);
    });

    [Fact]
    public void Smogn_noise_has_the_deviation_of_the_class_times_the_perturbation()
    {
        MemoryTable table = Table(9, 400);
        int[] kinds = Kinds(table.Rows);
        RunOutcome run = Run(table, "smogn", ("parents", "true"), ("perturbation", "0.1"), ("to", "count:high=20000"));
        int[] members = [.. Enumerable.Range(0, 400).Where(i => kinds[i] == 2)];
        string?[][] noisy = [.. run.Rows.Skip(400).Where(static r => r[^1] is null)];
        Assert.True(noisy.Length > 2000);
        for (int c = 0; c < 4; c++)
        {
            double Of(string?[] row) => double.Parse(row[c]!, CultureInfo.InvariantCulture);
            double expected = 0.1 * Deviation(members.Select(i => Of(table.Rows[i])));
            double[] off = [.. noisy.Select(r => Of(r) - Of(table.Rows[int.Parse(r[^2]!, CultureInfo.InvariantCulture)]))];
            Assert.Equal(1, Deviation(off) / expected, 0.06);
            Assert.InRange(off.Average() / expected, -0.08, 0.08);
        }
    }

    [Fact]
    public void Smoter_of_whole_targets_makes_whole_ones_unless_fractions_are_kept()
    {
        MemoryTable table = new(s_names, [.. Table(3).Rows.Select(static r => (string?[])[r[0], r[1], r[2], r[3] is null ? null : Math.Round(Value(r)).ToString(CultureInfo.InvariantCulture), r[4], r[5]])]);
        Assert.All(Run(table, "smoter").Rows, static r => Assert.True(r[3] is null || long.TryParse(r[3], CultureInfo.InvariantCulture, out _)));
        Assert.Contains(Run(table, "smoter", ("round", "keep")).Rows, static r => r[3]?.Contains('.', StringComparison.Ordinal) == true);
    }

    [Fact]
    public void Smoter_counts_that_are_asked_for_are_exact()
    {
        MemoryTable table = Table(4);
        int[] kinds = Kinds(table.Rows);
        RunOutcome run = Run(table, "smoter", ("to", "count:low=31,common=17,high=90"), ("synthetic-column", "made"));
        int unlabelled = kinds.Count(static k => k < 0);
        Assert.Equal(31 + 17 + 90 + unlabelled, run.Rows.Count);
        Assert.Equal(31 - kinds.Count(static k => k == 0) + 90 - kinds.Count(static k => k == 2), run.Rows.Count(static r => r[6] == "true"));
        Assert.Equal(kinds.Count(static k => k == 1) - 17, run.Removed.Count);
    }

    [Theory]
    [InlineData("value", "even", "infeasible", "quartile ranges")]
    [InlineData("value", "one", "infeasible", "1 value from")]
    [InlineData("value", "none", "bad-value", "no value at all")]
    [InlineData("cat", "skewed", "bad-value", "row 1 has")]
    [InlineData("x", "skewed", "usage", "named as a feature")]
    public void Run_of_a_target_without_rare_numbers_is_refused(string label, string values, string code, string says)
    {
        string?[][] rows = [.. Table(2).Rows.Where(static r => r[3] is not null)];
        rows = values switch
        {
            "even" => [.. rows.Select(static (r, i) => (string?[])[.. r[..3], i.ToString(CultureInfo.InvariantCulture), .. r[4..]])],
            "one" => rows[..1],
            "none" => [.. rows.Select(static r => (string?[])[.. r[..3], null, .. r[4..]])],
            _ => rows,
        };
        foreach (string method in new[] { "smoter", "smogn" })
        {
            CurateException refused = Assert.Throws<CurateException>(() =>
                TestRuns.Execute(RowPlanTests.Methods("resample/" + method, ("label", label), ("features", "x,y,z")), new MemoryTable(s_names, rows), TestRuns.Context()));
            Assert.Equal(code, refused.Code.Id);
            Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Smoter_with_a_higher_threshold_or_a_wider_fence_has_fewer_rare_rows()
    {
        MemoryTable table = Table(6);
        foreach ((string range, string from) in new[] { ("1.5", "1"), ("4", "0.8"), ("0.5", "0.5") })
        {
            int[] kinds = Kinds(table.Rows, double.Parse(range, CultureInfo.InvariantCulture), double.Parse(from, CultureInfo.InvariantCulture));
            Balanced(table, Run(table, "smoter", ("parents", "true"), ("range-coefficient", range), ("rare-from", from)), kinds);
        }
    }
}
