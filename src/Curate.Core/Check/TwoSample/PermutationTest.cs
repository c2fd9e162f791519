using Curate.Core.Randomness;

namespace Curate.Core.Check.TwoSample;

/// <summary>
/// Permutation tests with keyed permutations: permutation b depends on (seed, purpose, b) alone, so that the same rows give the same p-value for any number of
/// workers.
/// </summary>
internal static class PermutationTest
{
    // The same sum taken over another arrangement of equal values differs in its last bits; such a value is as large as the observed one.
    private const double Rounding = 1e-12;

    /// <summary>(b + 1) / (B + 1) with b the permuted values that are at least the observed one (Phipson and Smyth 2010): never 0, and a valid p-value for any B.</summary>
    public static double PValue(double observed, ReadOnlySpan<double> permuted)
    {
        int least = 0;
        double bound = observed - (Rounding * Math.Abs(observed));
        foreach (double value in permuted)
        {
            least += value >= bound ? 1 : 0;
        }

        return (least + 1.0) / (permuted.Length + 1.0);
    }

    /// <summary>Puts values into the order of permutation <paramref name="index"/> (Fisher and Yates; Durstenfeld 1964). O(n).</summary>
    public static void Shuffle<T>(Span<T> values, SeededDraw draw, int index)
    {
        var draws = new DrawStream(draw.For((ulong)index));
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = (int)draws.Below(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    /// <summary>The labels of all permutations of a pooled sample: 1 for rows of the first file. B arrays of n bytes.</summary>
    /// <param name="labels">The observed labels; left as they are.</param>
    /// <param name="permutations">B.</param>
    /// <param name="draw">Key of the draws.</param>
    public static byte[][] Labels(byte[] labels, int permutations, SeededDraw draw)
    {
        var all = new byte[permutations][];
        for (int b = 0; b < permutations; b++)
        {
            all[b] = (byte[])labels.Clone();
            Shuffle<byte>(all[b], draw, b);
        }

        return all;
    }

    /// <summary>How often each of n rows is drawn by each of R resamples of n rows with replacement: R arrays of n counts.</summary>
    /// <param name="from">First row that is resampled.</param>
    /// <param name="count">How many rows from there on.</param>
    /// <param name="draw">Key of the draws.</param>
    /// <param name="index">Which resample.</param>
    /// <param name="into">Counts, added to.</param>
    public static void Resample(int from, int count, SeededDraw draw, int index, Span<int> into)
    {
        var draws = new DrawStream(draw.For((ulong)index));
        for (int i = 0; i < count; i++)
        {
            into[from + (int)draws.Below(count)]++;
        }
    }

    /// <summary>Mean and standard deviation (n - 1) of values; NaN deviation with fewer than two.</summary>
    public static (double Mean, double Deviation) Moments(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        double mean = sum / values.Length;
        double squares = 0;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return (mean, values.Length < 2 ? double.NaN : Math.Sqrt(squares / (values.Length - 1)));
    }
}
