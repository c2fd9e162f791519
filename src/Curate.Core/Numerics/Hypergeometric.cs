using Curate.Core.Randomness;

namespace Curate.Core.Numerics;

/// <summary>Hypergeometric numbers: how many marked items are among those drawn without replacement.</summary>
public static class Hypergeometric
{
    // 2 sqrt(2 / e) and 3 - 2 sqrt(3 / e), the constants of the hat.
    private const double HatScale = 1.7155277699214135;
    private const double HatShift = 0.8989161620588988;

    // Up to here an urn is emptied item by item, which is exact in integers.
    private const long SmallUrn = 16;

    /// <summary>
    /// Draws how many of <paramref name="marked"/> items are among <paramref name="drawn"/> taken from <paramref name="total"/>. Few items: one by one.
    /// Otherwise ratio of uniforms under a hat that holds for every such distribution (Stadlober 1990, "The ratio of uniforms approach
    /// for generating discrete random variates"): O(1) expected time, 1.3 to 1.5 tries. Exact up to the rounding of the acceptance test, about 1e-13.
    /// </summary>
    /// <param name="total">Items, up to 2^53.</param>
    /// <param name="marked">Those that count.</param>
    /// <param name="drawn">Those taken.</param>
    /// <param name="draws">Where the randomness comes from.</param>
    public static long Draw(long total, long marked, long drawn, ref DrawStream draws)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)marked, (ulong)total);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)drawn, (ulong)total);

        // Both swaps are symmetries: count unmarked items, or those left in the urn.
        long few = Math.Min(marked, total - marked);
        long taken = Math.Min(drawn, total - drawn);
        long hits = Math.Min(few, taken) <= SmallUrn
            ? OneByOne(total, Math.Max(few, taken), Math.Min(few, taken), ref draws)
            : Reject(total, few, taken, ref draws);
        if (few < marked)
        {
            hits = taken - hits;
        }

        return taken < drawn ? marked - hits : hits;
    }

    private static long OneByOne(long total, long marked, long drawn, ref DrawStream draws)
    {
        long hits = 0;
        for (long i = 0; i < drawn; i++)
        {
            hits += draws.Below(total - i) < marked - hits ? 1 : 0;
        }

        return hits;
    }

    private static long Reject(long total, long marked, long drawn, ref DrawStream draws)
    {
        double share = (double)marked / total;
        double variance = (double)(total - drawn) / (total - 1) * drawn * share * (1 - share);
        double centre = (drawn * share) + 0.5;
        double width = (HatScale * Math.Sqrt(variance + 0.5)) + HatShift;
        long mode = (long)((Int128)(drawn + 1) * (marked + 1) / (total + 2));
        double p = (double)drawn / total;
        double logMode = LogWeight(mode, total, marked, drawn, p);
        long most = Math.Min(marked, drawn);
        while (true)
        {
            double x = draws.UnitPositive();
            double at = Math.Floor(centre + (width * (draws.Unit() - 0.5) / x));
            if (!(at >= 0 && at <= most))
            {
                continue;
            }

            // x^2 against the ratio to the mode; two bounds of the logarithm settle most cases.
            double log = LogWeight((long)at, total, marked, drawn, p) - logMode;
            if ((x * (4 - x)) - 3 <= log)
            {
                return (long)at;
            }

            if (x * (x - log) < 1 && 2 * PortableMath.Log(x) <= log)
            {
                return (long)at;
            }
        }
    }

    /// <summary>The log chance up to a constant: a binomial share of the marked times one of the others, which does not cancel at any size.</summary>
    private static double LogWeight(long hits, long total, long marked, long drawn, double p) =>
        Binomial.LogChance(hits, marked, p) + Binomial.LogChance(drawn - hits, total - marked, p);
}
