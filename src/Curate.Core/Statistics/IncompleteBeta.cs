using Curate.Core.Numerics;

namespace Curate.Core.Statistics;

/// <summary>
/// The regularised incomplete beta function, equal on every platform: Lentz's continued fraction (Abramowitz and Stegun 26.5.8) on the side where it
/// converges fast; relative error about 1e-13. O(sqrt(a + b)) steps at worst.
/// </summary>
public static class IncompleteBeta
{
    private const double Tiny = 1e-300;
    private const double Precision = 1e-15;
    private const int MostSteps = 10_000_000;

    /// <summary>I_x(a, b): the share of a beta variable below x.</summary>
    public static double Lower(double a, double b, double x)
    {
        Check(a, b, x);
        return Lower(a, b, x, 1 - x);
    }

    /// <summary>1 - I_x(a, b), with its own relative error in the far tail.</summary>
    public static double Upper(double a, double b, double x)
    {
        Check(a, b, x);
        return Lower(b, a, 1 - x, x);
    }

    /// <summary>The x with I_x(a, b) = share, by bisection down to neighbouring numbers.</summary>
    public static double Quantile(double a, double b, double share)
    {
        if (!(share >= 0 && share <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share));
        }

        if (share is 0 or 1)
        {
            return share;
        }

        double low = 0;
        double high = 1;
        while (true)
        {
            double middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high || high - low < 1e-17)
            {
                return middle;
            }

            if (Lower(a, b, middle) < share)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }
    }

    /// <summary>I_x(a, b) given both x and y = 1 - x, of which the smaller one is exact.</summary>
    internal static double Lower(double a, double b, double x, double y)
    {
        if (x <= 0 || y <= 0)
        {
            return x <= 0 ? 0 : 1;
        }

        return x < (a + 1) / (a + b + 2)
            ? Front(a, b, x, y) * Fraction(a, b, x) / a
            : 1 - (Front(a, b, x, y) * Fraction(b, a, y) / b);
    }

    /// <summary>x^a y^b / B(a, b), by the saddle point form.</summary>
    private static double Front(double a, double b, double x, double y)
    {
        double n = a + b;
        double log = PortableMath.StirlingError(n) - PortableMath.StirlingError(a) - PortableMath.StirlingError(b)
            - Binomial.Deviance(a, n * x) - Binomial.Deviance(b, n * y);
        return PortableMath.Exp(log) * Math.Sqrt(a * b / (2 * Math.PI * n));
    }

    private static double Fraction(double a, double b, double x)
    {
        double c = 1;
        double d = 1 / Floor(1 - ((a + b) * x / (a + 1)));
        double h = d;
        for (int m = 1; m < MostSteps; m++)
        {
            double even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / Floor(1 + (even * d));
            c = Floor(1 + (even / c));
            h *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / Floor(1 + (odd * d));
            c = Floor(1 + (odd / c));
            double step = d * c;
            h *= step;
            if (Math.Abs(step - 1) < Precision)
            {
                break;
            }
        }

        return h;
    }

    private static double Floor(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    private static void Check(double a, double b, double x)
    {
        if (!(a > 0) || !(b > 0) || !(x >= 0 && x <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(x), "Both shapes must be above 0 and x from 0 to 1.");
        }
    }
}
