using Curate.Core.Numerics;

namespace Curate.Core.Statistics;

/// <summary>The limiting distribution of the Kolmogorov-Smirnov distance times the square root of the sample size.</summary>
public static class KolmogorovDistribution
{
    /// <summary>
    /// Share above x: 2 sum (-1)^(k-1) exp(-2 k^2 x^2) where that converges fast, and its theta transform below 1 (Feller 1948). Error below 1e-15.
    /// </summary>
    public static double Upper(double x)
    {
        if (!(x > 0))
        {
            return double.IsNaN(x) ? double.NaN : 1;
        }

        double sum = 0;
        if (x < 1)
        {
            double scale = -Math.PI * Math.PI / (8 * x * x);
            for (int odd = 1; odd <= 9; odd += 2)
            {
                sum += PortableMath.Exp(odd * odd * scale);
            }

            return 1 - (Math.Sqrt(2 * Math.PI) / x * sum);
        }

        for (int k = 6; k >= 1; k--)
        {
            double term = PortableMath.Exp(-2.0 * k * k * x * x);
            sum += (k & 1) == 1 ? term : -term;
        }

        return Math.Min(1, 2 * sum);
    }
}
