using System.Globalization;
using Curate.Core.Check;
using Curate.Core.Check.TwoSample;
using Curate.Core.Data;
using Curate.Core.Profile.Comparison;
using Curate.Core.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;
using static Curate.Core.Tests.Check.TwoSample.Simulated;

namespace Curate.Core.Tests.Check.TwoSample;

/// <summary>Drift of columns: measures by hand, levels of the tests, planted faults.</summary>
public sealed class ColumnDriftTests
{
    /// <summary>A number with noise, a category of three values, a number that is missing at times.</summary>
    private static MemoryTable Table(ulong seed, int rows, double shift = 0, double fresh = 0, double missing = 0)
    {
        var random = new SplitMix64(seed);
        return new MemoryTable(["x", "kind", "y"], [.. Enumerable.Range(0, rows).Select(_ => new[]
        {
            Shown(Normal(random) + shift),
            random.Unit() < fresh ? "fresh" : "abc"[(int)(random.Unit() * 3)].ToString(),
            random.Unit() < 0.1 + missing ? null : Shown(Math.Round(random.Unit() * 50)),
        })]);
    }

    private static string Shown(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static CheckResult Run(IRecordSource main, IRecordSource? other, CheckSettings? settings = null, ComparisonSide? profile = null, ColumnDriftOptions? options = null)
    {
        using var inputs = new CheckInputs
        {
            Passes = new PassRunner(TestRuns.Context()),
            Main = main,
            MainName = "new",
            Others = other is null ? [] : [other],
            OtherNames = other is null ? [] : ["old"],
            Profiles = profile is null ? [] : [profile],
            Settings = settings ?? new CheckSettings(),
        };
        return ColumnDriftCheck.Entry.With(options ?? new ColumnDriftOptions()).Run(inputs);
    }

    private static ColumnDistribution Numbers(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double mean = all.Average();
        return new ColumnDistribution
        {
            Name = "x",
            Kind = ColumnKind.Number,
            Rows = all.Length,
            Nulls = 0,
            Numeric = new NumericDistribution
            {
                Count = all.Length,
                Min = all.Min(),
                Max = all.Max(),
                Mean = mean,
                Variance = all.Sum(v => (v - mean) * (v - mean)) / (all.Length - 1),
                Buckets = [.. all.GroupBy(static v => v).OrderBy(static g => g.Key).Select(static g => new DistributionBucket(g.Key, g.Key, g.Count()))],
            },
        };
    }

    private static ColumnDistribution Values(params (string Value, long Count)[] counts) => new()
    {
        Name = "kind",
        Kind = ColumnKind.Text,
        Rows = counts.Sum(static c => c.Count),
        Nulls = 0,
        Categories = new CategoryDistribution { Counts = [.. counts.Select(static c => new CategoryCount(c.Value, c.Count))], IsExact = true, Total = counts.Sum(static c => c.Count) },
    };

    private static DriftTest Test(ColumnDistribution before, ColumnDistribution after, string of) => DriftTest.All(before, after, false).Single(t => t.Of == of);

    [Fact]
    public void Distances_of_numbers_are_those_of_sorted_values()
    {
        double[] before = [0, 1, 2, 3, 4];
        double[] after = [1, 2, 3, 4, 10];
        DriftTest test = Test(Numbers(before), Numbers(after), "numbers");
        Assert.Equal(0.2, test.Statistic, 1e-12);

        // Of equally many values each the mean difference of the sorted ones: 1, 1, 1, 1, 6; the deviation is the root of 2.5.
        Assert.Equal(2 / Math.Sqrt(2.5), test.Wasserstein!.Value, 1e-12);
        Assert.Equal((0, 1), (test.Effect.Low, test.Effect.High));
    }

    [Fact]
    public void Wasserstein_of_unequal_sizes_is_the_area_between_the_shares()
    {
        double[] before = [.. Enumerable.Range(0, 37).Select(static i => (double)(i * i % 41))];
        double[] after = [.. Enumerable.Range(0, 23).Select(static i => (i * 7 % 29) + 0.5)];
        double[] all = [.. before.Concat(after).Distinct().Order()];
        double expected = Enumerable.Range(0, all.Length - 1).Sum(i => (all[i + 1] - all[i]) * Math.Abs((before.Count(v => v <= all[i]) / 37.0) - (after.Count(v => v <= all[i]) / 23.0)));
        ColumnDistribution left = Numbers(before);
        Assert.Equal(expected / Math.Sqrt(left.Numeric!.Variance), Test(left, Numbers(after), "numbers").Wasserstein!.Value, 1e-12);
    }

    [Fact]
    public void Buckets_are_spread_evenly()
    {
        // 10 values evenly from 0 to 1 against 10 from 1 to 2: everything moves by 1.
        static ColumnDistribution Bucket(double low) => Numbers([0, 1]) with
        {
            Numeric = Numbers([0, 1]).Numeric! with { Count = 10, Buckets = [new DistributionBucket(low, low + 1, 10)] },
        };
        Assert.Equal(1, SharedCells.Wasserstein(Bucket(0).Numeric!, Bucket(1).Numeric!), 1e-12);
        Assert.Equal(0.25, SharedCells.Wasserstein(Bucket(0).Numeric!, Bucket(0.25).Numeric!), 1e-12);
        Assert.Equal(0, SharedCells.Wasserstein(Bucket(0).Numeric!, Bucket(0).Numeric!));
    }

    [Fact]
    public void Shares_of_values_differ_by_their_total_variation_less_chance()
    {
        DriftTest test = Test(Values(("a", 50_000), ("b", 50_000)), Values(("a", 40_000), ("b", 50_000), ("c", 10_000)), "values");
        Assert.Equal(0.1, test.Effect.Value, 0.005);
        Assert.Equal((10_000, 0.1, "c"), test.Unseen);
        DriftTest same = Test(Values(("a", 52), ("b", 48)), Values(("a", 48), ("b", 52)), "values");
        Assert.Equal(0, same.Effect.Value);
    }

    [Fact]
    public void Planted_faults_at_five_thousand_rows_are_found()
    {
        // As the method asks: 0.2 deviations, a new category of 2%, 5 points more missing.
        for (ulong s = 1; s <= 3; s++)
        {
            CheckResult result = Run(Table(2 * s, 5000, 0.2, 0.02, 0.05), Table((2 * s) + 1, 5000));
            Assert.Equal(["missing-drift:y", "numbers-drift:x", "unseen-values:kind"], result.Findings.Select(static f => $"{f.Code}:{f.Column}").Order(StringComparer.Ordinal));
            Assert.Equal("fresh", result.Findings.Single(static f => f.Code == "unseen-values").Value);
            Assert.All(result.Findings, static f => Assert.True(f.AdjustedPValue <= 0.001));
        }
    }

    [Fact]
    public void Equal_files_are_seldom_flagged()
    {
        int flagged = 0;
        int significant = 0;
        for (ulong s = 1; s <= 60; s++)
        {
            CheckResult result = Run(Table(2 * s, 200), Table((2 * s) + 1, 200));
            flagged += result.Verdict == CheckVerdict.Passed ? 0 : 1;
            significant += result.Tables[0].Rows.Any(static r => (double)r[8]! <= 0.05) ? 1 : 0;
        }

        // 5% of 60 is 3; 8 are 3 deviations above.
        Assert.InRange(significant, 0, 8);
        Assert.InRange(flagged, 0, significant);
    }

    [Fact]
    [Trait("Tier", "slow")]
    public void Equal_files_are_flagged_in_about_five_of_a_hundred_at_most()
    {
        // 5% of 200 is 10; 19 are 3 deviations above.
        int flagged = Enumerable.Range(1, 200).Count(s => Run(Table(2 * (ulong)s, 400), Table((2 * (ulong)s) + 1, 400)).Verdict != CheckVerdict.Passed);
        Assert.InRange(flagged, 0, 19);
    }

    [Theory]
    [InlineData("numbers")]
    [InlineData("values")]
    [InlineData("missing")]
    public void Tests_keep_their_level_in_two_hundred_runs(string of) => AssertLevel(200, s => PValue(of, s));

    [Theory]
    [Trait("Tier", "slow")]
    [InlineData("numbers")]
    [InlineData("values")]
    [InlineData("missing")]
    public void Tests_keep_their_level(string of) => AssertLevel(500, s => PValue(of, s));

    private static double PValue(string of, ulong seed)
    {
        var random = new SplitMix64(seed);
        switch (of)
        {
            case "numbers":
                return Test(Numbers(Normals((2 * seed) + 7, 300, 1).Values), Numbers(Normals((2 * seed) + 8, 400, 1).Values), of).PValue;
            case "values":
                long[] counts = new long[8];
                for (int i = 0; i < 800; i++)
                {
                    counts[(4 * (i % 2)) + (int)(random.Unit() * 4)]++;
                }

                return Test(Values(("a", counts[0]), ("b", counts[1]), ("c", counts[2]), ("d", counts[3])), Values(("a", counts[4]), ("b", counts[5]), ("c", counts[6]), ("d", counts[7])), of).PValue;
            default:
                ColumnDistribution Side() => Numbers([0, 1]) with { Rows = 500, Nulls = Enumerable.Range(0, 500).Count(_ => random.Unit() < 0.2) };
                return Test(Side(), Side(), of).PValue;
        }
    }

    [Fact]
    public void Columns_that_come_and_go_and_change_kind_are_told()
    {
        MemoryTable before = new(["a", "b", "n"], [.. Enumerable.Range(0, 50).Select(static i => new[] { "1", "x", Shown(i) })]);
        MemoryTable after = new(["b", "c", "n"], [.. Enumerable.Range(0, 50).Select(static i => new[] { "x", "1", i == 3 ? "n/a" : Shown(i) })]);
        CheckResult result = Run(after, before);
        Assert.Equal(["column-added:c", "column-gone:a", "kind-changed:n"], result.Findings.Where(static f => f.PValue is null).Select(static f => $"{f.Code}:{f.Column}").Order(StringComparer.Ordinal));
        Assert.Equal(CheckVerdict.Failed, result.Verdict);
    }

    [Fact]
    public void A_saved_profile_is_as_good_as_its_rows()
    {
        MemoryTable before = Table(1, 500);
        MemoryTable after = Table(2, 500, 0.5);
        ComparisonSide saved = Core.Profile.ProfileRun.Run(new PassRunner(TestRuns.Context()), before, new Core.Profile.ProfileOptions()).Side("old");
        CheckResult byRows = Run(after, before);
        CheckResult bySaved = Run(after, null, profile: saved);
        Assert.Contains(byRows.Findings, static f => f.Code == "numbers-drift");
        Assert.Equal(byRows.Findings, bySaved.Findings);
    }

    [Fact]
    public void Too_few_rows_are_not_measurable()
    {
        CheckResult result = Run(Table(1, 10), Table(2, 100));
        Assert.Equal(CheckVerdict.NotMeasurable, result.Verdict);
        Assert.Contains("new has 10 rows", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_drift_only_where_they_are_named()
    {
        static MemoryTable Days(int from) => new(["day"], [.. Enumerable.Range(0, 60).Select(i => new string?[] { $"2024-{from + (i / 28):00}-{(i % 28) + 1:00}" })]);
        Assert.Equal(CheckVerdict.Passed, Run(Days(6), Days(1)).Verdict);
        CheckResult named = Run(Days(6), Days(1), new CheckSettings { Roles = new CheckRoles { Features = ["day"] } });
        Assert.Contains(named.Findings, static f => f.Code == "numbers-drift");
    }
}
