using Curate.Core.Numerics;
using Curate.Core.Profile.Report;
using Curate.Core.Randomness;

namespace Curate.Core.Statistics;

/// <summary>Percentile intervals from resampled counts. Draws are keyed, so the same seed gives the same interval everywhere.</summary>
public static class Bootstrap
{
    /// <summary>
    /// Tables of the same total drawn from the shares of <paramref name="counts"/> (a multinomial, drawn as a chain of binomials), each handed to
    /// <paramref name="measure"/>, which writes its figures: the non-parametric bootstrap of rows, at O(cells) per replicate for any number of rows. Gives the
    /// percentile interval of every figure; NaN figures of a replicate are left out. O(replicates x cells).
    /// </summary>
    /// <param name="counts">Rows of each cell.</param>
    /// <param name="figures">How many figures there are.</param>
    /// <param name="measure">Computes the figures of a table.</param>
    /// <param name="draw">Key of the draws.</param>
    /// <param name="replicates">Tables to draw.</param>
    /// <param name="level">Coverage.</param>
    public static Interval[] OfCounts(
        ReadOnlySpan<long> counts, int figures, Action<long[], double[]> measure, SeededDraw draw, int replicates = 1000, double level = 0.95)
    {
        long[] table = counts.ToArray();
        var values = new double[figures];
        measure(table, values);
        double[] observed = [.. values];
        long total = 0;
        foreach (long count in table)
        {
            total += count;
        }

        var drawn = new double[figures][];
        for (int f = 0; f < figures; f++)
        {
            drawn[f] = new double[replicates];
        }

        var resampled = new long[table.Length];
        for (int r = 0; r < replicates; r++)
        {
            var draws = new DrawStream(draw.For((ulong)r));
            long left = total;
            long mass = total;
            for (int c = 0; c < table.Length; c++)
            {
                resampled[c] = left == 0 || table[c] == 0 ? 0 : table[c] == mass ? left : Binomial.Draw(left, (double)table[c] / mass, ref draws);
                left -= resampled[c];
                mass -= table[c];
            }

            measure(resampled, values);
            for (int f = 0; f < figures; f++)
            {
                drawn[f][r] = values[f];
            }
        }

        var intervals = new Interval[figures];
        for (int f = 0; f < figures; f++)
        {
            double[] sorted = [.. drawn[f].Where(static v => !double.IsNaN(v)).Order()];
            intervals[f] = double.IsNaN(observed[f]) || sorted.Length == 0
                ? Interval.Of(observed[f])
                : new(observed[f], Quantile(sorted, (1 - level) / 2), Quantile(sorted, (1 + level) / 2));
        }

        return intervals;
    }

    /// <summary>The percentile interval of the mean of keyed resamples of values. O(replicates x n).</summary>
    public static Interval OfMean(ReadOnlySpan<double> values, SeededDraw draw, int replicates = 1000, double level = 0.95)
    {
        if (values.IsEmpty)
        {
            return Interval.Of(double.NaN);
        }

        var exact = new ExactSum();
        exact.Add(values);
        var means = new double[replicates];
        for (int r = 0; r < replicates; r++)
        {
            var draws = new DrawStream(draw.For((ulong)r));
            double sum = 0;
            for (int i = 0; i < values.Length; i++)
            {
                sum += values[(int)draws.Below(values.Length)];
            }

            means[r] = sum / values.Length;
        }

        Array.Sort(means);
        return new(exact.ToDouble() / values.Length, Quantile(means, (1 - level) / 2), Quantile(means, (1 + level) / 2));
    }

    /// <summary>The quantile of ascending values, between neighbours by distance (type 7 of Hyndman and Fan 1996).</summary>
    public static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        double at = share * (sorted.Length - 1);
        int below = (int)Math.Floor(at);
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((at - below) * (sorted[above] - sorted[below]));
    }
}
