using System.Globalization;
using System.Numerics;

namespace Curate.Core.Numerics;

/// <content>Sine and cosine.</content>
public static partial class PortableMath
{
    // pi / 2 in four parts; the first three have 33 bits, so their products with a quadrant number up to 2^20 are exact.
    private const double HalfPi1 = 1.5707963267341256;
    private const double HalfPi2 = 6.077100506303966e-11;
    private const double HalfPi3 = 2.0222662487111665e-21;
    private const double HalfPi4 = 8.4784276603689e-32;
    private const double HalfPi = 1.5707963267948966;
    private const double HalfPiLow = 6.123233995736766e-17;
    private const double TwoOverPi = 0.6366197723675814;
    private const int TwoOverPiBits = 1280;

    // floor(2 / pi x 2^1280): 971 bits reach the largest exponent, the rest leave 250 bits after the point.
    private const string TwoOverPiHex =
        "0A2F9836E4E441529FC2757D1F534DDC0DB6295993C439041FE5163ABDEBBC561B7246E3A424DD2E006492EEA09D1921CFE1DEB1CB129A73EE88235F52EBB4484"
        + "E99C7026B45F7E413991D639835339F49C845F8BBDF9283B1FF897FFDE05980FEF2F118B5A0A6D1F6D367ECF27CB09B74F463F669E5FEA2D7527BAC7EBE5F17B3D"
        + "0739F78A5292EA6BFB5FB11F8D5D0856033046FC7B6BABF0CFBC209AF4361D";

    /// <summary>The sine of an angle in radians, for every finite one; NaN otherwise.</summary>
    public static double Sin(double x)
    {
        int quadrant = Quadrant(x, out double r, out double rLow);
        double size = (quadrant & 1) == 0 ? SinOf(r, rLow) : CosOf(r, rLow);
        return (quadrant & 2) == 0 ? size : -size;
    }

    /// <summary>The cosine of an angle in radians, for every finite one; NaN otherwise.</summary>
    public static double Cos(double x)
    {
        int quadrant = Quadrant(x, out double r, out double rLow) + 1;
        double size = (quadrant & 1) == 0 ? SinOf(r, rLow) : CosOf(r, rLow);
        return (quadrant & 2) == 0 ? size : -size;
    }

    /// <summary>x = n pi / 2 + r + rLow with |r| up to pi / 4, and n modulo 4. Cody and Waite's parts below 10^6, all bits of 2 / pi (Payne and
    /// Hanek) above.</summary>
    private static int Quadrant(double x, out double r, out double rLow)
    {
        double size = Math.Abs(x);
        if (size <= 0.7853981633974483)
        {
            r = x;
            rLow = 0;
            return 0;
        }

        if (!(size < 1e6))
        {
            return double.IsFinite(x) ? LargeQuadrant(x, out r, out rLow) : NoQuadrant(out r, out rLow);
        }

        double n = Math.Round(x * TwoOverPi);
        double first = Math.FusedMultiplyAdd(-n, HalfPi1, x);
        double second = TwoSum(first, -n * HalfPi2, out double secondLow);
        double third = TwoSum(second, -n * HalfPi3, out double thirdLow);
        double low = secondLow + thirdLow - (n * HalfPi4);
        r = third + low;
        rLow = low - (r - third);
        return (int)n & 3;
    }

    private static int NoQuadrant(out double r, out double rLow)
    {
        r = double.NaN;
        rLow = 0;
        return 0;
    }

    private static int LargeQuadrant(double x, out double r, out double rLow)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(x);
        int power = (int)(bits >> 52 & 0x7FF) - 1075;
        BigInteger product = BigInteger.Parse(TwoOverPiHex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            * ((bits & 0xFFFFFFFFFFFFFUL) | 1UL << 52);
        int point = TwoOverPiBits - power;
        int quadrant = (int)(product >> point & 3);

        // 180 bits after the point leave over 110 good ones in the worst case, where the angle is nearest to a multiple of pi / 2.
        const int Kept = 180;
        BigInteger fraction = (product & ((BigInteger.One << point) - 1)) >> (point - Kept);
        if (fraction >> (Kept - 1) != 0)
        {
            fraction -= BigInteger.One << Kept;
            quadrant++;
        }

        double high = Leading(fraction, out BigInteger rest);
        double low = Leading(rest, out _);
        double unit = PowerOfTwo(-Kept);
        high *= unit;
        low *= unit;
        r = high * HalfPi;
        rLow = Math.FusedMultiplyAdd(high, HalfPi, -r) + (high * HalfPiLow) + (low * HalfPi);
        double sum = r + rLow;
        rLow -= sum - r;
        r = sum;
        if (x < 0)
        {
            r = -r;
            rLow = -rLow;
            quadrant = -quadrant;
        }

        return quadrant & 3;
    }

    /// <summary>The leading 53 bits of a number, cut, as a double; exact, so no rounding rule of the conversion matters.</summary>
    private static double Leading(BigInteger value, out BigInteger rest)
    {
        long length = (long)BigInteger.Abs(value).GetBitLength();
        int drop = (int)Math.Max(0, length - 53);
        BigInteger head = BigInteger.Abs(value) >> drop;
        rest = BigInteger.Abs(value) - (head << drop);
        rest = value.Sign < 0 ? -rest : rest;
        return value.Sign * (double)(long)head * PowerOfTwo(drop);
    }

    /// <summary>sin(r + rLow), the series to r^19, |r| up to pi / 4.</summary>
    private static double SinOf(double r, double rLow)
    {
        double z = r * r;
        double q = -1.0 / 121645100408832000;
        q = Math.FusedMultiplyAdd(q, z, 1.0 / 355687428096000);
        q = Math.FusedMultiplyAdd(q, z, -1.0 / 1307674368000);
        q = Math.FusedMultiplyAdd(q, z, 1.0 / 6227020800);
        q = Math.FusedMultiplyAdd(q, z, -1.0 / 39916800);
        q = Math.FusedMultiplyAdd(q, z, 1.0 / 362880);
        q = Math.FusedMultiplyAdd(q, z, -1.0 / 5040);
        q = Math.FusedMultiplyAdd(q, z, 1.0 / 120);
        q = Math.FusedMultiplyAdd(q, z, -1.0 / 6);
        return r + Math.FusedMultiplyAdd(z * r, q, rLow * (1 - (0.5 * z)));
    }

    /// <summary>cos(r + rLow), the series to r^18, |r| up to pi / 4.</summary>
    private static double CosOf(double r, double rLow)
    {
        double z = r * r;
        double zLow = Math.FusedMultiplyAdd(r, r, -z);
        double q = -1.0 / 6402373705728000;
        q = Math.FusedMultiplyAdd(q, z, 1.0 / 20922789888000);
        q = Math.FusedMultiplyAdd(q, z, -1.0 / 87178291200);
        q = Math.FusedMultiplyAdd(q, z, 1.0 / 479001600);
        q = Math.FusedMultiplyAdd(q, z, -1.0 / 3628800);
        q = Math.FusedMultiplyAdd(q, z, 1.0 / 40320);
        q = Math.FusedMultiplyAdd(q, z, -1.0 / 720);
        q = Math.FusedMultiplyAdd(q, z, 1.0 / 24);
        double half = 0.5 * z;
        double w = 1 - half;
        return w + (1 - w - half + ((z * z * q) - (0.5 * zLow) - (r * rLow)));
    }
}
