using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Optimisation;
using Curate.Core.Tests.Numerics.Linear;

using Curate.TestKit;

namespace Curate.Core.Tests.Numerics.Optimisation;

public sealed class MinimisationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(40)]
    public void Lbfgs_solves_a_quadratic_as_its_closed_form(int n)
    {
        Matrix a = MatrixProducts.Gram(TestMatrices.Uniform((ulong)n, 3 * n, n));
        double[] b = TestMatrices.Weights(2, n);
        Optimum found = Lbfgs.Minimise(new Quadratic(a, b), new double[n], new LbfgsOptions { GradientTolerance = 1e-8 });
        Assert.Equal(StopReason.Gradient, found.Reason);
        double[] expected = (double[])b.Clone();
        Cholesky.Factor(a).Solve(expected);
        TestMatrices.Near(expected, found.X, 1e-7);
    }

    [Fact]
    public void Lbfgs_finds_the_valley_of_rosenbrock()
    {
        var start = new double[10];
        Array.Fill(start, -1.2);
        Optimum found = Lbfgs.Minimise(new Rosenbrock(10), start, new LbfgsOptions { GradientTolerance = 1e-9 });
        Assert.True(found.Converged);
        Assert.InRange(found.Value, 0, 1e-15);
        TestMatrices.Near([1, 1, 1, 1, 1, 1, 1, 1, 1, 1], found.X, 1e-7);
    }

    [Fact]
    public void Lbfgs_stays_inside_the_domain()
    {
        // x - ln x has its minimum at 1 and is not finite from 0 down, where long first steps lead.
        Optimum found = Lbfgs.Minimise(new Barrier(), [1e-3], new LbfgsOptions { GradientTolerance = 1e-12 });
        Assert.Equal(1, found.X[0], 1e-9);
        Assert.Equal(StopReason.Iterations, Lbfgs.Minimise(new Rosenbrock(4), [-1, 2, 3, 1], new LbfgsOptions { MaxIterations = 3 }).Reason);
    }

    [Fact]
    public void Orthantwise_lbfgs_is_soft_thresholding_for_a_separable_quadratic()
    {
        // |x - c|^2 / 2 + p |x| has its minimum at sign(c) max(|c| - p, 0).
        double[] c = [3, -2, 0.4, -0.3, 0, 1];
        double[] p = [1, 0.5, 0.5, 0.2, 1, 0];
        Optimum found = OrthantwiseLbfgs.Minimise(new Quadratic(Matrix.Identity(6), c), p, [1, 1, 1, 1, 1, 1], new LbfgsOptions { GradientTolerance = 1e-12 });
        TestMatrices.Near([2, -1.5, 0, -0.1, 0, 1], found.X, 1e-11);
        Assert.Equal(0, found.X[2]);
        Assert.Equal(0, found.X[4]);
    }

    [Fact]
    public void Orthantwise_lbfgs_meets_the_optimality_conditions()
    {
        Seeds.Each(10, seed =>
        {
            Matrix a = MatrixProducts.Gram(TestMatrices.Uniform(seed, 40, 15));
            double[] b = Array.ConvertAll(TestMatrices.Uniform(seed + 1, 1, 15).Values, static x => 8 * x);
            var p = new double[15];
            Array.Fill(p, 2.0);
            Optimum found = OrthantwiseLbfgs.Minimise(new Quadratic(a, b), p, new double[15], new LbfgsOptions { GradientTolerance = 1e-9 });
            var gradient = new double[15];
            new Quadratic(a, b).Evaluate(found.X, gradient);
            for (int i = 0; i < 15; i++)
            {
                if (found.X[i] == 0)
                {
                    Assert.InRange(gradient[i], -2.0000001, 2.0000001);
                }
                else
                {
                    Assert.Equal(-2 * Math.Sign(found.X[i]), gradient[i], 1e-7);
                }
            }

            Assert.Contains(0.0, found.X);
        });
    }

    [Fact]
    public void Simplex_projection_meets_the_optimality_conditions()
    {
        Seeds.Each(50, seed =>
        {
            double[] y = Array.ConvertAll(TestMatrices.Uniform(seed, 1, 1 + (int)(seed % 20)).Values, static v => 3 * v);
            double[] x = (double[])y.Clone();
            SimplexProjection.Project(x, 2.5);
            Assert.Equal(2.5, x.Sum(), 1e-12);

            // x = max(0, y - shift) for one shift: kept components all moved by the same amount, dropped ones by no more.
            double shift = Enumerable.Range(0, x.Length).Where(i => x[i] > 0).Select(i => y[i] - x[i]).First();
            for (int i = 0; i < x.Length; i++)
            {
                Assert.Equal(Math.Max(0, y[i] - shift), x[i], 1e-12);
            }
        });
    }

    private sealed class Quadratic(Matrix a, double[] b) : IObjective
    {
        public int Size => b.Length;

        public double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
        {
            MatrixProducts.Apply(a, x, gradient);
            double value = (0.5 * Dense.Dot(x, gradient)) - Dense.Dot(x, b);
            Dense.AddScaled(-1, b, gradient);
            return value;
        }
    }

    private sealed class Rosenbrock(int size) : IObjective
    {
        public int Size => size;

        public double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
        {
            gradient.Clear();
            double value = 0;
            for (int i = 0; i + 1 < size; i++)
            {
                double curve = x[i + 1] - (x[i] * x[i]);
                double flat = 1 - x[i];
                value += (100 * curve * curve) + (flat * flat);
                gradient[i] += (-400 * x[i] * curve) - (2 * flat);
                gradient[i + 1] += 200 * curve;
            }

            return value;
        }
    }

    private sealed class Barrier : IObjective
    {
        public int Size => 1;

        public double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
        {
            gradient[0] = 1 - (1 / x[0]);
            return x[0] > 0 ? x[0] - Math.Log(x[0]) : double.PositiveInfinity;
        }
    }
}
