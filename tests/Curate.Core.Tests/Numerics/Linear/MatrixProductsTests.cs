using Curate.Core.Numerics.Linear;

namespace Curate.Core.Tests.Numerics.Linear;

public sealed class MatrixProductsTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 5, 2)]
    [InlineData(37, 66, 41)]
    [InlineData(70, 9, 130)]
    public void Products_equal_the_definition(int n, int k, int m)
    {
        Matrix a = TestMatrices.Uniform(1, n, k);
        Matrix b = TestMatrices.Uniform(2, k, m);
        Matrix c = TestMatrices.Uniform(3, n, m);
        double[] w = TestMatrices.Weights(4, n);
        TestMatrices.Near(TestMatrices.Naive(a, b).Values, MatrixProducts.Multiply(a, b).Values, 1e-13);
        TestMatrices.Near(TestMatrices.Naive(a.Transposed(), c).Values, MatrixProducts.TransposeMultiply(a, c).Values, 1e-13);
        TestMatrices.Near(TestMatrices.Naive(a, a.Transposed()).Values, MatrixProducts.OuterGram(a).Values, 1e-13);
        Matrix weighted = a.Copy();
        for (int i = 0; i < n; i++)
        {
            Dense.Scale(w[i], weighted.Row(i));
        }

        TestMatrices.Near(TestMatrices.Naive(weighted.Transposed(), c).Values, MatrixProducts.TransposeMultiply(a, c, w).Values, 1e-13);
        Matrix gram = MatrixProducts.Gram(a, w);
        TestMatrices.Near(TestMatrices.Naive(weighted.Transposed(), a).Values, gram.Values, 1e-13);
        TestMatrices.SameBits(gram.Values, gram.Transposed().Values);

        double[] x = TestMatrices.Weights(5, k);
        var y = new double[n];
        MatrixProducts.Apply(a, x, y);
        TestMatrices.Near(TestMatrices.Naive(a, new Matrix(k, 1, x)).Values, y, 1e-13);
        var back = new double[k];
        MatrixProducts.ApplyTransposed(a, y, back);
        TestMatrices.Near(TestMatrices.Naive(a.Transposed(), new Matrix(n, 1, y)).Values, back, 1e-12);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void Products_have_the_same_bits_for_any_workers(int workers)
    {
        Matrix a = TestMatrices.Uniform(1, 101, 77);
        Matrix b = TestMatrices.Uniform(2, 77, 93);
        double[] w = TestMatrices.Weights(3, 101);
        TestMatrices.SameBits(MatrixProducts.Multiply(a, b).Values, MatrixProducts.Multiply(a, b, workers).Values);
        TestMatrices.SameBits(MatrixProducts.Gram(a, w).Values, MatrixProducts.Gram(a, w, workers).Values);
        TestMatrices.SameBits(MatrixProducts.OuterGram(a).Values, MatrixProducts.OuterGram(a, workers).Values);
    }

    [Fact]
    public void Softmax_survives_extreme_scores()
    {
        double[] huge = [1000, 999, -1e308];
        double log = Dense.Softmax(huge);
        Assert.Equal(1000 + Math.Log(1 + Math.Exp(-1)), log, 1e-12);
        Assert.Equal(1, huge[0] + huge[1] + huge[2], 1e-15);
        double[] none = [double.NegativeInfinity, double.NegativeInfinity];
        Assert.Equal(double.NegativeInfinity, Dense.Softmax(none));
        Assert.Equal([0.5, 0.5], none);
        Assert.Equal(double.NegativeInfinity, Dense.LogSumExp([]));
    }

    [Fact]
    public void Wrong_sizes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => MatrixProducts.Multiply(new Matrix(2, 3), new Matrix(2, 3)));
        Assert.Throws<ArgumentException>(() => new Matrix(2, 3, new double[5]));
        Assert.Throws<ArgumentException>(() => Dense.Dot([1, 2], [1]));
    }
}
