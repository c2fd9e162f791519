using Curate.Core.Errors;
using Curate.Core.Resample.Weights;
using Curate.Core.Tests.Support;
using Curate.TestKit;
using static Curate.Core.Tests.Resample.Weights.Weighed;

namespace Curate.Core.Tests.Resample.Weights;

/// <summary>Weights by density against the kernel density summed over all pairs, and against the published shapes.</summary>
public sealed class TargetDensityWeightTests
{
    public static TheoryData<ulong> Cases => Seeds.Theory(4);

    private static MemoryTable Table(ulong seed, int rows = 200)
    {
        var random = new SplitMix64(seed);
        return new MemoryTable(["id", "value", "base"], [.. Enumerable.Range(0, rows).Select(i =>
        {
            double value = random.Chance(0.05) ? 40 + (random.Unit() * 60) : random.Unit() + random.Unit() + (random.Unit() * 8);
            return new[] { "r" + i, i % 17 == 16 ? null : Shown(value), Shown(1 + random.Below(3)) };
        })]);
    }

    private static double[] Values(MemoryTable table) => [.. table.Rows.Where(static r => r[1] is not null).Select(static r => Number(r[1]!))];

    private static double[] Density(double[] values, double factor)
    {
        double mean = values.Average();
        double h = factor * Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
        return [.. values.Select(v => values.Sum(o => Math.Exp(-0.5 * (v - o) * (v - o) / h / h)) / (h * Math.Sqrt(2 * Math.PI) * values.Length))];
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Density_is_that_of_all_pairs_and_weights_follow_from_it(ulong seed) => Seeds.With(seed, () =>
    {
        MemoryTable table = Table(seed);
        double[] values = Values(table);
        foreach ((string bandwidth, double factor) in new[] { ("0.07", 0.07), ("scott", Math.Pow(values.Length, -0.2)), ("silverman", Math.Pow(values.Length * 0.75, -0.2)) })
        {
            RunOutcome run = Run("target-density-weight", table, ("label", "value"), ("density-column", "d"), ("bandwidth", bandwidth), ("alpha", "0.5"));
            string?[][] rows = [.. run.Rows.Where(static r => r[1] is not null)];
            double[] naive = Density(values, factor);
            double most = naive.Max();
            Assert.All(rows.Zip(naive), p => Assert.Equal(p.Second, Number(p.First[4]!), most * 1e-3));
            double[] shape = [.. naive.Select(d => Math.Pow(1 - Math.Pow(d / most, 0.5), 2))];
            Assert.All(rows.Zip(shape), p => Assert.Equal(p.Second / shape.Average(), Number(p.First[3]!), 4e-3 / shape.Average()));
            Assert.Equal(values.Length, rows.Sum(static r => Number(r[3]!)), 1e-8);
            Assert.All(run.Rows.Where(static r => r[1] is null), static r => Assert.True(r[3] == "1" && r[4] is null));
        }
    });

    [Theory]
    [InlineData(0.5, 0.938, 0.81, 0.468, 0.086, 0.003)]
    [InlineData(2.0, 1.0, 1.0, 0.995, 0.866, 0.436)]
    [InlineData(1.0, 0.999, 0.99, 0.9, 0.5, 0.1)]
    public void Mdi_weights_are_the_published_ones_and_their_own_inverse(double alpha, params double[] expected)
    {
        double[] densities = [0.001, 0.01, 0.1, 0.5, 0.9];
        double before = double.PositiveInfinity;
        for (int i = 0; i < densities.Length; i++)
        {
            double weight = DensityForm.Mdi.Weight(densities[i], alpha, 0);
            Assert.Equal(expected[i], weight, 6e-4);
            Assert.Equal(densities[i], DensityForm.Mdi.Weight(weight, alpha, 0), 1e-9);
            Assert.True(weight < before);
            before = weight;
        }
    }

    [Fact]
    public void Other_forms_are_as_they_say()
    {
        Assert.Equal(4, DensityForm.Inverse.Weight(0.25, 1, 0), 1e-12);
        Assert.Equal(2, DensityForm.Inverse.Weight(0.25, 0.5, 0), 1e-12);
        Assert.Equal(0.7, DensityForm.Dense.Weight(0.3, 1, 1e-6), 1e-12);
        Assert.Equal(1e-6, DensityForm.Dense.Weight(0.9, 2, 1e-6));
    }

    [Fact]
    public void Rare_values_gain_and_the_report_says_how_much()
    {
        MemoryTable table = Table(3, 400);
        var report = Report("target-density-weight", table, "target", ("label", "value"));
        Assert.True(Cell(report, report.Rows.Count - 1, "after") > Cell(report, report.Rows.Count - 1, "before"));
        Assert.Equal(1, Enumerable.Range(0, report.Rows.Count).Sum(r => Cell(report, r, "after")), 1e-9);
        Assert.Equal(1, Enumerable.Range(0, report.Rows.Count).Sum(r => Cell(report, r, "before")), 1e-9);
        double[] weights = [.. Run("target-density-weight", table, ("label", "value")).Rows.Where(static r => r[1] is not null).Select(static r => Number(r[3]!))];
        Assert.Equal(Effective(weights), Cell(Report("target-density-weight", table, "weights", ("label", "value")), 0, "effective"), 1e-6);
    }

    [Fact]
    public void Clipped_weights_stay_within_bounds_and_sum_to_the_rows()
    {
        MemoryTable table = Table(4);
        double[] weights = [.. Run("target-density-weight", table, ("label", "value"), ("form", "inverse"), ("clip", "0.8,3")).Rows.Where(static r => r[1] is not null).Select(static r => Number(r[3]!))];
        Assert.InRange(weights.Max(), 2.9999, 3);
        Assert.InRange(weights.Min(), 0.8, 0.8001);
        Assert.Equal(weights.Length, weights.Sum(), 1e-8);
    }

    [Fact]
    public void Equal_values_weigh_the_same()
    {
        var table = new MemoryTable(["value"], [.. Enumerable.Range(0, 9).Select(static _ => new string?[] { "5" })]);
        Assert.All(WeightsOf("target-density-weight", table, ("label", "value")), static w => Assert.Equal(1, w, 1e-12));
        Assert.All(WeightsOf("target-density-weight", new MemoryTable(["value"], [["5"]]), ("label", "value"), ("form", "inverse")), static w => Assert.Equal(1, w, 1e-12));
    }

    [Fact]
    public void A_target_without_numbers_is_refused()
    {
        Refused(ErrorCodes.BadValue, ["'id' is no number: row 1 has 'r0'"], "target-density-weight", Table(1), null, ("label", "id"));
        Refused(ErrorCodes.BadValue, ["'value' is no number", "no value at all"], "target-density-weight", new MemoryTable(["value"], []), null, ("label", "value"));
        Refused(ErrorCodes.Usage, ["--bandwidth takes a number above 0"], "target-density-weight", Table(1), null, ("label", "value"), ("bandwidth", "wide"));
    }
}
