using Curate.Core.Numerics;

namespace Curate.Core.Statistics;

/// <summary>Distances between two rows of counts over the same cells. O(cells).</summary>
public static class Divergence
{
    /// <summary>
    /// Population stability index, sum (q - p) ln(q / p): the symmetric (Jeffreys) divergence in nats. Half a row is added on both sides to each cell that
    /// either side fills, so that it stays finite; the effect vanishes with the rows. NaN where a side is empty.
    /// </summary>
    public static double PopulationStability(ReadOnlySpan<long> before, ReadOnlySpan<long> after)
    {
        (double first, double second) = Totals(before, after);
        if (first == 0 || second == 0)
        {
            return double.NaN;
        }

        double extra = 0;
        for (int i = 0; i < before.Length; i++)
        {
            extra += before[i] == 0 && after[i] == 0 ? 0 : 0.5;
        }

        double sum = 0;
        for (int i = 0; i < before.Length; i++)
        {
            if (before[i] == 0 && after[i] == 0)
            {
                continue;
            }

            double p = (before[i] + 0.5) / (first + extra);
            double q = (after[i] + 0.5) / (second + extra);
            sum += (q - p) * PortableMath.Log(q / p);
        }

        return sum;
    }

    /// <summary>
    /// Jensen-Shannon distance: the square root of the divergence to the mixture in base 2; 0 for equal shares, 1 for no common cell. A metric (Endres and
    /// Schindelin 2003). NaN where a side is empty.
    /// </summary>
    public static double JensenShannon(ReadOnlySpan<long> before, ReadOnlySpan<long> after)
    {
        (double first, double second) = Totals(before, after);
        if (first == 0 || second == 0)
        {
            return double.NaN;
        }

        double sum = 0;
        for (int i = 0; i < before.Length; i++)
        {
            double p = before[i] / first;
            double q = after[i] / second;
            double middle = (p + q) / 2;
            sum += p > 0 ? p * PortableMath.Log(p / middle) : 0;
            sum += q > 0 ? q * PortableMath.Log(q / middle) : 0;
        }

        return Math.Sqrt(Math.Clamp(sum / (2 * PortableMath.Log(2)), 0, 1));
    }

    private static (double Before, double After) Totals(ReadOnlySpan<long> before, ReadOnlySpan<long> after)
    {
        if (before.Length != after.Length)
        {
            throw new ArgumentException("Both sides need the same cells.");
        }

        Int128 first = 0;
        Int128 second = 0;
        for (int i = 0; i < before.Length; i++)
        {
            first += before[i];
            second += after[i];
        }

        return ((double)first, (double)second);
    }
}
