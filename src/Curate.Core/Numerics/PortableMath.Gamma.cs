namespace Curate.Core.Numerics;

/// <content>The logarithm of the gamma function.</content>
public static partial class PortableMath
{
    private const double HalfLog2Pi = 0.9189385332046728;
    private const double OneMinusEuler = 0.42278433509846713;

    // (-1)^k (zeta(k) - 1) / k for k = 2, 3, ...: the series of ln gamma around 2, which converges like (t / 2)^k.
    private static ReadOnlySpan<double> AroundTwo =>
    [
        0.3224670334241132, -0.0673523010531981, 0.020580808427784546, -0.007385551028673986,
        0.0028905103307415234, -0.001192753911703261, 0.0005096695247430425, -0.00022315475845357939,
        9.945751278180853e-05, -4.492623673813314e-05, 2.050721277567069e-05, -9.439488275268397e-06,
        4.374866789907488e-06, -2.039215753801366e-06, 9.55141213040742e-07, -4.492469198764566e-07,
        2.1207184805554665e-07, -1.0043224823968099e-07, 4.7698101693639804e-08, -2.2711094608943164e-08,
        1.0838659214896955e-08, -5.183475041970047e-09, 2.4836745438024785e-09, -1.1921401405860912e-09,
        5.731367241678862e-10, -2.7595228851242334e-10, 1.330476437424449e-10, -6.4229645638381e-11,
        3.1044247747322276e-11,
    ];

    // Bernoulli(2k) / (2k (2k - 1)) for k = 1, 2, ...: the Stirling series.
    private static ReadOnlySpan<double> Stirling =>
    [
        0.08333333333333333, -0.002777777777777778, 0.0007936507936507937, -0.0005952380952380953,
        0.0008417508417508417, -0.0019175269175269176, 0.00641025641025641, -0.029550653594771242,
        0.17964437236883057,
    ];

    /// <summary>
    /// ln gamma(x) for x above 0; NaN for others. Around 1 and 2, where it vanishes, a power series keeps the relative error; up to 12 the recurrence
    /// leads there; beyond, the Stirling series.
    /// </summary>
    public static double LogGamma(double x)
    {
        if (!(x > 0))
        {
            return x == 0 ? double.PositiveInfinity : double.NaN;
        }

        if (x >= 12)
        {
            return double.IsPositiveInfinity(x) ? x : ((x - 0.5) * Log(x)) - x + HalfLog2Pi + StirlingRest(x);
        }

        if (x < 0.5)
        {
            return LogGammaFromTwo(x) - Log(x) - Log1p(x);
        }

        if (x < 1.5)
        {
            return LogGammaFromTwo(x - 1) - Log1p(x - 1);
        }

        double product = 1;
        while (x > 2.5)
        {
            x -= 1;
            product *= x;
        }

        return product == 1 ? LogGammaFromTwo(x - 2) : LogGammaFromTwo(x - 2) + Log(product);
    }

    /// <summary>
    /// What Stirling's formula leaves out: ln n! - ((n + 1/2) ln n - n + ln(2 pi) / 2), for whole n from 1 on. Small and smooth, so differences of log
    /// probabilities built from it do not cancel (Loader 2000, "Fast and accurate computation of binomial probabilities").
    /// </summary>
    public static double StirlingError(double n)
    {
        return n >= 12 ? StirlingRest(n) : LogGamma(n + 1) - (((n + 0.5) * Log(n)) - n + HalfLog2Pi);
    }

    /// <summary>1/(12 x) - 1/(360 x^3) + ...; at 12 the first term left out is below 1e-18.</summary>
    private static double StirlingRest(double x)
    {
        double inverse = 1 / x;
        double z = inverse * inverse;
        double sum = Stirling[^1];
        for (int i = Stirling.Length - 2; i >= 0; i--)
        {
            sum = Math.FusedMultiplyAdd(sum, z, Stirling[i]);
        }

        return sum * inverse;
    }

    /// <summary>ln gamma(2 + t) for |t| up to 1/2.</summary>
    private static double LogGammaFromTwo(double t)
    {
        double sum = AroundTwo[^1];
        for (int i = AroundTwo.Length - 2; i >= 0; i--)
        {
            sum = Math.FusedMultiplyAdd(sum, t, AroundTwo[i]);
        }

        return t * Math.FusedMultiplyAdd(t, sum, OneMinusEuler);
    }
}
