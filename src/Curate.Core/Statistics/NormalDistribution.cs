using Curate.Core.Numerics;

namespace Curate.Core.Statistics;

/// <summary>The standard normal distribution, equal on every platform.</summary>
public static class NormalDistribution
{
    /// <summary>The quantile of 0.975: half the width, in standard errors, of a 95% interval.</summary>
    public const double Z95 = 1.959963984540054;

    private const double RootTwoPi = 2.5066282746310002;

    /// <summary>Share below x.</summary>
    public static double Lower(double x) => x < 0 ? Upper(-x) : 1 - Upper(x);

    /// <summary>Share above x, with its own relative error in the tail.</summary>
    public static double Upper(double x)
    {
        if (double.IsNaN(x))
        {
            return double.NaN;
        }

        return x < 0 ? 1 - Upper(-x) : 0.5 * IncompleteGamma.Upper(0.5, x * x / 2);
    }

    public static double Density(double x) => PortableMath.Exp(-x * x / 2) / RootTwoPi;

    /// <summary>The x below which <paramref name="share"/> lies: a rough start (Abramowitz and Stegun 26.2.23), then Halley steps to full precision.</summary>
    public static double Quantile(double share)
    {
        if (!(share >= 0 && share <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share));
        }

        if (share is 0 or 1)
        {
            return share == 0 ? double.NegativeInfinity : double.PositiveInfinity;
        }

        if (share == 0.5)
        {
            return 0;
        }

        double tail = Math.Min(share, 1 - share);
        double t = Math.Sqrt(-2 * PortableMath.Log(tail));
        double x = t - ((2.515517 + (t * (0.802853 + (t * 0.010328)))) / (1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308)))))));
        for (int i = 0; i < 4; i++)
        {
            double off = (tail - Upper(x)) / Density(x);
            x -= off / (1 + (x * off / 2));
        }

        return share < 0.5 ? -x : x;
    }
}
