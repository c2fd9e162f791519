using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Optimisation;
using Curate.Core.Running;
using Curate.Core.Tests.Numerics.Linear;
using Curate.Core.Tests.Numerics.Vectors;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics.Optimisation;

public sealed class WeightingTests
{
    [Theory]
    [InlineData(1.0)]
    [InlineData(0.05)]
    [InlineData(0.002)]
    public void Sinkhorn_meets_both_marginals(double epsilon)
    {
        Matrix cost = TestMatrices.Uniform(3, 23, 31);
        double[] a = Share(TestMatrices.Weights(4, 23));
        double[] b = Share(TestMatrices.Weights(5, 31));
        var options = new SinkhornOptions { Epsilon = epsilon, Tolerance = 1e-10, MaxIterations = 200_000 };
        TransportPlan plan = Sinkhorn.Fit(cost, a, b, options, TestVectors.Run(1));
        Assert.True(plan.Converged);
        Matrix mass = plan.Plan();
        TestMatrices.Near(a, [.. Enumerable.Range(0, 23).Select(i => Dense.Sum(mass.Row(i)))], 1e-9);
        TestMatrices.Near(b, [.. Enumerable.Range(0, 31).Select(j => Enumerable.Range(0, 23).Sum(i => mass[i, j]))], 1e-12);
        foreach (int workers in new[] { 2, 7 })
        {
            TransportPlan again = Sinkhorn.Fit(cost, a, b, options, TestVectors.Run(workers));
            TestMatrices.SameBits(plan.RowPotentials, again.RowPotentials);
            TestMatrices.SameBits(plan.ColumnPotentials, again.ColumnPotentials);
        }
    }

    [Fact]
    public void Sinkhorn_with_little_entropy_comes_near_the_cheapest_assignment()
    {
        // On a line, masses move in order: the best plan matches sorted points, at a mean cost of (0.3 shift) each.
        double[] from = [0, 1, 2, 3, 4];
        Matrix cost = new(5, 5);
        for (int i = 0; i < 5; i++)
        {
            for (int j = 0; j < 5; j++)
            {
                cost[i, j] = Math.Abs(from[i] - (from[j] + 0.3)) * Math.Abs(from[i] - (from[j] + 0.3));
            }
        }

        double[] mass = [0.2, 0.2, 0.2, 0.2, 0.2];
        TransportPlan plan = Sinkhorn.Fit(cost, mass, mass, new SinkhornOptions { Epsilon = 0.01, MaxIterations = 100_000 }, TestVectors.Run());
        Assert.Equal(0.09, plan.Cost(), 1e-6);
        Assert.Throws<ArgumentException>(() => Sinkhorn.Fit(cost, mass, [0.2, 0.2, 0.2, 0.2, 0.1], new SinkhornOptions { Epsilon = 1 }, TestVectors.Run()));
    }

    [Fact]
    public void Raking_meets_all_margins_and_keeps_the_product_form()
    {
        Seeds.Each(20, seed =>
        {
            (double[] weights, RakingMargin[] margins) = Survey(seed, 400, 0.3);
            RakingResult raked = Raking.Fit(weights, margins, new RakingOptions());
            Assert.True(raked.Converged);
            Assert.InRange(raked.Error, 0, 1e-10);
            CheckMargins(raked.Weights, margins, 1e-10);

            // Without bounds the factor is a product of one factor a category: rows of equal categories share it.
            foreach (IGrouping<(int, int, int), double> cell in Enumerable.Range(0, weights.Length).Where(i => weights[i] > 0)
                .GroupBy(i => (margins[0].Categories[i], margins[1].Categories[i], margins[2].Categories[i]), i => raked.Weights[i] / weights[i]))
            {
                Assert.Equal(cell.First(), cell.Last(), 1e-12 * cell.First());
            }
        });
    }

    [Fact]
    public void Raking_with_bounds_meets_margins_within_them()
    {
        Seeds.Each(20, seed =>
        {
            (double[] weights, RakingMargin[] margins) = Survey(seed, 600, 0.35);
            RakingResult free = Raking.Fit(weights, margins, new RakingOptions());
            double largest = Enumerable.Range(0, weights.Length).Where(i => weights[i] > 0).Max(i => free.Weights[i] / weights[i]);
            double cap = 1 + (0.85 * (largest - 1));
            RakingResult raked = Raking.Fit(weights, margins, new RakingOptions { LeastFactor = 0.3, MostFactor = cap, MaxIterations = 100_000 });
            Assert.True(raked.Converged, $"error {raked.Error:R} after {raked.Iterations}");
            CheckMargins(raked.Weights, margins, 1e-10);
            int capped = 0;
            for (int i = 0; i < weights.Length; i++)
            {
                Assert.InRange(raked.Weights[i], 0.3 * weights[i] * (1 - 1e-12), cap * weights[i] * (1 + 1e-12));
                capped += weights[i] > 0 && raked.Weights[i] >= cap * weights[i] * (1 - 1e-12) ? 1 : 0;
            }

            Assert.True(capped > 0);
        });
    }

    [Fact]
    public void Raking_refuses_what_cannot_be_met()
    {
        RakingMargin half = new([0, 0, 1, 1], [2, 2]);
        Assert.Throws<ArgumentException>(() => Raking.Fit([1, 1, 1, 1], [half, new([0, 1, 0, 1], [1, 2])], new RakingOptions()));
        Assert.Throws<ArgumentException>(() => Raking.Fit([1, 1, 0, 0], [half], new RakingOptions()));
        Assert.Throws<ArgumentException>(() => Raking.Fit([1, 1, 1, 1], [new([0, 0, 1, 1], [5, 1])], new RakingOptions { MostFactor = 2 }));

        // Each margin alone can be met, both together cannot: the first rows of one are all rows of the other.
        RakingResult never = Raking.Fit([1, 1, 1, 1], [half, new([0, 0, 1, 1], [3, 1])], new RakingOptions { MaxIterations = 50 });
        Assert.False(never.Converged);
    }

    [Fact]
    public void Entropy_balancing_meets_the_means_and_has_exponential_form()
    {
        Seeds.Each(20, seed =>
        {
            Matrix x = TestMatrices.Uniform(seed, 300, 5);
            for (int i = 0; i < 300; i++)
            {
                x[i, 3] = 1000 + (50 * x[i, 3]);
                x[i, 4] = x[i, 4] > 0 ? 1 : 0;
            }

            double[] q = TestMatrices.Weights(seed + 1, 300);
            double[] targets = [0.3, -0.2, 0.1, 1012, 0.7];
            BalancingResult found = EntropyBalancing.Fit(x, targets, q);
            Assert.True(found.Converged, $"error {found.Error:R}");
            var means = new double[5];
            MatrixProducts.ApplyTransposed(x, found.Weights, means);
            TestMatrices.Near(targets, means, 1e-10);
            Assert.Equal(1, found.Weights.Sum(), 1e-12);

            // ln(w / q) is linear in x, with the multipliers.
            for (int i = 1; i < 300; i++)
            {
                if (q[i] > 0)
                {
                    double log = Math.Log(found.Weights[i] / q[i]) - Math.Log(found.Weights[0] / q[0]);
                    Assert.Equal(Dense.Dot(x.Row(i), found.Multipliers) - Dense.Dot(x.Row(0), found.Multipliers), log, 1e-9);
                }
            }
        });
    }

    [Fact]
    public void Entropy_balancing_says_when_targets_are_out_of_reach_and_takes_repeated_columns()
    {
        Matrix x = TestMatrices.Uniform(1, 50, 2);
        Assert.False(EntropyBalancing.Fit(x, [3, 0]).Converged);
        Matrix twice = new(50, 2);
        for (int i = 0; i < 50; i++)
        {
            twice[i, 0] = x[i, 0];
            twice[i, 1] = x[i, 0];
        }

        Assert.True(EntropyBalancing.Fit(twice, [0.25, 0.25]).Converged);
    }

    private static (double[] Weights, RakingMargin[] Margins) Survey(ulong seed, int rows, double tilt)
    {
        var draws = new SplitMix64(seed);
        double[] weights = TestMatrices.Weights(seed, rows);
        int[] sizes = [2, 5, 3];
        int[][] categories = [.. sizes.Select(k => Enumerable.Range(0, rows).Select(_ => draws.Below(k)).ToArray())];

        // Totals of tilted weights, so that a solution exists.
        double[] tilted = [.. weights.Select((w, i) => w * (1 + (tilt * (categories[0][i] + (categories[1][i] / 4.0) - categories[2][i]))))];
        return (weights, [.. sizes.Select((k, m) => new RakingMargin(categories[m],
            [.. Enumerable.Range(0, k).Select(c => Enumerable.Range(0, rows).Where(i => categories[m][i] == c).Sum(i => tilted[i]))]))]);
    }

    private static void CheckMargins(double[] weights, RakingMargin[] margins, double tolerance)
    {
        foreach (RakingMargin margin in margins)
        {
            for (int c = 0; c < margin.Totals.Length; c++)
            {
                Assert.Equal(margin.Totals[c], Enumerable.Range(0, weights.Length).Where(i => margin.Categories[i] == c).Sum(i => weights[i]), tolerance * margin.Totals[c]);
            }
        }
    }

    private static double[] Share(double[] values) => [.. values.Select(v => v / values.Sum())];
}
