using System.Diagnostics.CodeAnalysis;

namespace Curate.Core.Randomness.Designs;

/// <summary>Inclusion probabilities, and checks of them.</summary>
public static class InclusionProbabilities
{
    /// <summary>
    /// Probabilities in proportion to sizes that sum to <paramref name="count"/>; a unit that would exceed 1 gets 1, and the rest is shared out again until
    /// none does (Sarndal, Swensson and Wretman 1992, section 3.6.1). O(n log n).
    /// </summary>
    /// <param name="sizes">Not negative; at least <paramref name="count"/> of them above 0.</param>
    /// <param name="count">The expected number of units.</param>
    public static double[] Proportional(ReadOnlySpan<double> sizes, double count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int positive = 0;
        foreach (double size in sizes)
        {
            if (!(size >= 0) || double.IsInfinity(size))
            {
                throw new ArgumentException("A size is finite and not negative.", nameof(sizes));
            }

            positive += size > 0 ? 1 : 0;
        }

        if (count > positive)
        {
            throw new ArgumentException($"{count:R} units are asked for and {positive} have a size above 0.", nameof(count));
        }

        // From the largest down: a unit is certain when its share of what is left reaches 1.
        var order = new int[sizes.Length];
        var descending = new double[sizes.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
            descending[i] = -sizes[i];
        }

        Array.Sort(descending, order);
        var rest = new double[sizes.Length + 1];
        for (int k = sizes.Length - 1; k >= 0; k--)
        {
            rest[k] = rest[k + 1] - descending[k];
        }

        var inclusion = new double[sizes.Length];
        int certain = 0;
        while (certain < order.Length && count - certain > 0 && -descending[certain] * (count - certain) >= rest[certain] && descending[certain] < 0)
        {
            inclusion[order[certain]] = 1;
            certain++;
        }

        double left = Math.Max(0, count - certain);
        for (int k = certain; k < order.Length; k++)
        {
            inclusion[order[k]] = rest[certain] > 0 ? Math.Min(1, left * (-descending[k] / rest[certain])) : 0;
        }

        return inclusion;
    }

    /// <summary>Checks that all lie from 0 to 1 and gives their sum, as an exact sum.</summary>
    internal static double Check(ReadOnlySpan<double> inclusion)
    {
        var sum = new Numerics.ExactSum();
        foreach (double p in inclusion)
        {
            if (!(p >= 0 && p <= 1))
            {
                throw new ArgumentException("An inclusion probability lies from 0 to 1.", nameof(inclusion));
            }

            sum.Add(p);
        }

        return sum.ToDouble();
    }

    /// <summary>Checks, and gives the whole number that the probabilities sum to.</summary>
    /// <exception cref="ArgumentException">They sum to no whole number (to 1e-6).</exception>
    internal static int CheckWhole(ReadOnlySpan<double> inclusion)
    {
        double sum = Check(inclusion);
        double whole = Math.Round(sum);
        if (Math.Abs(sum - whole) > 1e-6)
        {
            ThrowNotWhole(sum);
        }

        return (int)whole;
    }

    [DoesNotReturn]
    private static void ThrowNotWhole(double sum) =>
        throw new ArgumentException($"A design of fixed size needs inclusion probabilities that sum to a whole number, not to {sum:R}.");
}
