using Curate.Core.Randomness;

namespace Curate.Core.Numerics;

/// <summary>Binomial numbers: how many of n independent trials succeed.</summary>
public static class Binomial
{
    private const double HalfLog2Pi = 0.9189385332046728;

    // Below this mean counting up from 0 is cheap, and above it the rejection constants hold.
    private const double SmallMean = 10;

    /// <summary>
    /// Draws from Binomial(n, p) in O(1) expected time. Means below 10: inversion from 0 upward. Otherwise transformed rejection with
    /// an early acceptance that needs no logarithm in 86% of the draws (Hoermann 1993, "The generation of binomial random variates", algorithm
    /// BTRS; a faster set-up than BTPE of Kachitvichyanukul and Schmeiser 1988). The distribution is exact up to the 53 bits of a
    /// uniform number and the rounding of the acceptance test, about 1e-14.
    /// </summary>
    /// <param name="n">Trials, up to 2^53.</param>
    /// <param name="p">Chance of success, from 0 to 1.</param>
    /// <param name="draws">Where the randomness comes from.</param>
    public static long Draw(long n, double p, ref DrawStream draws)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        if (!(p > 0 && p < 1) || n == 0)
        {
            return p >= 0 && p <= 1 ? (p == 1 ? n : 0) : throw new ArgumentOutOfRangeException(nameof(p));
        }

        if (p > 0.5)
        {
            return n - DrawLower(n, 1 - p, ref draws);
        }

        return DrawLower(n, p, ref draws);
    }

    /// <summary>
    /// The natural logarithm of the chance of k successes, by the saddle point expansion of Loader 2000, "Fast and accurate computation of binomial
    /// probabilities": no term is larger than the result's deviation from its maximum, so nothing cancels at any n.
    /// </summary>
    public static double LogChance(long k, long n, double p)
    {
        if (k < 0 || k > n)
        {
            return double.NegativeInfinity;
        }

        if (k == 0 || k == n)
        {
            return k == n ? (n == 0 ? 0 : n * PortableMath.Log(p)) : n * PortableMath.Log1p(-p);
        }

        double other = n - k;
        double stirling = PortableMath.StirlingError(n) - PortableMath.StirlingError(k) - PortableMath.StirlingError(other);
        return stirling - Deviance(k, n * p) - Deviance(other, n * (1 - p)) + (0.5 * PortableMath.Log(n / (k * other))) - HalfLog2Pi;
    }

    private static long DrawLower(long n, double p, ref DrawStream draws) =>
        n * p < SmallMean ? CountUp(n, p, ref draws) : Reject(n, p, ref draws);

    /// <summary>Subtracts the chances of 0, 1, 2, ... from a uniform number until it is used up.</summary>
    private static long CountUp(long n, double p, ref DrawStream draws)
    {
        double odds = p / (1 - p);
        double first = PortableMath.Exp(n * PortableMath.Log1p(-p));

        // With a mean below 10 no uniform number of 53 bits gets past this; what rounding leaves over is drawn anew.
        long limit = Math.Min(n, 110);
        while (true)
        {
            double left = draws.Unit();
            double chance = first;
            for (long k = 0; k <= limit; k++)
            {
                if (left < chance)
                {
                    return k;
                }

                left -= chance;
                chance *= odds * (n - k) / (k + 1);
            }
        }
    }

    private static long Reject(long n, double p, ref DrawStream draws)
    {
        double spread = Math.Sqrt(n * p * (1 - p));
        double b = 1.15 + (2.53 * spread);
        double a = -0.0873 + (0.0248 * b) + (0.01 * p);
        double centre = (n * p) + 0.5;
        double early = 0.92 - (4.2 / b);
        double logMode = double.NaN;
        while (true)
        {
            double u = draws.Unit() - 0.5;
            double v = draws.Unit();
            double side = 0.5 - Math.Abs(u);
            double at = Math.Floor((((2 * a / side) + b) * u) + centre);
            if (side >= 0.07 && v <= early)
            {
                return (long)at;
            }

            if (!(at >= 0 && at <= n))
            {
                continue;
            }

            if (double.IsNaN(logMode))
            {
                logMode = LogChance((long)Math.Floor((n + 1.0) * p), n, p);
            }

            double alpha = (2.83 + (5.1 / b)) * spread;
            if (PortableMath.Log(v * alpha / ((a / (side * side)) + b)) <= LogChance((long)at, n, p) - logMode)
            {
                return (long)at;
            }
        }
    }

    /// <summary>
    /// x ln(x / mean) + mean - x, without cancellation near the mean: with u = (x - mean) / (x + mean) the logarithm is 2 artanh(u), whose first term
    /// cancels the rest exactly.
    /// </summary>
    internal static double Deviance(double x, double mean)
    {
        double gap = x - mean;
        double u = gap / (x + mean);
        if (Math.Abs(u) > 0.1)
        {
            return (x * PortableMath.Log(x / mean)) - gap;
        }

        double z = u * u;
        double sum = 1.0 / 19;
        for (int odd = 17; odd >= 3; odd -= 2)
        {
            sum = (sum * z) + (1.0 / odd);
        }

        return (u * gap) + (2 * x * u * z * sum);
    }
}
