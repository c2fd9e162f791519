using Curate.Core.Data;
using Curate.Core.Profile.Balance;
using Curate.Core.Profile.Report;
using Curate.Core.Tests.Profile.Comparison;
using Curate.TestKit;

namespace Curate.Core.Tests.Profile.Balance;

public sealed class SeparabilityTests
{
    private static FeatureSample Sample(double gap, int rows = 600, double missing = 0, ulong seed = 5)
    {
        var draws = new SplitMix64(seed);
        string[] classes = [.. Enumerable.Range(0, rows).Select(static i => i % 3 == 0 ? "rare" : "often")];
        double[] values = [.. classes.SelectMany(c => new[]
        {
            Distributions.Normal(draws) * 1000,
            draws.Chance(missing) ? double.NaN : Distributions.Normal(draws) + (c == "rare" ? gap : 0),
        })];
        return new() { Features = ["noise", "tell"], Classes = classes, Ids = [.. Enumerable.Range(0, rows).Select(static i => new RowId(0, i))], Values = values };
    }

    [Fact]
    public void Of_far_classes_is_near_1_and_names_the_feature()
    {
        SeparabilityReport report = Separability.Of(Sample(10), 1)!;
        Assert.InRange(report.NearestMean.Value, 0.99, 1);
        Assert.Equal("tell", report.BestFeature);
        Assert.InRange(report.Fisher, 15, 35);
        Assert.Equal(0.5, report.Chance);
    }

    [Fact]
    public void Of_equal_classes_is_about_chance()
    {
        // One sample has a deviation of 0.02; the mean of 25 one of 0.004.
        double mean = Enumerable.Range(0, 25).Average(static i => Separability.Of(Sample(0, seed: (ulong)i), 1)!.NearestMean.Value);
        Assert.InRange(mean, 0.484, 0.516);
    }

    [Fact]
    public void Of_normal_classes_is_what_theory_says()
    {
        // Two unit normals 2 apart: the nearest mean is right for Phi(1) = 0.841.
        SeparabilityReport report = Separability.Of(Sample(2, 9000, 0), 1)!;
        Assert.InRange(report.NearestMean.Value, 0.82, 0.86);
    }

    [Fact]
    public void Of_a_shuffled_sample_is_the_same()
    {
        FeatureSample sample = Sample(1.5, 300, 0.2);
        var draws = new SplitMix64(77);
        int[] order = [.. Enumerable.Range(0, 300).OrderBy(_ => draws.Next())];
        SeparabilityReport first = Separability.Of(sample, 4)!;
        SeparabilityReport second = Separability.Of(
            sample with
            {
                Classes = [.. order.Select(i => sample.Classes[i])],
                Ids = [.. order.Select(i => sample.Ids[i])],
                Values = [.. order.SelectMany(i => new[] { sample.Values[2 * i], sample.Values[(2 * i) + 1] })],
            },
            4)!;
        Assert.Equal(first with { Features = second.Features }, second);
        Assert.True(first.NearestMean.Value > 0.6);
    }

    [Fact]
    public void Of_one_class_or_no_feature_is_nothing()
    {
        FeatureSample sample = Sample(1, 30);
        Assert.Null(Separability.Of(sample with { Classes = [.. sample.Classes.Select(static _ => "one")] }, 1));
        Assert.Null(Separability.Of(sample with { Features = [], Values = [] }, 1));
    }

    [Fact]
    public void A_feature_that_is_constant_within_classes_decides()
    {
        FeatureSample sample = Sample(0, 90);
        double[] values = [.. sample.Classes.SelectMany(static (c, i) => new[] { i * 1.0, c == "rare" ? 1.0 : 0 })];
        SeparabilityReport report = Separability.Of(sample with { Values = values }, 1)!;
        Assert.Equal(1, report.NearestMean.Value);
        Assert.Equal(double.PositiveInfinity, report.Fisher);
    }
}
