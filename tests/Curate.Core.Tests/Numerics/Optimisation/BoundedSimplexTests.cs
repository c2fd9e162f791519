using Curate.Core.Numerics.Optimisation;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics.Optimisation;

public sealed class BoundedSimplexTests
{
    public static TheoryData<ulong> Seeds20 => Seeds.Theory(20);

    [Theory]
    [MemberData(nameof(Seeds20))]
    public void Projection_is_in_bounds_and_nearer_than_any_other_point(ulong seed) => Seeds.With(seed, () =>
    {
        var random = new SplitMix64(seed);
        int n = random.Between(1, 6);
        double[] least = [.. Enumerable.Range(0, n).Select(_ => random.Unit() * 0.9 / n)];
        double[] most = [.. least.Select(l => Math.Max(l, (1.0 / n) + random.Unit()))];
        var simplex = new BoundedSimplex(least, most);
        double[] from = [.. Enumerable.Range(0, n).Select(_ => (4 * random.Unit()) - 2)];
        double[] to = [.. from];
        simplex.Project(to);
        Assert.Equal(1, to.Sum(), 12);
        Assert.All(to.Zip(least, most), static p => Assert.InRange(p.First, p.Second, p.Third));

        // A nearest point of a convex set has no other one on its far side.
        for (int k = 0; k < 200; k++)
        {
            double[] other = [.. Enumerable.Range(0, n).Select(_ => (4 * random.Unit()) - 2)];
            simplex.Project(other);
            Assert.InRange(Enumerable.Range(0, n).Sum(i => (from[i] - to[i]) * (other[i] - to[i])), -100, 1e-9);
        }
    });

    [Fact]
    public void A_quadratic_ends_at_its_least_value_by_hand()
    {
        // (x - 1)^2 + (y - 1)^2 + 4 z^2 with z from 0.2: x = y = 0.4.
        (double[] x, double value) = new BoundedSimplex([0, 0, 0.2], [1, 1, 1]).Minimise(new Bowl(), [1, 0, 0]);
        Assert.Equal([0.4, 0.4, 0.2], x.Select(static v => Math.Round(v, 6)));
        Assert.Equal((2 * 0.36) + 0.16, value, 9);
    }

    [Fact]
    public void Bounds_that_no_shares_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(static () => new BoundedSimplex([0.6, 0.6], [1, 1]));
        Assert.Throws<ArgumentException>(static () => new BoundedSimplex([0, 0], [0.4, 0.4]));
        Assert.Throws<ArgumentException>(static () => new BoundedSimplex([0.5, 0], [0.4, 1]));
    }

    private sealed class Bowl : IObjective
    {
        public int Size => 3;

        public double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
        {
            gradient[0] = 2 * (x[0] - 1);
            gradient[1] = 2 * (x[1] - 1);
            gradient[2] = 8 * x[2];
            return ((x[0] - 1) * (x[0] - 1)) + ((x[1] - 1) * (x[1] - 1)) + (4 * x[2] * x[2]);
        }
    }
}
