using System.Numerics;

namespace Curate.Core.Numerics;

/// <summary>Order statistics without sorting: C. A. R. Hoare 1961, "Algorithm 65: find", on the median of three, and sorting what is left where halves stay uneven.</summary>
internal static class Selection
{
    private const int Few = 16;

    /// <summary>The value that stands at a place when all are sorted; O(n) in the mean, O(n log n) at worst. The values are left in another order.</summary>
    /// <param name="values">No NaN.</param>
    /// <param name="place">0 to their number - 1.</param>
    public static double At(Span<double> values, int place)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)place, (uint)values.Length);
        for (int rounds = 2 * BitOperations.Log2((uint)values.Length); values.Length > Few && rounds > 0; rounds--)
        {
            int left = Part(values, MedianOfThree(values[0], values[values.Length / 2], values[^1]), out int right);

            // All before left are at most the pivot, all from right on at least; those between are the pivot.
            if (place < left)
            {
                values = values[..left];
            }
            else if (place >= right)
            {
                values = values[right..];
                place -= right;
            }
            else
            {
                return values[place];
            }
        }

        ValueSort.Sort(values);
        return values[place];
    }

    /// <summary>Puts values below the pivot first, then those equal to it, then those above.</summary>
    private static int Part(Span<double> values, double pivot, out int right)
    {
        int left = 0;
        int at = 0;
        right = values.Length;
        while (at < right)
        {
            double own = values[at];
            if (own < pivot)
            {
                values[at++] = values[left];
                values[left++] = own;
            }
            else if (own > pivot)
            {
                values[at] = values[--right];
                values[right] = own;
            }
            else
            {
                at++;
            }
        }

        return left;
    }

    private static double MedianOfThree(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
