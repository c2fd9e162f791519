using Curate.Core.Errors;
using Curate.Core.Numerics;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Resample.Weights;

/// <summary>Brings weights to a total while each stays within bounds: s w cut to [low, high] times its base, with the one s under which the sum is the total.</summary>
internal static class WeightScale
{
    private const int MostSteps = 200;

    /// <summary>
    /// The factor s, by Newton steps on the piecewise linear, rising sum, halved where a step leaves what is known. O(n) a step, a handful of them.
    /// </summary>
    /// <param name="units">Units: rows or cells.</param>
    /// <param name="weightOf">The weight of each.</param>
    /// <param name="lowOf">The least each may weigh.</param>
    /// <param name="highOf">The most each may weigh.</param>
    /// <param name="total">What they are to sum to.</param>
    /// <returns>s, or NaN where no s gives the total.</returns>
    public static double Find(long units, Func<long, double> weightOf, Func<long, double> lowOf, Func<long, double> highOf, double total)
    {
        double s = 0;
        double low = 0;
        double high = double.PositiveInfinity;
        for (int step = 0; step < MostSteps; step++)
        {
            var held = new ExactSum();
            var open = new ExactSum();
            for (long i = 0; i < units; i++)
            {
                double weight = weightOf(i);
                double scaled = step == 0 ? weight : s * weight;
                double cut = step == 0 ? weight : Cut(scaled, lowOf(i), highOf(i));
                if (step == 0 || cut == scaled)
                {
                    open.Add(weight);
                }
                else
                {
                    held.Add(cut);
                }
            }

            double free = open.ToDouble();
            if (step == 0)
            {
                // Without bounds this is the answer.
                if (!(free > 0))
                {
                    return double.NaN;
                }

                s = total / free;
                continue;
            }

            double sum = held.ToDouble() + (s * free);
            if (Math.Abs(sum - total) <= 1e-13 * total)
            {
                return s;
            }

            (low, high) = sum < total ? (s, high) : (low, s);
            double next = free > 0 ? (total - held.ToDouble()) / free : double.NaN;
            if (!(next > low && next < high))
            {
                next = double.IsPositiveInfinity(high) ? 4 * low : low == 0 ? high / 4 : Math.Sqrt(low) * Math.Sqrt(high);
            }

            if (next == s || !double.IsFinite(next) || next == 0)
            {
                return Math.Abs(sum - total) <= 1e-9 * total ? s : double.NaN;
            }

            s = next;
        }

        return double.NaN;
    }

    /// <summary>A value within its bounds.</summary>
    public static double Cut(double value, double low, double high) => Math.Min(Math.Max(value, low), high);

    /// <summary>
    /// Weights with mean 1, each from <see cref="WeightOptions.ClipLow"/> to <see cref="WeightOptions.ClipHigh"/> times its base weight: what is cut goes to the
    /// others in proportion. Gives how many lie on a bound.
    /// </summary>
    /// <param name="weights">Changed in place; NaN marks rows that are no part of it.</param>
    /// <param name="baseOf">The base weight of each row, with mean 1 over the rows that take part.</param>
    /// <param name="rows">Rows that take part.</param>
    /// <param name="options">Bounds.</param>
    /// <exception cref="CurateException">The bounds leave no such weights.</exception>
    public static long ToMeanOne(RowValues<double> weights, Func<long, double> baseOf, long rows, WeightOptions options)
    {
        if (rows == 0)
        {
            return 0;
        }

        double s = Find(weights.Count, i => double.IsNaN(weights[i]) ? 0 : weights[i], i => double.IsNaN(weights[i]) ? 0 : options.ClipLow * baseOf(i),
            i => double.IsNaN(weights[i]) ? 0 : High(options, baseOf(i)), rows);
        if (double.IsNaN(s))
        {
            ThrowBounds(options);
        }

        long cut = 0;
        for (long i = 0; i < weights.Count; i++)
        {
            if (!double.IsNaN(weights[i]))
            {
                double scaled = s * weights[i];
                double kept = Cut(scaled, options.ClipLow * baseOf(i), High(options, baseOf(i)));
                cut += kept == scaled ? 0 : 1;
                weights.Set(i, kept);
            }
        }

        return cut;
    }

    /// <summary>The largest weight of a row; without a bound it is infinite, for a base weight of 0, too.</summary>
    public static double High(WeightOptions options, double baseWeight) => double.IsPositiveInfinity(options.ClipHigh) ? double.PositiveInfinity : options.ClipHigh * baseWeight;

    private static void ThrowBounds(WeightOptions options) => Fail.With(ErrorCodes.Infeasible, options.IsClipped
        ? $"No weights from {NumberText.Of(options.ClipLow)} to {NumberText.Of(options.ClipHigh)} times the mean follow from these: too many of them are 0."
        : "All weights are 0.", options.IsClipped ? "Widen --clip." : "Check --weight and the options of the method.");
}
