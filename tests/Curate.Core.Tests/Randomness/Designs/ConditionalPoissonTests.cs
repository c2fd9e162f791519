using System.Numerics;
using Curate.Core.Randomness;
using Curate.Core.Randomness.Designs;
using Curate.Core.Tests.Numerics.Linear;
using Curate.TestKit;

namespace Curate.Core.Tests.Randomness.Designs;

public sealed class ConditionalPoissonTests
{
    [Fact]
    public void Probabilities_equal_those_of_all_samples_counted()
    {
        Seeds.Each(100, seed =>
        {
            var draws = new SplitMix64(seed);
            int units = 1 + draws.Below(8);
            int count = draws.Below(units + 1);
            double[] odds = [.. Enumerable.Range(0, units).Select(_ => draws.Chance(0.3) ? 0.5 : Math.Exp(6 * (draws.Unit() - 0.5)))];
            (double[] first, double[,] second) = Enumerate(odds, count);
            ConditionalPoissonDesign design = ConditionalPoissonDesign.FromOdds(odds, count);
            TestMatrices.Near(first, design.Inclusion, 1e-11);
            for (int i = 0; i < units; i++)
            {
                for (int j = 0; j < units; j++)
                {
                    Assert.Equal(second[i, j], design.Joint(i, j), 1e-9);
                }
            }
        });
    }

    [Fact]
    public void Samples_come_as_often_as_their_odds_say()
    {
        double[] odds = [0.2, 1, 3, 0.7, 5];
        ConditionalPoissonDesign design = ConditionalPoissonDesign.FromOdds(odds, 2);
        var observed = new long[32];
        const int Rounds = 30_000;
        for (int round = 0; round < Rounds; round++)
        {
            observed[design.Sample(new SeededDraw((ulong)round, "subsets")).Sum(static i => 1 << i)]++;
        }

        double[] expected = [.. Enumerable.Range(0, 32).Select(s => BitOperations.PopCount((uint)s) == 2 ? Product(odds, s) : 0)];
        double sum = expected.Sum();
        int[] pairs = [.. Enumerable.Range(0, 32).Where(s => expected[s] > 0)];
        Assert.Equal(Rounds, pairs.Sum(s => observed[s]));
        ChiSquare.AssertFits([.. pairs.Select(s => observed[s])], [.. pairs.Select(s => Rounds * expected[s] / sum)], "subsets");
    }

    [Fact]
    public void Odds_are_found_for_given_probabilities()
    {
        Seeds.Each(20, seed =>
        {
            var draws = new SplitMix64(seed);
            double[] sizes = [.. Enumerable.Range(0, 60).Select(_ => Math.Exp(3 * draws.Unit()))];
            double[] inclusion = InclusionProbabilities.Proportional(sizes, 17);
            ConditionalPoissonDesign design = ConditionalPoissonDesign.FromInclusion(inclusion);
            TestMatrices.Near(inclusion, design.Inclusion, 1e-11);
            Assert.Equal(17, design.Sample(new SeededDraw(seed, "odds")).Length);
            Assert.Equal(16 * inclusion[3], Enumerable.Range(0, 60).Where(static j => j != 3).Sum(j => design.Joint(3, j)), 1e-8);
        });
    }

    [Fact]
    public void Equal_odds_are_simple_random_sampling_even_for_many_units()
    {
        double[] odds = [.. Enumerable.Repeat(3.7, 2000)];
        ConditionalPoissonDesign design = ConditionalPoissonDesign.FromOdds(odds, 500);
        Assert.Equal(0.25, design.Inclusion[1234], 1e-12);
        Assert.Equal(500.0 * 499 / (2000.0 * 1999), design.Joint(5, 1999), 1e-12);
        Assert.Equal(500, design.Sample(new SeededDraw(1, "many")).Length);
    }

    private static double Product(double[] odds, int set)
    {
        double product = 1;
        for (int i = 0; i < odds.Length; i++)
        {
            product *= (set >> i & 1) != 0 ? odds[i] : 1;
        }

        return product;
    }

    private static (double[] First, double[,] Second) Enumerate(double[] odds, int count)
    {
        int n = odds.Length;
        var first = new double[n];
        var second = new double[n, n];
        double sum = 0;
        for (int set = 0; set < 1 << n; set++)
        {
            if (BitOperations.PopCount((uint)set) != count)
            {
                continue;
            }

            double product = Product(odds, set);
            sum += product;
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    second[i, j] += (set >> i & set >> j & 1) != 0 ? product : 0;
                }
            }
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                second[i, j] /= sum;
            }

            first[i] = second[i, i];
        }

        return (first, second);
    }
}
