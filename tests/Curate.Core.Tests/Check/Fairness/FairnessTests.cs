using System.Globalization;
using Curate.Core.Check;
using Curate.Core.Check.Fairness;
using Curate.Core.Errors;
using Curate.Core.Randomness;
using Curate.Core.Statistics;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Check.Fairness;

public sealed class FairnessTests
{
    private const string Name = "group-fairness";

    [Fact]
    public void Rates_by_hand()
    {
        // Group a: 10 true positives, 5 misses, 2 false alarms, 13 true negatives. Group b: 12, 12, 9, 7.
        CheckResult result = Run([.. Cells("a", 10, 5, 2, 13), .. Cells("b", 12, 12, 9, 7)], new CheckSettings { MinSize = 1 });
        (string, double, double, double)[] expected =
        [
            ("selection-rate", 12 / 30.0, 21 / 40.0, 30), ("true-positive-rate", 10 / 15.0, 12 / 24.0, 15), ("false-positive-rate", 2 / 15.0, 9 / 16.0, 15),
            ("positive-predictive-value", 10 / 12.0, 12 / 21.0, 12), ("negative-predictive-value", 13 / 18.0, 7 / 19.0, 18), ("misses-among-errors", 5 / 7.0, 12 / 21.0, 7), ("accuracy", 23 / 30.0, 19 / 40.0, 30),
        ];
        foreach ((string measure, double a, double b, double rows) in expected)
        {
            object?[] ofA = result.Rows("fairness_groups").Single(r => (string)r[0]! == "a" && (string)r[1]! == measure);
            object?[] ofB = result.Rows("fairness_groups").Single(r => (string)r[0]! == "b" && (string)r[1]! == measure);
            Assert.Equal(a, (double)ofA[3]!, 12);
            Assert.Equal(b, (double)ofA[6]!, 12);
            Assert.Equal(b, (double)ofB[3]!, 12);
            Assert.Equal(rows, (long)ofA[2]!);
            Assert.Equal(a - b, (double)ofA[7]!, 12);
        }

        Dictionary<string, object?[]> gaps = result.Rows("fairness").ToDictionary(static r => (string)r[0]!);
        Assert.Equal((9 / 16.0) - (2 / 15.0), (double)gaps["equalised-odds"][5]!, 12);
        Assert.Equal((10 / 15.0) - 0.5, (double)gaps["equal-opportunity"][5]!, 12);
        Assert.Equal(12 / 30.0 / (21 / 40.0), (double)gaps["demographic-parity"][8]!, 12);
        Assert.Equal(Proportions.Difference(2, 15, 9, 16).Low, (double)gaps["equalised-odds"][6]!, 12);
    }

    [Fact]
    public void Scaled_disparity_by_hand_and_a_scale_does_not_change_it()
    {
        var figures = new double[3];
        ScaledDisparity.Of([80, 20, 60, 40], figures);
        Assert.Equal(0.7, figures[0], 12);
        Assert.Equal(Math.Sqrt(0.02) / 0.7, figures[1], 12);
        Assert.Equal(0.2 / 0.7, figures[2], 12);
        var half = new double[3];
        ScaledDisparity.Of([40, 60, 30, 70], half);
        Assert.Equal(figures[1], half[1], 12);
        Assert.Equal(figures[2], half[2], 12);
    }

    [Fact]
    public void A_planted_gap_is_an_error_and_a_group_too_small_to_tell_is_shown_and_not_tested()
    {
        var draws = new SplitMix64(3);
        List<string?[]> rows = [];
        for (int i = 0; i < 2000; i++)
        {
            string group = i < 12 ? "c" : i % 2 == 0 ? "a" : "b";
            bool truth = draws.Chance(0.4);
            bool answer = truth ? draws.Chance(0.8) : draws.Chance(group == "b" ? 0.35 : 0.1);
            rows.Add([group, truth ? "1" : "0", answer ? "1" : "0", "x"]);
        }

        CheckResult result = Run(rows, new CheckSettings());
        Finding odds = result.Findings.Single(static f => f.Code == "equalised-odds");
        Assert.Equal(Severity.Error, odds.Severity);
        Assert.Equal("a", odds.Value);
        Assert.Equal(0.005, odds.PValue!.Value, 12);
        Assert.DoesNotContain(result.Findings, static f => f.Code == "equal-opportunity");
        object?[] small = result.Rows("fairness_groups").First(static r => (string)r[0]! == "c");
        Assert.NotNull(small[4]);
        Assert.Null(small[11]);
        Assert.StartsWith("no", (string)small[13]!, StringComparison.Ordinal);
        CheckResult gated = Run(rows, new CheckSettings(), ("measures", "equal-opportunity"));
        Assert.Empty(gated.Findings);
    }

    [Fact]
    public void A_difference_that_strata_explain_is_none_within_them()
    {
        // Group b applies to the department that takes few: overall its rate is lower, in each department it is the same.
        var draws = new SplitMix64(12);
        List<string?[]> rows = [];
        for (int i = 0; i < 4000; i++)
        {
            bool b = i % 2 == 0;
            bool hard = draws.Chance(b ? 0.8 : 0.2);
            rows.Add([b ? "b" : "a", null, draws.Chance(hard ? 0.2 : 0.7) ? "1" : "0", hard ? "hard" : "easy"]);
        }

        CheckResult result = MeasuredCheck.Run(Name, new CheckSettings { Roles = new CheckRoles { Group = ["group"], Prediction = "answer", By = ["by"] } }, Table(rows), []);
        Dictionary<string, object?[]> gaps = result.Rows("fairness").ToDictionary(static r => (string)r[0]!);
        Assert.True((double)gaps["demographic-parity"][5]! > 0.25);
        Assert.True((double)gaps["conditional-parity"][5]! < 0.05);
        Assert.Equal(2, gaps.Count);
    }

    [Fact]
    public void Probabilities_and_scores_are_cut_at_the_threshold()
    {
        List<string?[]> rows = [["a", "1", "0.4", null], ["a", "0", "0.6", null], ["b", "1", "0.5", null], ["b", "0", null, null]];
        var settings = new CheckSettings { MinSize = 1, Roles = new CheckRoles { Group = ["group"], Label = "label", Score = "answer" } };
        CheckResult half = MeasuredCheck.Run(Name, settings, Table(rows), []);
        Assert.Equal([0.5, 1.0], half.Rows("fairness_groups").Where(static r => (string)r[1]! == "selection-rate").Select(static r => (double)r[3]!));
        CheckResult lower = MeasuredCheck.Run(Name, settings, Table(rows), [], ("decision-threshold", "0.3"));
        Assert.Equal([1.0, 1.0], lower.Rows("fairness_groups").Where(static r => (string)r[1]! == "selection-rate").Select(static r => (double)r[3]!));
    }

    [Fact]
    public void A_group_with_half_its_share_of_the_population_is_said_to_have_it()
    {
        List<string?[]> rows = [.. Cells("a", 40, 10, 10, 40), .. Cells("b", 10, 3, 3, 9)];
        CheckResult result = Run(rows, new CheckSettings(), ("reference-share", "a=60%,b=40%"));
        Finding found = result.Findings.Single(static f => f.Code == "group-representation");
        Assert.Equal("b", found.Value);
        Assert.Equal(25 / 125.0 / 0.4, found.Effect!.Value, 12);
        Assert.Equal(((100 - 75.0) * (100 - 75) / 75) + ((25 - 50.0) * (25 - 50) / 50), found.Statistic!.Value, 10);
    }

    [Fact]
    public void Intervals_cover_a_planted_gap_and_the_test_holds_its_level_on_a_few_files()
    {
        Assert.InRange(Alarms(200, 400, 19), 3, 19);
        Assert.InRange(Covered(150), 0.88, 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Equalised_odds_and_conditional_parity_hold_their_level_on_a_few_files(bool joint) => Assert.InRange(joint ? JointAlarms(200, 400, 19) : ConditionalAlarms(200, 400, 19), 3, 19);

    [Theory]
    [Trait("Tier", "slow")]
    [InlineData(true)]
    [InlineData(false)]
    public void Equalised_odds_and_conditional_parity_hold_their_level_on_500_files(bool joint) => Assert.InRange(joint ? JointAlarms(500, 2000, 199) : ConditionalAlarms(500, 2000, 199), 15, 35);

    [Fact]
    [Trait("Tier", "slow")]
    public void Intervals_cover_a_planted_gap_and_the_test_holds_its_level_on_500_files()
    {
        Assert.InRange(Alarms(500, 2000, 199), 15, 35);
        Assert.InRange(Covered(500), 0.93, 1);
    }

    [Fact]
    public void What_cannot_be_measured_or_understood_is_said()
    {
        Assert.Equal(CheckVerdict.NotMeasurable, Run([], new CheckSettings()).Verdict);
        Assert.Contains("--min-size", Run([.. Cells("a", 40, 10, 10, 40)], new CheckSettings()).Reason, StringComparison.Ordinal);
        Assert.Contains("3 classes", Run([["a", "x", "y", null], ["a", "z", "y", null]], new CheckSettings()).Reason, StringComparison.Ordinal);
        CurateException fault = Assert.Throws<CurateException>(() => Run([], new CheckSettings(), ("measures", "equal-oportunity")));
        Assert.Contains("equal-opportunity", fault.Hint, StringComparison.Ordinal);
    }

    /// <summary>Groups that do not matter: how many of so many files have a p-value of at most 0.05.</summary>
    private static int Alarms(int files, int rows, int permutations)
    {
        var draws = new SplitMix64(5);
        int alarms = 0;
        for (int file = 0; file < files; file++)
        {
            var hits = new long[3];
            var of = new long[3];
            for (int i = 0; i < rows; i++)
            {
                int group = draws.Chance(0.5) ? 0 : draws.Chance(0.6) ? 1 : 2;
                of[group]++;
                hits[group] += draws.Chance(0.3) ? 1 : 0;
            }

            alarms += FairnessGap.Of(hits, of, 30, permutations, new SeededDraw((ulong)file, "test")).PValue <= 0.05 ? 1 : 0;
        }

        return alarms;
    }

    /// <summary>Answers that depend on the label and not on the group: files whose larger gap of both error rates has a p-value of at most 0.05.</summary>
    private static int JointAlarms(int files, int rows, int permutations)
    {
        var draws = new SplitMix64(6);
        int alarms = 0;
        for (int file = 0; file < files; file++)
        {
            // Positives and negatives, three groups each.
            var hits = new long[2][];
            var of = new long[2][];
            for (int label = 0; label < 2; label++)
            {
                hits[label] = new long[3];
                of[label] = new long[3];
            }

            for (int i = 0; i < rows; i++)
            {
                // Base rates differ between groups, which equalised odds allows.
                int group = draws.Chance(0.5) ? 0 : draws.Chance(0.6) ? 1 : 2;
                int label = draws.Chance(0.3 + (0.15 * group)) ? 1 : 0;
                of[label][group]++;
                hits[label][group] += draws.Chance(label == 1 ? 0.8 : 0.25) ? 1 : 0;
            }

            var draw = new SeededDraw((ulong)file, "test");
            FairnessGap Gap(int label) => FairnessGap.Of(hits[label], of[label], 10, 19, draw.For("rate"u8).For((ulong)label));
            alarms += FairnessGap.Larger(Gap(0), Gap(1), (hits[0], of[0]), (hits[1], of[1]), 10, permutations, draw).PValue <= 0.05 ? 1 : 0;
        }

        return alarms;
    }

    /// <summary>Answers that depend on the stratum, strata that depend on the group: files whose conditional gap has a p-value of at most 0.05.</summary>
    private static int ConditionalAlarms(int files, int rows, int permutations)
    {
        var draws = new SplitMix64(7);
        int alarms = 0;
        string[] groups = ["a", "b", "c"];
        for (int file = 0; file < files; file++)
        {
            var all = new FairnessCells(groups);
            var strata = new Dictionary<string, FairnessCells> { ["easy"] = new(groups), ["hard"] = new(groups) };
            for (int i = 0; i < rows; i++)
            {
                int group = draws.Chance(0.5) ? 0 : draws.Chance(0.6) ? 1 : 2;
                bool hard = draws.Chance(0.2 + (0.25 * group));
                bool answer = draws.Chance(hard ? 0.2 : 0.7);
                strata[hard ? "hard" : "easy"][group, false, answer]++;
                all[group, false, answer]++;
            }

            alarms += ConditionalGap.Of(strata, all, 10, permutations, new SeededDraw((ulong)file, "test")).PValue <= 0.05 ? 1 : 0;
        }

        return alarms;
    }

    /// <summary>A gap of 0.15 in false alarms: the share of files whose interval covers it.</summary>
    private static double Covered(int files)
    {
        var draws = new SplitMix64(9);
        double covered = 0;
        for (int file = 0; file < files; file++)
        {
            var hits = new long[2];
            for (int i = 0; i < 300; i++)
            {
                hits[0] += draws.Chance(0.1) ? 1 : 0;
                hits[1] += draws.Chance(0.25) ? 1 : 0;
            }

            FairnessGap gap = FairnessGap.Of(hits, [300, 300], 30, 19, new SeededDraw((ulong)file, "test"));
            covered += gap.Difference.Low <= 0.15 && gap.Difference.High >= 0.15 && gap.Highest == 1 ? 1.0 / files : 0;
        }

        return covered;
    }

    private static IEnumerable<string?[]> Cells(string group, int truePositives, int misses, int falseAlarms, int trueNegatives)
    {
        foreach ((int count, string label, string answer) in new[] { (truePositives, "1", "1"), (misses, "1", "0"), (falseAlarms, "0", "1"), (trueNegatives, "0", "0") })
        {
            for (int i = 0; i < count; i++)
            {
                yield return [group, label, answer, i.ToString(CultureInfo.InvariantCulture)];
            }
        }
    }

    private static MemoryTable Table(List<string?[]> rows) => new(["group", "label", "answer", "by"], rows);

    private static CheckResult Run(List<string?[]> rows, CheckSettings settings, params (string Name, string Value)[] options) =>
        MeasuredCheck.Run(Name, settings with { Roles = new CheckRoles { Group = ["group"], Label = "label", Prediction = "answer" } }, Table(rows), [], options);
}
