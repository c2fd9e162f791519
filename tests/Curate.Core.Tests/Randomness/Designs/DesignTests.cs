using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Randomness.Designs;
using Curate.Core.Tests.Numerics.Linear;
using Curate.TestKit;

namespace Curate.Core.Tests.Randomness.Designs;

public sealed class DesignTests
{
    private const int Rounds = 20_000;

    // Sums to 5; one certain unit, one impossible, several alike.
    private static readonly double[] s_inclusion = [0.9, 0.05, 0.5, 0.5, 0.25, 0, 1, 0.3, 0.7, 0.05, 0.15, 0.6];

    public static TheoryData<string> Designs => ["poisson", "systematic", "systematic-random", "pivotal", "pivotal-random", "local-pivotal", "conditional", "sampford", "tille", "stratified"];

    [Theory]
    [MemberData(nameof(Designs))]
    public void Samples_meet_their_inclusion_probabilities(string name)
    {
        ISamplingDesign design = Make(name);
        double[] inclusion = design.Inclusion.ToArray();
        int n = inclusion.Length;
        double size = inclusion.Sum();
        var observed = new long[n];
        for (int round = 0; round < Rounds; round++)
        {
            int[] sample = design.Sample(new SeededDraw((ulong)round, name));
            Assert.True(name == "poisson" || sample.Length == (int)Math.Round(size), $"{name}: {sample.Length} units");
            for (int k = 0; k < sample.Length; k++)
            {
                Assert.True(k == 0 || sample[k] > sample[k - 1]);
                observed[sample[k]]++;
            }
        }

        for (int i = 0; i < n; i++)
        {
            // Each unit on its own: in or out. Six standard errors, and exactly for certain and impossible units.
            double error = 6 * Math.Sqrt(Rounds * inclusion[i] * (1 - inclusion[i]));
            Assert.True(Math.Abs(observed[i] - (Rounds * inclusion[i])) <= error + 1e-6, $"{name}, unit {i}: {observed[i]} of {Rounds}, expected {inclusion[i]:R}");
        }

        ChiSquare.AssertFits(observed, Array.ConvertAll(inclusion, p => p * Rounds), name);
    }

    [Theory]
    [InlineData("poisson")]
    [InlineData("systematic")]
    [InlineData("conditional")]
    [InlineData("stratified")]
    public void Pairs_meet_their_joint_probabilities(string name)
    {
        ISamplingDesign design = Make(name);
        Func<int, int, double> joint = design switch
        {
            PoissonDesign d => d.Joint,
            SystematicDesign d => d.Joint,
            ConditionalPoissonDesign d => d.Joint,
            StratifiedDesign d => d.Joint,
            _ => throw new InvalidOperationException(),
        };
        int n = design.Inclusion.Length;
        var observed = new long[n, n];
        for (int round = 0; round < Rounds; round++)
        {
            int[] sample = design.Sample(new SeededDraw((ulong)round, name));
            foreach (int i in sample)
            {
                foreach (int j in sample)
                {
                    observed[i, j]++;
                }
            }
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double p = joint(i, j);
                Assert.Equal(p, joint(j, i), 1e-12);
                Assert.True(Math.Abs(observed[i, j] - (Rounds * p)) <= (6 * Math.Sqrt(Rounds * Math.Max(0, p * (1 - p)))) + 1e-3, $"{name}, {i} and {j}: {observed[i, j]} of {Rounds}, expected {p:R}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Designs))]
    public void The_same_draws_give_the_same_sample(string name)
    {
        Assert.Equal(Make(name).Sample(new SeededDraw(9, name)), Make(name).Sample(new SeededDraw(9, name)));
        Assert.NotEqual(
            [.. Enumerable.Range(0, 20).SelectMany(s => Make(name).Sample(new SeededDraw((ulong)s, name)))],
            Enumerable.Range(20, 20).SelectMany(s => Make(name).Sample(new SeededDraw((ulong)s, name))).ToArray());
    }

    [Fact]
    public void Large_designs_keep_their_size()
    {
        Seeds.Each(5, seed =>
        {
            var draws = new SplitMix64(seed);
            double[] sizes = [.. Enumerable.Range(0, 3000).Select(_ => draws.Unit() * draws.Unit())];
            double[] inclusion = InclusionProbabilities.Proportional(sizes, 700);
            Assert.Equal(700, inclusion.Sum(), 1e-9);
            var draw = new SeededDraw(seed, "large");
            Assert.Equal(700, new SystematicDesign(inclusion).Sample(draw).Length);
            Assert.Equal(700, new SystematicDesign(inclusion, randomOrder: true).Sample(draw).Length);
            Assert.Equal(700, new PivotalDesign(inclusion).Sample(draw).Length);
            Assert.Equal(700, new PivotalDesign(inclusion, randomOrder: true).Sample(draw).Length);
            Assert.Equal(700, new LocalPivotalDesign(inclusion, TestMatrices.Uniform(seed, 3000, 2)).Sample(draw).Length);
            Assert.Equal(700, new TilleDesign(sizes, 700).Sample(draw).Length);
        });
    }

    [Fact]
    public void Local_pivotal_samples_are_better_spread_than_pivotal_ones()
    {
        // On a line of equal chances, spread means that gaps between sampled units are even.
        const int N = 400;
        double[] inclusion = [.. Enumerable.Repeat(0.1, N)];
        var places = new Matrix(N, 1);
        for (int i = 0; i < N; i++)
        {
            places[i, 0] = i;
        }

        double local = 0;
        double plain = 0;
        for (ulong seed = 0; seed < 20; seed++)
        {
            local += Gaps(new LocalPivotalDesign(inclusion, places).Sample(new SeededDraw(seed, "spread")));
            plain += Gaps(new PivotalDesign(inclusion, randomOrder: true).Sample(new SeededDraw(seed, "spread")));
        }

        Assert.True(local < 0.5 * plain, $"{local} and {plain}");

        static double Gaps(int[] sample) => sample.Zip(sample.Skip(1), static (a, b) => (double)((b - a) - 10) * ((b - a) - 10)).Sum();
    }

    [Fact]
    public void Inclusion_probabilities_are_proportional_and_capped()
    {
        TestMatrices.Near([0.4, 0.8, 0.8, 0], InclusionProbabilities.Proportional([1, 2, 2, 0], 2), 1e-15);

        // 100 is certain; the other two share one place; in the second case 8 becomes certain after 100.
        TestMatrices.Near([1, 0.25, 0.75], InclusionProbabilities.Proportional([100, 1, 3], 2), 1e-15);
        TestMatrices.Near([1, 1, 0.5, 0.5], InclusionProbabilities.Proportional([100, 8, 1, 1], 3), 1e-15);
        TestMatrices.Near([1, 1], InclusionProbabilities.Proportional([5, 1e-9], 2), 1e-15);
        TestMatrices.Near([0, 0], InclusionProbabilities.Proportional([5, 1], 0), 0);
        Assert.Throws<ArgumentException>(() => InclusionProbabilities.Proportional([1, 0, 1], 3));
        Assert.Throws<ArgumentException>(() => InclusionProbabilities.Proportional([1, -1], 1));
        Seeds.Each(50, seed =>
        {
            var draws = new SplitMix64(seed);
            double[] sizes = [.. Enumerable.Range(0, 1 + draws.Below(30)).Select(_ => Math.Exp(8 * draws.Unit()))];
            int count = 1 + draws.Below(sizes.Length);
            double[] p = InclusionProbabilities.Proportional(sizes, count);
            Assert.Equal(count, p.Sum(), 1e-9);
            int free = Array.FindIndex(p, static v => v < 1);
            for (int i = 0; i < p.Length && free >= 0; i++)
            {
                Assert.Equal(Math.Min(1, sizes[i] * p[free] / sizes[free]), p[i], 1e-9);
            }
        });
    }

    [Fact]
    public void Designs_of_fixed_size_refuse_other_sums()
    {
        Assert.Throws<ArgumentException>(() => new SampfordDesign([0.5, 0.2]));
        Assert.Throws<ArgumentException>(() => ConditionalPoissonDesign.FromInclusion([0.5, 0.2]));
        Assert.Throws<ArgumentException>(() => new PoissonDesign([1.2]));
        Assert.Throws<ArgumentException>(() => ConditionalPoissonDesign.FromOdds([1, 1], 3));
        Assert.Throws<InvalidOperationException>(() => new SystematicDesign([0.5, 0.5], randomOrder: true).Joint(0, 1));
    }

    private static ISamplingDesign Make(string name) => name switch
    {
        "poisson" => new PoissonDesign(s_inclusion),
        "systematic" => new SystematicDesign(s_inclusion),
        "systematic-random" => new SystematicDesign(s_inclusion, randomOrder: true),
        "pivotal" => new PivotalDesign(s_inclusion),
        "pivotal-random" => new PivotalDesign(s_inclusion, randomOrder: true),
        "local-pivotal" => new LocalPivotalDesign(s_inclusion, TestMatrices.Uniform(3, s_inclusion.Length, 2)),
        "conditional" => ConditionalPoissonDesign.FromInclusion(s_inclusion),
        "sampford" => new SampfordDesign(s_inclusion),
        "tille" => new TilleDesign([9, 1, 4, 0, 2, 2, 30, 5], 4),
        _ => new StratifiedDesign([0, 1, 0, 1, 1, 2, 2, 1, 0, 2], [2, 1, 3]),
    };
}
