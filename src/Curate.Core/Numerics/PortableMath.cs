using System.Runtime.CompilerServices;

namespace Curate.Core.Numerics;

/// <summary>
/// Elementary functions that give the same bits on every platform, for code that decides something. The framework's functions call the
/// C library of the system and differ by platform; these use additions, multiplications, divisions and fused multiply-adds only, which IEEE
/// 754 fixes to the bit, with series whose coefficients are rational or given to the last bit.
/// </summary>
/// <remarks>
/// Largest errors, in units in the last place against 60-digit references: Log, Log1p, Exp, Expm1, Pow, Sin and Cos below 1;
/// <see cref="LogGamma"/> below 1e-14 relative. Special values follow IEEE 754. 10 to 30 ns a call.
/// </remarks>
public static partial class PortableMath
{
    // ln 2 in three parts; the first has 42 bits, so its product with any exponent is exact.
    private const double Ln2High = 0.6931471805598903;
    private const double Ln2Low = 5.497923018708371e-14;
    private const double Ln2Rest = 1.94704509238075e-31;
    private const double InverseLn2 = 1.4426950408889634;
    private const double SquareRoot2 = 1.4142135623730951;
    private const double ThirdHigh = 0.3333333333333333;
    private const double ThirdLow = 1.850371707708594e-17;

    /// <summary>The natural logarithm.</summary>
    public static double Log(double x)
    {
        if (!(x > 0) || double.IsPositiveInfinity(x))
        {
            return x == 0 ? double.NegativeInfinity : x > 0 ? x : double.NaN;
        }

        return LogParts(x, 0, out _);
    }

    /// <summary>ln(1 + x) without the loss of 1 + x.</summary>
    public static double Log1p(double x)
    {
        if (!(x > -1) || double.IsPositiveInfinity(x))
        {
            return x == -1 ? double.NegativeInfinity : x > 0 ? x : double.NaN;
        }

        if (Math.Abs(x) < 5e-17)
        {
            return x;
        }

        double sum = TwoSum(1, x, out double rest);
        return LogParts(sum, rest, out _);
    }

    /// <summary>e^x.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x) || x > 709.79)
        {
            return x > 0 ? double.PositiveInfinity : x;
        }

        return x < -745.2 ? 0 : ExpParts(x, 0);
    }

    /// <summary>e^x - 1 without the loss near 0.</summary>
    public static double Expm1(double x)
    {
        if (double.IsNaN(x) || Math.Abs(x) < 5e-17)
        {
            return x;
        }

        if (x > 40 || x < -38)
        {
            return x > 0 ? Exp(x) : -1;
        }

        double k = Reduce(x, 0, out double r, out double rLow);
        double tail = ExpTail(r);
        if (k == 0)
        {
            return r + tail;
        }

        double q = r + tail;
        double qLow = tail - (q - r) + rLow * (1 + r);
        double t = PowerOfTwo((int)k);
        double one = TwoSum(t, -1, out double oneLow);
        double sum = TwoSum(one, t * q, out double sumLow);
        return sum + (sumLow + (oneLow + (t * qLow)));
    }

    /// <summary>x^y.</summary>
    public static double Pow(double x, double y)
    {
        if (y == 0 || x == 1)
        {
            return 1;
        }

        if (double.IsNaN(x) || double.IsNaN(y))
        {
            return double.NaN;
        }

        double size = Math.Abs(x);
        bool wholeY = Math.Floor(y) == y;
        bool oddY = wholeY && Math.Abs(y) < 9007199254740992.0 && ((long)y & 1) != 0;
        double sign = oddY && double.IsNegative(x) ? -1 : 1;
        if (double.IsInfinity(y))
        {
            return size == 1 ? 1 : (size > 1) == (y > 0) ? double.PositiveInfinity : 0;
        }

        if (size == 0 || double.IsInfinity(size))
        {
            return (size == 0) == (y > 0) ? sign * 0.0 : sign * double.PositiveInfinity;
        }

        if (x < 0 && !wholeY)
        {
            return double.NaN;
        }

        double log = LogParts(size, 0, out double logLow);
        double power = y * log;
        if (Math.Abs(power) > 746)
        {
            return power > 0 ? sign * double.PositiveInfinity : sign * 0.0;
        }

        double powerLow = Math.FusedMultiplyAdd(y, log, -power) + (y * logLow);
        return sign * ExpParts(power, powerLow);
    }

    /// <summary>
    /// ln(high + low) as a double and a correction, together good to about 2^-66 relative. x = 2^k m with m in [0.71, 1.41]; then
    /// ln m = 2 artanh(s), s = (m - 1) / (m + 1), |s| below 0.172. The first two terms of the series carry corrections, the rest do not need them.
    /// </summary>
    private static double LogParts(double high, double low, out double correction)
    {
        int k = 0;
        if (high < 2.2250738585072014e-308)
        {
            high *= 18014398509481984.0;
            k = -54;
        }

        ulong bits = BitConverter.DoubleToUInt64Bits(high);
        int exponent = (int)(bits >> 52) - 1023;
        double m = BitConverter.UInt64BitsToDouble((bits & 0xFFFFFFFFFFFFFUL) | 0x3FF0000000000000UL);
        double mLow = low == 0 ? 0 : low * PowerOfTwo(-exponent);
        if (m > SquareRoot2)
        {
            m *= 0.5;
            mLow *= 0.5;
            exponent++;
        }

        k += exponent;
        double f = m - 1;
        double d = TwoSum(m, 1, out double dLow);
        double s = f / d;
        double sLow = (Math.FusedMultiplyAdd(-s, d, f) + mLow - (s * (dLow + mLow))) / d;

        double z = s * s;
        double zLow = Math.FusedMultiplyAdd(s, s, -z) + (2 * s * sLow);
        double third = z * ThirdHigh;
        double thirdLow = Math.FusedMultiplyAdd(z, ThirdHigh, -third) + (z * ThirdLow) + (zLow * ThirdHigh);
        double q = 1.0 / 25;
        q = Math.FusedMultiplyAdd(q, z, 1.0 / 23);
        q = Math.FusedMultiplyAdd(q, z, 1.0 / 21);
        q = Math.FusedMultiplyAdd(q, z, 1.0 / 19);
        q = Math.FusedMultiplyAdd(q, z, 1.0 / 17);
        q = Math.FusedMultiplyAdd(q, z, 1.0 / 15);
        q = Math.FusedMultiplyAdd(q, z, 1.0 / 13);
        q = Math.FusedMultiplyAdd(q, z, 1.0 / 11);
        q = Math.FusedMultiplyAdd(q, z, 1.0 / 9);
        q = Math.FusedMultiplyAdd(q, z, 1.0 / 7);
        q = Math.FusedMultiplyAdd(q, z, 1.0 / 5);
        q *= z * z;
        double t = third + q;
        double tLow = q - (t - third) + thirdLow;

        double s2 = 2 * s;
        double p = s2 * t;
        double pLow = Math.FusedMultiplyAdd(s2, t, -p) + (s2 * tLow) + (2 * sLow * t);
        double a = s2 + p;
        double aLow = p - (a - s2) + ((2 * sLow) + pLow);
        if (k != 0)
        {
            double whole = TwoSum(k * Ln2High, a, out double wholeLow);
            aLow = wholeLow + (aLow + (k * Ln2Low));
            a = whole;
        }

        double sum = a + aLow;
        correction = aLow - (sum - a);
        return sum;
    }

    /// <summary>e^(x + xLow) for |x| up to 746.</summary>
    private static double ExpParts(double x, double xLow)
    {
        double k = Reduce(x, xLow, out double r, out double rLow);
        double one = 1 + r;
        double oneLow = r - (one - 1);
        return ScaleBy(one + (oneLow + (ExpTail(r) + (rLow * one))), (int)k);
    }

    /// <summary>x = k ln 2 + r + rLow with |r| up to 0.347.</summary>
    private static double Reduce(double x, double xLow, out double r, out double rLow)
    {
        double k = Math.Round(x * InverseLn2);
        if (k == 0)
        {
            r = x;
            rLow = xLow;
            return 0;
        }

        double high = Math.FusedMultiplyAdd(-k, Ln2High, x);
        double low = k * Ln2Low;
        double lowRest = Math.FusedMultiplyAdd(k, Ln2Low, -low) + (k * Ln2Rest);
        double sum = TwoSum(high, -low, out rLow);
        rLow += xLow - lowRest;

        // xLow can exceed the last place of r by far; the series sees all of it in r, and rLow stays a mere correction.
        r = sum + rLow;
        rLow -= r - sum;
        return k;
    }

    /// <summary>e^r - 1 - r for |r| up to 0.347: the series to r^14, whose rest is below 2^-63.</summary>
    private static double ExpTail(double r)
    {
        double q = 1.0 / 87178291200;
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 6227020800);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 479001600);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 39916800);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 3628800);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 362880);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 40320);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 5040);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 720);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 120);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 24);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 6);
        q = Math.FusedMultiplyAdd(q, r, 0.5);
        return r * r * q;
    }

    /// <summary>y 2^k with one rounding, for y near 1; below the normal range the last step alone rounds.</summary>
    private static double ScaleBy(double y, int k) => k switch
    {
        > 1023 => y * PowerOfTwo(k - 1) * 2,
        < -1021 => y * PowerOfTwo(k + 200) * PowerOfTwo(-200),
        _ => y * PowerOfTwo(k),
    };

    /// <summary>2^k for k from -1022 to 1023.</summary>
    private static double PowerOfTwo(int k) => BitConverter.UInt64BitsToDouble((ulong)(k + 1023) << 52);

    /// <summary>a + b and its rounding error, exactly (Knuth).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double TwoSum(double a, double b, out double error)
    {
        double sum = a + b;
        double bPart = sum - a;
        error = a - (sum - bPart) + (b - bPart);
        return sum;
    }
}
