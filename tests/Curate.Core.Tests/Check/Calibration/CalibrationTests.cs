using System.Globalization;
using Curate.Core.Check;
using Curate.Core.Check.Calibration;
using Curate.Core.Randomness;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Check.Calibration;

public sealed class CalibrationTests
{
    private const string Name = "calibration";

    [Fact]
    public void Measures_by_hand()
    {
        // Two bins: 0.2 0.4 | 0.6 0.9 with events no yes yes yes.
        double[] p = [0.2, 0.4, 0.6, 0.9];
        bool[] y = [false, true, true, true];
        CalibrationMeasures m = CalibrationMeasures.Of(p, y, CalibrationBins.Width(p, 2), 2);
        Assert.Equal((0.04 + 0.36 + 0.16 + 0.01) / 4, m.Brier, 12);
        Assert.Equal((0.5 * 0.2) + (0.5 * 0.25), m.Error, 12);
        Assert.Equal((0.5 * 0.04) + (0.5 * 0.0625), m.Reliability, 12);
        Assert.Equal(0.5 * 0.0625 * 2, m.Resolution, 12);
        Assert.Equal(0.75 * 0.25, m.Uncertainty, 12);
        Assert.Equal(m.Brier, m.Reliability - m.Resolution + m.Uncertainty + m.WithinBins, 12);
        Assert.Equal(-(Math.Log(0.8) + Math.Log(0.4) + Math.Log(0.6) + Math.Log(0.9)) / 4, m.LogLoss, 12);
        double z = (((0 - 0.2) * 0.6) + ((1 - 0.4) * 0.2) + ((1 - 0.6) * -0.2) + ((1 - 0.9) * -0.8))
            / Math.Sqrt((0.36 * 0.16) + (0.04 * 0.24) + (0.04 * 0.24) + (0.64 * 0.09));
        Assert.Equal(z, m.SpiegelhalterZ, 12);
    }

    [Fact]
    public void The_balance_score_is_accuracy_less_confidence_however_it_is_written()
    {
        Seeds.Each(10, static seed =>
        {
            var draws = new SplitMix64(seed);
            double[] p = [.. Enumerable.Range(0, 500).Select(_ => draws.Unit())];
            bool[] y = [.. p.Select(v => draws.Chance(v))];

            // As the source defines it, case by case.
            double sum = 0;
            double right = 0;
            double confidence = 0;
            for (int i = 0; i < p.Length; i++)
            {
                bool answer = p[i] >= 0.5;
                sum += answer ? (y[i] ? 1 - p[i] : -p[i]) : y[i] ? p[i] - 1 : p[i];
                right += answer == y[i] ? 1 : 0;
                confidence += Math.Max(p[i], 1 - p[i]);
            }

            Assert.Equal(sum / p.Length, CalibrationMeasures.Balance(p, y), 12);
            Assert.Equal((right - confidence) / p.Length, CalibrationMeasures.Balance(p, y), 12);
        });
    }

    [Fact]
    public void Equal_probabilities_stay_in_one_bin_and_the_order_of_rows_does_not_matter()
    {
        double[] p = [0.5, 0.1, 0.5, 0.5, 0.9, 0.5, 0.2, 0.5];
        Assert.Equal([1, 0, 1, 1, 3, 1, 0, 1], CalibrationBins.Mass(p, 4));
        Assert.Equal([9, 0, 5, 9], CalibrationBins.Width([0.99, 0, 0.5, 1], 10));
    }

    [Fact]
    public void Sharpened_probabilities_are_found_with_their_temperature_and_right_ones_pass()
    {
        var draws = new SplitMix64(2);
        List<string?[]> good = [];
        List<string?[]> sharp = [];
        for (int i = 0; i < 4000; i++)
        {
            double logit = (draws.Unit() - 0.5) * 6;
            string y = draws.Chance(1 / (1 + Math.Exp(-logit))) ? "yes" : "no";
            good.Add([y, Text(1 / (1 + Math.Exp(-logit)))]);
            sharp.Add([y, Text(1 / (1 + Math.Exp(-2.5 * logit)))]);
        }

        CheckResult right = Run(good);
        Assert.Equal(CheckVerdict.Passed, right.Verdict);
        Assert.InRange((double)right.Rows("calibration")[0][19]!, 0.9, 1.1);
        CheckResult wrong = Run(sharp);
        Assert.Equal(CheckVerdict.Failed, wrong.Verdict);
        Assert.InRange((double)wrong.Rows("calibration")[0][19]!, 2.2, 2.8);
        Finding found = wrong.Findings.Single(static f => f.Code == "miscalibrated");
        Assert.Equal(0.005, found.PValue!.Value, 12);
        Assert.True(found.EffectLow < found.Effect && found.Effect < found.EffectHigh);
    }

    [Fact]
    public void Errors_that_cancel_are_said_to()
    {
        // Half of the rows say 0.6 and are right 0.9 of the time, half say 0.9 and are right 0.6 of the time.
        var draws = new SplitMix64(6);
        List<string?[]> rows = [];
        for (int i = 0; i < 2000; i++)
        {
            rows.Add(i % 2 == 0 ? [draws.Chance(0.9) ? "1" : "0", "0.6"] : [draws.Chance(0.6) ? "1" : "0", "0.9"]);
        }

        CheckResult result = Run(rows);
        Assert.Contains(result.Findings, static f => f.Code == "calibration-cancels");
        Assert.InRange((double)result.Rows("calibration")[0][20]!, -0.03, 0.03);
        Assert.InRange((double)result.Rows("calibration")[0][4]!, 0.27, 0.33);
    }

    [Fact]
    public void A_group_that_is_wrong_is_named_and_a_small_one_is_counted()
    {
        var draws = new SplitMix64(8);
        List<string?[]> rows = [];
        for (int i = 0; i < 3000; i++)
        {
            double p = draws.Unit();
            string group = i % 3 == 0 ? "a" : i < 20 ? "small" : "b";
            rows.Add([draws.Chance(group == "a" ? p * p : p) ? "1" : "0", Text(p), group]);
        }

        CheckResult result = MeasuredCheck.Run(Name, Settings(["group"]), new MemoryTable(["y", "p", "group"], rows), []);
        Assert.Contains(result.Findings, static f => f.Value == "a" && f.Severity == Severity.Error);
        Assert.DoesNotContain(result.Findings, static f => f.Value == "b");
        Assert.Equal(["small", 13L, null], result.Rows("calibration").Single(static r => (string)r[0]! == "small").Take(3));
    }

    [Fact]
    public void Several_classes_are_judged_by_the_probability_of_the_answer()
    {
        var draws = new SplitMix64(5);
        List<string?[]> rows = [];
        for (int i = 0; i < 3000; i++)
        {
            double[] p = [draws.Unit(), draws.Unit(), draws.Unit()];
            double sum = p.Sum();
            double at = draws.Unit() * sum;
            string label = at < p[0] ? "a" : at < p[0] + p[1] ? "b" : "c";
            rows.Add([label, Text(p[0] / sum), Text(p[1] / sum), Text(p[2] / sum)]);
        }

        var settings = new CheckSettings { Roles = new CheckRoles { Label = "y", Probability = ["a", "b", "c"] } };
        CheckResult result = MeasuredCheck.Run(Name, settings, new MemoryTable(["y", "a", "b", "c"], rows), []);
        Assert.Equal(CheckVerdict.Passed, result.Verdict);
        Assert.InRange((double)result.Rows("calibration")[0][4]!, 0, 0.05);
        var swapped = new CheckSettings { Roles = new CheckRoles { Label = "y", Probability = ["b", "c", "a"] } };
        Assert.Equal(CheckVerdict.Failed, MeasuredCheck.Run(Name, swapped, new MemoryTable(["y", "a", "b", "c"], rows), []).Verdict);
    }

    [Fact]
    public void The_error_of_right_probabilities_on_few_rows_is_what_chance_gives()
    {
        // 200 rows in 10 bins: about 0.07 on average, which is why a plain error is never compared with 0.
        var draws = new SplitMix64(1);
        double error = 0;
        double byChance = 0;
        double balance = 0;
        for (int run = 0; run < 60; run++)
        {
            (double[] p, bool[] y) = Right(draws, 200);
            int[] bins = CalibrationBins.Width(p, 10);
            double observed = CalibrationMeasures.Of(p, y, bins, 10).Error;
            error += observed / 60;
            byChance += CalibrationNull.Of(p, bins, 10, observed, 50, new SeededDraw((ulong)run, "test"), TestRuns.Context()).Mean / 60;
            balance += CalibrationMeasures.Balance(p, y) / 60;
        }

        Assert.InRange(error, 0.063, 0.083);
        Assert.InRange(byChance, error - 0.006, error + 0.006);
        Assert.InRange(balance, -0.015, 0.015);
    }

    [Fact]
    public void The_test_holds_its_level_on_a_few_files() => Assert.InRange(Alarms(200, 150, 19), 3, 19);

    [Fact]
    [Trait("Tier", "slow")]
    public void The_test_holds_its_level_on_500_files() => Assert.InRange(Alarms(500, 500, 199), 15, 35);

    [Fact]
    public void The_z_of_right_probabilities_is_standard_normal() => Assert.InRange(AlarmsOfZ(500, 300), 15, 35);

    [Fact]
    public void What_cannot_be_measured_is_said()
    {
        Assert.Contains("3.5", Run([["1", "3.5"]]).Reason, StringComparison.Ordinal);
        Assert.Equal(CheckVerdict.NotMeasurable, Run([]).Verdict);
        Assert.Equal(CheckVerdict.NotMeasurable, Run([[null, null]]).Verdict);
        Assert.Contains("--positive", Run([["a", "0.1"], ["b", "0.2"], ["c", "0.3"]]).Reason, StringComparison.Ordinal);
        Assert.Contains("no class 'z'", MeasuredCheck.Run(Name, Settings([]), new MemoryTable(["y", "p", "group"], [["a", "0.1", null]]), [], ("positive", "z")).Reason, StringComparison.Ordinal);
        List<string?[]> same = [.. Enumerable.Repeat<string?[]>(["1", "1"], 40)];
        Assert.Equal(CheckVerdict.Passed, Run(same).Verdict);
    }

    private static int Alarms(int files, int rows, int draws)
    {
        var random = new SplitMix64(77);
        int alarms = 0;
        for (int file = 0; file < files; file++)
        {
            (double[] p, bool[] y) = Right(random, rows);
            int[] bins = CalibrationBins.Mass(p, 10);
            double error = CalibrationMeasures.Of(p, y, bins, 10).Error;
            alarms += CalibrationNull.Of(p, bins, 10, error, draws, new SeededDraw((ulong)file, "test"), TestRuns.Context()).PValue <= 0.05 ? 1 : 0;
        }

        return alarms;
    }

    /// <summary>Right probabilities: how many of so many files have a z beyond the 5% of a standard normal.</summary>
    private static int AlarmsOfZ(int files, int rows)
    {
        var random = new SplitMix64(78);
        int alarms = 0;
        for (int file = 0; file < files; file++)
        {
            (double[] p, bool[] y) = Right(random, rows);
            alarms += Math.Abs(CalibrationMeasures.Of(p, y, CalibrationBins.Width(p, 10), 10).SpiegelhalterZ) > 1.959964 ? 1 : 0;
        }

        return alarms;
    }

    private static (double[] P, bool[] Y) Right(SplitMix64 draws, int rows)
    {
        double[] p = [.. Enumerable.Range(0, rows).Select(_ => draws.Unit())];
        return (p, [.. p.Select(v => draws.Chance(v))]);
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static CheckSettings Settings(IReadOnlyList<string> groups) => new() { Roles = new CheckRoles { Label = "y", Probability = ["p"], Group = groups } };

    private static CheckResult Run(List<string?[]> rows) => MeasuredCheck.Run(Name, Settings([]), new MemoryTable(["y", "p"], [.. rows.Select(static r => r[..2])]), []);
}
