using System.Globalization;
using System.Numerics;

namespace Curate.Core.Where;

/// <summary>
/// A number literal kept exactly as mantissa x 10^power, so that it compares without loss with 64-bit whole numbers, with decimals of any
/// scale, and, where it is whole, with doubles. A literal with a fraction meets doubles as the nearest double, because <c>x = 0.1</c>
/// means the double that <c>0.1</c> reads as.
/// </summary>
internal sealed class WhereNumber
{
    private const int Most = 400;

    private readonly BigInteger _mantissa;
    private readonly int _power;

    private WhereNumber(BigInteger mantissa, int power, double nearest)
    {
        _mantissa = mantissa;
        _power = power;
        Nearest = nearest;
    }

    /// <summary>The nearest double; finite.</summary>
    public double Nearest { get; }

    /// <summary>Digits with an optional minus, point and exponent; at most 400 characters and within the range of doubles.</summary>
    public static bool TryParse(string text, out WhereNumber number)
    {
        number = new(0, 0, 0);
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (text.Length > Most || !double.TryParse(text, Style, CultureInfo.InvariantCulture, out double nearest) || !double.IsFinite(nearest))
        {
            return false;
        }

        int e = text.AsSpan().IndexOfAny('e', 'E');
        int exponent = 0;
        if (e >= 0 && (!int.TryParse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
            || Math.Abs(exponent) > Most))
        {
            return false;
        }

        string digits = e >= 0 ? text[..e] : text;
        int point = digits.IndexOf('.', StringComparison.Ordinal);
        int fraction = point < 0 ? 0 : digits.Length - point - 1;
        BigInteger mantissa = BigInteger.Parse(point < 0 ? digits : digits.Remove(point, 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        number = new(mantissa, exponent - fraction, nearest);
        return true;
    }

    /// <summary>The values x, counted in units of 10^-scale, for which <c>x op literal</c> holds; empty as low above high. <c>!=</c> gives those of
    /// <c>=</c>.</summary>
    public (BigInteger Low, BigInteger High) Units(WhereOperator op, int scale, BigInteger least, BigInteger most)
    {
        BigInteger floor = Floor(scale, out bool exact);
        (BigInteger low, BigInteger high) = op switch
        {
            WhereOperator.Less => (least, exact ? floor - 1 : floor),
            WhereOperator.LessOrEqual => (least, floor),
            WhereOperator.Greater => (floor + 1, most),
            WhereOperator.GreaterOrEqual => (exact ? floor : floor + 1, most),
            _ => exact ? (floor, floor) : (BigInteger.One, BigInteger.Zero),
        };
        low = BigInteger.Max(low, least);
        high = BigInteger.Min(high, most);
        return low <= high ? (low, high) : (BigInteger.One, BigInteger.Zero);
    }

    /// <summary>The doubles x for which <c>x op literal</c> holds, both ends included; empty as low above high. <c>!=</c> gives those of <c>=</c>.</summary>
    public (double Low, double High) Doubles(WhereOperator op)
    {
        double d = Nearest;
        BigInteger floor = Floor(0, out bool whole);
        int side = whole ? new BigInteger(d).CompareTo(floor) : 0;
        double infinity = double.PositiveInfinity;
        return op switch
        {
            WhereOperator.Less => (-infinity, side < 0 ? d : Math.BitDecrement(d)),
            WhereOperator.LessOrEqual => (-infinity, side <= 0 ? d : Math.BitDecrement(d)),
            WhereOperator.Greater => (side > 0 ? d : Math.BitIncrement(d), infinity),
            WhereOperator.GreaterOrEqual => (side >= 0 ? d : Math.BitIncrement(d), infinity),
            _ => side == 0 ? (d, d) : (1, 0),
        };
    }

    private BigInteger Floor(int scale, out bool exact)
    {
        int power = _power + scale;
        if (power >= 0)
        {
            exact = true;
            return _mantissa * BigInteger.Pow(10, power);
        }

        BigInteger quotient = BigInteger.DivRem(_mantissa, BigInteger.Pow(10, -power), out BigInteger rest);
        exact = rest.IsZero;
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }
}
