using Curate.Core.Numerics;

namespace Curate.Core.Statistics;

/// <summary>
/// The regularised incomplete gamma functions, equal on every platform. Series below the mean, Lentz's continued fraction above it (Abramowitz and
/// Stegun 6.5.29 and 6.5.31); relative error about 1e-13. O(sqrt(a)) steps around the mean, fewer elsewhere.
/// </summary>
public static class IncompleteGamma
{
    private const double Tiny = 1e-300;
    private const double Precision = 1e-16;

    // sqrt(a) x 10 steps suffice anywhere; the bound only stops a loop on NaN.
    private const int MostSteps = 50_000_000;

    /// <summary>P(a, x): the share of a gamma variable of shape a below x.</summary>
    public static double Lower(double a, double x)
    {
        Check(a, x);
        return x == 0 ? 0 : double.IsPositiveInfinity(x) ? 1 : x < a + 1 ? Series(a, x) : 1 - Fraction(a, x);
    }

    /// <summary>Q(a, x) = 1 - P(a, x), with its own relative error in the far tail.</summary>
    public static double Upper(double a, double x)
    {
        Check(a, x);
        return x == 0 ? 1 : double.IsPositiveInfinity(x) ? 0 : x < a + 1 ? 1 - Series(a, x) : Fraction(a, x);
    }

    /// <summary>x^a e^-x / gamma(a + 1), by the saddle point form, so nothing cancels at large a.</summary>
    private static double Front(double a, double x) =>
        PortableMath.Exp(-Binomial.Deviance(a, x) - PortableMath.StirlingError(a)) / Math.Sqrt(2 * Math.PI * a);

    private static double Series(double a, double x)
    {
        double term = 1;
        double sum = 1;
        for (int n = 1; n < MostSteps && term > sum * Precision; n++)
        {
            term *= x / (a + n);
            sum += term;
        }

        return Front(a, x) * sum;
    }

    private static double Fraction(double a, double x)
    {
        double b = x + 1 - a;
        double c = 1 / Tiny;
        double d = 1 / b;
        double h = d;
        for (int i = 1; i < MostSteps; i++)
        {
            double numerator = -i * (i - a);
            b += 2;
            d = Floor((numerator * d) + b);
            c = Floor(b + (numerator / c));
            d = 1 / d;
            double step = d * c;
            h *= step;
            if (Math.Abs(step - 1) < 1e-15)
            {
                break;
            }
        }

        return Front(a, x) * a * h;
    }

    private static double Floor(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    private static void Check(double a, double x)
    {
        if (!(a > 0) || !(x >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(x), "The shape must be above 0 and x at least 0.");
        }
    }
}
