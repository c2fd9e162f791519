using Curate.Core.Hashing;
using Curate.Core.Numerics.Linear;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics.Linear;

/// <summary>Random matrices, and naive products.</summary>
internal static class TestMatrices
{
    public static Matrix Uniform(ulong seed, int rows, int columns)
    {
        var draws = new SplitMix64(seed);
        var matrix = new Matrix(rows, columns);
        for (int i = 0; i < matrix.Values.Length; i++)
        {
            matrix.Values[i] = (2 * draws.Unit()) - 1;
        }

        return matrix;
    }

    public static double[] Weights(ulong seed, int count)
    {
        var draws = new SplitMix64(seed);
        var weights = new double[count];
        for (int i = 0; i < count; i++)
        {
            weights[i] = draws.Below(5) == 0 ? 0 : 0.1 + draws.Unit();
        }

        weights[0] = 1;
        return weights;
    }

    public static Matrix Naive(Matrix a, Matrix b)
    {
        var product = new Matrix(a.Rows, b.Columns);
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < b.Columns; j++)
            {
                double sum = 0;
                for (int k = 0; k < a.Columns; k++)
                {
                    sum += a[i, k] * b[k, j];
                }

                product[i, j] = sum;
            }
        }

        return product;
    }

    public static void Near(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance, string what = "")
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])), $"{what}[{i}]: expected {expected[i]:R}, got {actual[i]:R}");
        }
    }

    public static void SameBits(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(BitConverter.DoubleToInt64Bits(expected[i]) == BitConverter.DoubleToInt64Bits(actual[i]), $"[{i}]: {expected[i]:R} and {actual[i]:R}");
        }
    }

    /// <summary>A fingerprint of the bits.</summary>
    public static string Bits(params ReadOnlySpan<double[]> parts)
    {
        var bytes = new List<byte>();
        foreach (double[] part in parts)
        {
            foreach (double value in part)
            {
                bytes.AddRange(BitConverter.GetBytes(value));
            }
        }

        return Hash128.Of(bytes.ToArray(), 0).Low.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
    }
}
