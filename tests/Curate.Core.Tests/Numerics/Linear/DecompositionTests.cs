using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;

namespace Curate.Core.Tests.Numerics.Linear;

public sealed class DecompositionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(80)]
    public void Eigen_rebuilds_the_matrix(int n)
    {
        Matrix a = TestMatrices.Uniform((ulong)n, n, n);
        Matrix symmetric = a.Copy();
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                symmetric[i, j] = 0.5 * (a[i, j] + a[j, i]);
            }
        }

        SymmetricEigen eigen = SymmetricEigen.Of(a);
        TestMatrices.Near(Matrix.Identity(n).Values, MatrixProducts.OuterGram(eigen.Vectors).Values, 1e-13);
        Matrix scaled = eigen.Vectors.Copy();
        for (int i = 0; i < n; i++)
        {
            Dense.Scale(eigen.Values[i], scaled.Row(i));
            Assert.True(i == 0 || eigen.Values[i] <= eigen.Values[i - 1]);
            double[] sizes = Array.ConvertAll(eigen.Vectors.Row(i).ToArray(), Math.Abs);
            Assert.True(eigen.Vectors[i, Dense.LargestIndex(sizes)] > 0);
        }

        TestMatrices.Near(symmetric.Values, TestMatrices.Naive(eigen.Vectors.Transposed(), scaled).Values, 1e-12);
    }

    [Fact]
    public void Eigen_of_known_spectrum_equals_the_closed_form()
    {
        // The second difference matrix of size n has eigenvalues 2 - 2 cos(pi k / (n + 1)).
        const int N = 60;
        var a = new Matrix(N, N);
        for (int i = 0; i < N; i++)
        {
            a[i, i] = 2;
            if (i > 0)
            {
                a[i, i - 1] = -1;
                a[i - 1, i] = -1;
            }
        }

        double[] expected = [.. Enumerable.Range(1, N).Select(k => 2 - (2 * Math.Cos(Math.PI * k / (N + 1)))).OrderDescending()];
        TestMatrices.Near(expected, SymmetricEigen.Of(a).Values, 1e-13);
    }

    [Fact]
    public void Eigen_handles_zero_diagonal_repeated_and_tiny_values()
    {
        TestMatrices.SameBits([0, 0, 0], SymmetricEigen.Of(new Matrix(3, 3)).Values);
        TestMatrices.Near([4, 4, 4, 4], SymmetricEigen.Of(Matrix.Of([4, 0, 0, 0], [0, 4, 0, 0], [0, 0, 4, 0], [0, 0, 0, 4])).Values, 0);
        double[] ranks = SymmetricEigen.Of(Matrix.Of([1e-200, 1e-200, 1e-200], [1e-200, 1e-200, 1e-200], [1e-200, 1e-200, 1e-200])).Values;
        Assert.Equal(3e-200, ranks[0], 1e-213);
        Assert.Throws<ArgumentException>(() => SymmetricEigen.Of(Matrix.Of([double.NaN])));
        Assert.Throws<ArgumentException>(() => SymmetricEigen.Of(new Matrix(2, 3)));
    }

    [Fact]
    public void Cholesky_solves_and_gives_the_determinant()
    {
        Matrix a = MatrixProducts.Gram(TestMatrices.Uniform(5, 60, 20));
        Cholesky factor = Cholesky.Factor(a);
        Assert.Equal(0, factor.Jitter);
        TestMatrices.Near(a.Values, TestMatrices.Naive(factor.Lower, factor.Lower.Transposed()).Values, 1e-13);
        double[] x = TestMatrices.Weights(6, 20);
        double[] b = TestMatrices.Naive(a, new Matrix(20, 1, (double[])x.Clone())).Values;
        factor.Solve(b);
        TestMatrices.Near(x, b, 1e-11);
        TestMatrices.Near(Matrix.Identity(20).Values, TestMatrices.Naive(a, factor.Inverse()).Values, 1e-11);
        Assert.Equal(SymmetricEigen.Of(a).Values.Sum(Math.Log), factor.LogDeterminant, 1e-10);
    }

    [Fact]
    public void Cholesky_of_a_singular_matrix_needs_jitter()
    {
        Matrix a = Matrix.Of([1, 1], [1, 1]);
        Assert.Null(Cholesky.TryFactor(a));
        Assert.Throws<ArithmeticException>(() => Cholesky.Factor(a));
        Cholesky factor = Cholesky.Factor(a, JitterPolicy.Standard);
        Assert.InRange(factor.Jitter, 1e-13, 1e-10);
        Assert.Null(Cholesky.TryFactor(Matrix.Of([1, 2], [2, 1]), JitterPolicy.Standard));
    }

    [Fact]
    public void Power_iteration_finds_the_leading_pair()
    {
        Matrix a = MatrixProducts.Gram(TestMatrices.Uniform(8, 40, 12));
        SymmetricEigen eigen = SymmetricEigen.Of(a);
        Eigenpair pair = PowerIteration.Leading(new MatrixOperator(a), new SeededDraw(1, "power"), 1e-12);
        Assert.True(pair.Converged);
        Assert.Equal(eigen.Values[0], pair.Value, 1e-10);
        TestMatrices.Near(eigen.Vectors.Row(0), pair.Vector, 1e-8);
        Assert.False(PowerIteration.Leading(new MatrixOperator(Matrix.Of([1, 0], [0, -1])), new SeededDraw(1, "tie"), 1e-12, 100).Converged);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Conjugate_gradients_solve_as_cholesky_does(bool preconditioned)
    {
        Matrix a = MatrixProducts.Gram(TestMatrices.Uniform(9, 90, 30));
        for (int i = 0; i < 30; i++)
        {
            for (int j = 0; j < 30; j++)
            {
                a[i, j] *= (1 + i) * (1 + j);
            }
        }

        double[] b = TestMatrices.Weights(10, 30);
        var x = new double[30];
        double[] diagonal = preconditioned ? [.. Enumerable.Range(0, 30).Select(i => a[i, i])] : [];
        LinearSolution end = ConjugateGradient.Solve(new MatrixOperator(a), b, x, diagonal, 1e-13, 5000);
        Assert.True(end.Converged);
        double[] expected = (double[])b.Clone();
        Cholesky.Factor(a).Solve(expected);
        TestMatrices.Near(expected, x, 1e-9);
        Assert.False(ConjugateGradient.Solve(new MatrixOperator(Matrix.Of([-1])), [1], new double[1]).Converged);
    }

    [Fact]
    public void Orthonormal_rows_span_and_drop_what_depends()
    {
        Matrix rows = TestMatrices.Uniform(11, 6, 9);
        rows.Row(2).CopyTo(rows.Row(4));
        Assert.Equal(5, Orthonormal.Rows(rows));
        Matrix products = MatrixProducts.OuterGram(rows);
        for (int i = 0; i < 6; i++)
        {
            for (int j = 0; j < 6; j++)
            {
                Assert.Equal(i == j && i != 4 ? 1 : 0, products[i, j], 1e-14);
            }
        }
    }
}
