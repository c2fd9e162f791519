using Curate.Core.Randomness;

namespace Curate.Core.Select;

/// <summary>Shares a number of rows out among strata: exact total, never more than a stratum has.</summary>
public static class Quotas
{
    /// <param name="total">Rows to take, at most the sum of <paramref name="sizes"/>.</param>
    /// <param name="sizes">Rows of each stratum.</param>
    /// <param name="allocation">The rule.</param>
    /// <param name="atLeast">Rows that each stratum gets at least (or all it has), as far as the total allows.</param>
    public static long[] Of(long total, long[] sizes, Allocation allocation, long atLeast)
    {
        var quotas = new long[sizes.Length];
        var floor = new long[sizes.Length];
        long floors = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            floor[i] = Math.Min(sizes[i], atLeast);
            floors += floor[i];
        }

        if (floors >= total)
        {
            return LargestRemainders.Share(total, [.. floor.Select(static f => (double)f)]);
        }

        // Strata whose share is below their floor or above their size are fixed there, and the rest is shared again.
        var open = new bool[sizes.Length];
        Array.Fill(open, true);
        long left = total;
        while (true)
        {
            double[] weights = [.. sizes.Select((n, i) => open[i] ? Weight(n, allocation) : 0)];
            double sum = weights.Sum();
            bool changed = false;
            if (sum > 0)
            {
                double rate = left / sum;
                // Caps first: a capped stratum frees rows, which can only lift the others.
                changed = Fix(i => weights[i] * rate > sizes[i], i => sizes[i]);
                if (!changed)
                {
                    changed = Fix(i => weights[i] * rate < floor[i], i => floor[i]);
                }
            }

            if (!changed)
            {
                long[] shares = LargestRemainders.Share(left, weights);
                for (int i = 0; i < quotas.Length; i++)
                {
                    quotas[i] += open[i] ? shares[i] : 0;
                }

                return quotas;
            }
        }

        bool Fix(Func<int, bool> when, Func<int, long> at)
        {
            bool any = false;
            for (int i = 0; i < quotas.Length; i++)
            {
                if (open[i] && when(i))
                {
                    open[i] = false;
                    quotas[i] = at(i);
                    left -= quotas[i];
                    any = true;
                }
            }

            return any;
        }
    }

    private static double Weight(long size, Allocation allocation) => allocation switch
    {
        Allocation.Equal => size > 0 ? 1 : 0,
        Allocation.SquareRoot => Math.Sqrt(size),
        _ => size,
    };
}
