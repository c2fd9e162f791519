using Curate.Core.Errors;
using Curate.Core.Tests.Support;
using Curate.TestKit;
using static Curate.Core.Tests.Resample.Weights.Weighed;

namespace Curate.Core.Tests.Resample.Weights;

/// <summary>Weights by density ratios where the ratio is known, and the measures beside them.</summary>
public sealed class DensityRatioWeightTests
{
    /// <summary>Normal x with variance 1; the arm has mean 1, so that the ratio of densities is exp(x - 1/2).</summary>
    private static MemoryTable Arms(ulong seed, int rows = 2000, double share = 0.4)
    {
        var random = new SplitMix64(seed);
        return new MemoryTable(["id", "x", "arm", "kind"], [.. Enumerable.Range(0, rows).Select(i =>
        {
            bool arm = random.Unit() < share;
            return new[] { "r" + i, Shown(Normal(random) + (arm ? 1 : 0)), i == 7 ? null : arm ? "t" : "c", random.Unit() < (arm ? 0.7 : 0.3) ? "k1" : "k2" };
        })]);
    }

    private static double Normal(SplitMix64 random) => Math.Sqrt(-2 * Math.Log(1 - random.Unit())) * Math.Cos(2 * Math.PI * random.Unit());

    private static double Mean(MemoryTable table, double[] weights, Func<string?[], bool> which)
    {
        int[] rows = [.. Enumerable.Range(0, weights.Length).Where(i => which(table.Rows[i]))];
        return rows.Sum(i => weights[i] * Number(table.Rows[i][1]!)) / rows.Sum(i => weights[i]);
    }

    [Fact]
    public void Ratios_come_near_to_the_known_ones_and_the_others_get_the_mean_of_the_arm()
    {
        MemoryTable table = Arms(1);
        double[] weights = WeightsOf("density-ratio-weight", table, ("treat", "arm=t"), ("features", "x"));
        Assert.All(table.Rows.Zip(weights).Where(static p => p.First[2] != "c"), static p => Assert.Equal(1, p.Second));
        int[] others = [.. Enumerable.Range(0, weights.Length).Where(i => table.Rows[i][2] == "c")];
        Assert.Equal(others.Length, others.Sum(i => weights[i]), 1e-6);
        double error = others.Average(i => Math.Pow(Math.Log(weights[i]) - (Number(table.Rows[i][1]!) - 0.5), 2));
        Assert.InRange(error, 0, 0.05);
        double[] ones = [.. weights.Select(static _ => 1.0)];
        Assert.InRange(Mean(table, ones, static r => r[2] == "c"), -0.1, 0.1);
        Assert.Equal(Mean(table, ones, static r => r[2] == "t"), Mean(table, weights, static r => r[2] == "c"), 0.15);
    }

    [Fact]
    public void All_rows_weighed_for_an_arm_have_its_mean_and_vary_less_than_its_own_rows()
    {
        MemoryTable table = Arms(2);
        double[] weights = WeightsOf("density-ratio-weight", table, ("treat", "arm=t"), ("features", "x"), ("form", "arm"));
        double[] ones = [.. weights.Select(static _ => 1.0)];
        double arm = Mean(table, ones, static r => r[2] == "t");
        Assert.Equal(arm, Mean(table, weights, static r => r[2] is not null), 0.1);

        // Using the arm alone is weights of 1 / share and 0, whose variance is (1 - share) / share.
        double own = table.Rows.Zip(weights).Where(static p => p.First[2] is not null).Average(static p => (p.Second - 1) * (p.Second - 1));
        double share = table.Rows.Count(static r => r[2] == "t") / (double)table.Rows.Count;
        Assert.InRange(own, 0, 0.5 * (1 - share) / share);
    }

    [Fact]
    public void Inverse_propensity_gives_both_arms_the_mean_of_all_rows()
    {
        MemoryTable table = Arms(3, 4000);
        double[] weights = WeightsOf("density-ratio-weight", table, ("treat", "arm=t"), ("features", "x"), ("form", "propensity"));
        double[] ones = [.. weights.Select(static _ => 1.0)];
        double all = Mean(table, ones, static r => r[2] is not null);
        Assert.Equal(all, Mean(table, weights, static r => r[2] == "t"), 0.1);
        Assert.Equal(all, Mean(table, weights, static r => r[2] == "c"), 0.1);
    }

    [Fact]
    public void Rows_become_like_another_dataset_in_its_categories_too()
    {
        MemoryTable table = Arms(4);
        MemoryTable reference = new(["x", "kind"], [.. Arms(5).Rows.Where(static r => r[2] == "t").Select(static r => new[] { r[1], r[3] })]);
        double[] weights = WeightsOf(Run("density-ratio-weight", table, reference, ("reference", "other"), ("features", "x"), ("categorical", "kind"), ("clip", "12")));
        Assert.Equal(table.Rows.Count, weights.Sum(), 1e-6);
        Assert.InRange(weights.Max(), 1, 12);
        double share = table.Rows.Zip(weights).Where(static p => p.First[3] == "k1").Sum(static p => p.Second) / weights.Sum();
        Assert.Equal(reference.Rows.Count(static r => r[1] == "k1") / (double)reference.Rows.Count, share, 0.05);
    }

    [Fact]
    public void The_report_has_auc_calibration_and_overlap_of_the_model()
    {
        MemoryTable table = Arms(6);
        (string, string)[] options = [("treat", "arm=t"), ("features", "x"), ("smooth", "1")];
        var model = Report("density-ratio-weight", table, "model", options);
        Assert.Equal(2, model.Rows.Count);

        // Two normal distributions one deviation apart: AUC is Phi(1 / sqrt 2) = 0.7602; noise of one deviation lowers it.
        Assert.Equal(0.7602, Cell(model, 0, "auc"), 0.03);
        Assert.True(Cell(model, 1, "auc") < Cell(model, 0, "auc"));
        Assert.True(Cell(model, 0, "overlap") > 0.9);
        var calibration = Report("density-ratio-weight", table, "calibration", options[..2]);
        Assert.Equal(10, calibration.Rows.Count);
        Assert.All(Enumerable.Range(0, 10), r => Assert.Equal(Cell(calibration, r, "predicted"), Cell(calibration, r, "observed"), 0.15));
        var features = Report("density-ratio-weight", table, "features", options[..2]);
        Assert.True(Math.Abs(Cell(features, 0, "after") - Cell(features, 0, "group")) < 0.3 * Math.Abs(Cell(features, 0, "before") - Cell(features, 0, "group")));
    }

    [Fact]
    public void Rows_far_apart_are_refused_as_are_options_that_say_nothing()
    {
        MemoryTable table = Arms(7, 300);
        MemoryTable far = new(["x"], [.. Enumerable.Range(0, 50).Select(static i => new string?[] { Shown(100 + i) })]);
        Refused(ErrorCodes.Infeasible, ["do not overlap", "AUC 1.0000"], "density-ratio-weight", table, far, ("reference", "other"), ("features", "x"));
        Refused(ErrorCodes.Infeasible, ["0 rows are in the group of --treat"], "density-ratio-weight", table, null, ("treat", "arm=z"), ("features", "x"));
        Refused(ErrorCodes.Usage, ["is not said"], "density-ratio-weight", table, null, ("features", "x"));
        Refused(ErrorCodes.Usage, ["no part of the output"], "density-ratio-weight", table, far, ("reference", "other"), ("form", "arm"));
        Refused(ErrorCodes.Usage, ["--smooth takes"], "density-ratio-weight", table, null, ("treat", "arm=t"), ("smooth", "much"));
    }
}
