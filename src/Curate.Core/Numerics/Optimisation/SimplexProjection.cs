namespace Curate.Core.Numerics.Optimisation;

/// <summary>
/// The nearest point, in Euclidean distance, with no negative component and a given sum (Held, Wolfe and Crowder 1974; Duchi et al. 2008, figure 1).
/// </summary>
public static class SimplexProjection
{
    /// <summary>Changes <paramref name="x"/> in place. O(n log n), 8 n bytes.</summary>
    /// <param name="x">Finite values, at least one.</param>
    /// <param name="sum">The sum to reach, above 0.</param>
    public static void Project(Span<double> x, double sum = 1)
    {
        ArgumentOutOfRangeException.ThrowIfZero(x.Length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sum);
        double[] sorted = x.ToArray();
        Array.Sort(sorted);
        double total = 0;
        double shift = 0;
        for (int k = 1; k <= sorted.Length; k++)
        {
            double value = sorted[^k];
            total += value;
            double candidate = (total - sum) / k;
            if (value <= candidate)
            {
                break;
            }

            shift = candidate;
        }

        for (int i = 0; i < x.Length; i++)
        {
            x[i] = Math.Max(0, x[i] - shift);
        }
    }
}
