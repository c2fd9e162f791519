using System.Globalization;
using Curate.Core.Data;

namespace Curate.Core.Options;

/// <summary>
/// Numbers as people type them in options and read them in reports, the same in every culture. The parsers refuse what is odd: spaces,
/// a comma, a plus sign, hexadecimal, NaN, infinity, and whatever does not fit. Values in data follow <see cref="Data.ValueText"/> instead.
/// </summary>
public static class NumberText
{
    // Digits that a mantissa may have: 10^27 leaves room in 128 bits for the largest multiplier.
    private const int MostDigits = 27;

    /// <summary>
    /// A whole number: digits with an optional minus, optionally a fraction, an exponent, or one of the decimal suffixes <c>k M G</c>
    /// (<c>10k</c>, <c>1.5M</c>, <c>1e6</c>), provided that the value is whole.
    /// </summary>
    public static bool TryWhole(ReadOnlySpan<char> text, out long value)
    {
        bool negative = text.Length > 0 && text[0] == '-';
        if (TryDigits(negative ? text[1..] : text, out value, out ReadOnlySpan<char> unit) && TryDecimalUnit(unit, out int power) && TryMultiply(ref value, power))
        {
            value = negative ? -value : value;
            return true;
        }

        return TryAnyWhole(text, out value);
    }

    private static bool TryAnyWhole(ReadOnlySpan<char> text, out long value)
    {
        value = 0;
        bool negative = text.Length > 0 && text[0] == '-';
        if (!TryScan(negative ? text[1..] : text, out UInt128 mantissa, out int power, out ReadOnlySpan<char> unit)
            || !TryDecimalUnit(unit, out int unitPower)
            || !TryScale(mantissa, power + unitPower, out UInt128 magnitude, out bool exact)
            || !exact || magnitude > (negative ? (UInt128)1 << 63 : long.MaxValue))
        {
            return false;
        }

        value = negative ? (long)(0 - (ulong)magnitude) : (long)magnitude;
        return true;
    }

    /// <summary>A finite number: digits with an optional minus, point and exponent, <c>0.25</c>, <c>.5</c>, <c>1e-3</c>.</summary>
    public static bool TryNumber(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        ReadOnlySpan<char> digits = text.Length > 0 && text[0] == '-' ? text[1..] : text;
        return IsDecimal(digits, out bool zero)
            && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value) && (zero || value != 0);
    }

    /// <summary>A share of a whole: <c>0.05</c> or <c>5%</c>, both 0.05. Not limited to 1, because some options take 150%.</summary>
    public static bool TryFraction(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        if (text.Length == 0 || text[0] == '-')
        {
            return false;
        }

        if (text[^1] != '%')
        {
            return TryNumber(text, out value);
        }

        // Shifting the decimal exponent in the text keeps 5% equal to 0.05 to the last bit; dividing by 100 need not.
        ReadOnlySpan<char> number = text[..^1];
        if (!IsDecimal(number, out _))
        {
            return false;
        }

        int e = number.IndexOfAny('e', 'E');
        int exponent = 0;
        if (e >= 0 && (!int.TryParse(number[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
            || Math.Abs(exponent) > 9999))
        {
            return false;
        }

        string shifted = string.Concat(e >= 0 ? number[..e] : number, "e", (exponent - 2).ToString(CultureInfo.InvariantCulture));
        return TryNumber(shifted, out value);
    }

    /// <summary>
    /// A size in bytes: plain, with decimal units <c>k M G T</c> or <c>kB MB GB TB</c> (powers of 1000), or with binary units
    /// <c>KiB MiB GiB TiB</c> (powers of 1024). A fraction of a unit is fine (<c>1.5G</c>); a fraction of a byte is cut off.
    /// </summary>
    public static bool TrySize(ReadOnlySpan<char> text, out long bytes)
    {
        if (TryDigits(text, out bytes, out ReadOnlySpan<char> unit) && TryUnit(unit, out int shift, out int power) && bytes <= long.MaxValue >> shift)
        {
            bytes <<= shift;
            if (TryMultiply(ref bytes, power))
            {
                return true;
            }
        }

        return TryAnySize(text, out bytes);
    }

    private static bool TryAnySize(ReadOnlySpan<char> text, out long bytes)
    {
        bytes = 0;
        if (!TryScan(text, out UInt128 mantissa, out int power, out ReadOnlySpan<char> unit) || !TryUnit(unit, out int shift, out int unitPower))
        {
            return false;
        }

        if (mantissa >> (127 - shift) != 0
            || !TryScale(mantissa << shift, power + unitPower, out UInt128 size, out bool exact) || size > long.MaxValue
            || (!exact && shift == 0 && unitPower == 0))
        {
            return false;
        }

        bytes = (long)size;
        return true;
    }

    /// <summary>The shortest text that reads back as the same double: <c>0.1</c>, <c>1E+21</c>, <c>NaN</c>, <c>Infinity</c>.</summary>
    public static string Of(double value) => ShortestNumber.Text(value);

    /// <summary>Digits with a minus where negative, no grouping.</summary>
    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A size for people: <c>512 B</c>, <c>1.5 KiB</c>, <c>64 MiB</c>; binary units, at most one decimal, rounded half up.</summary>
    public static string Size(long bytes)
    {
        ulong magnitude = bytes < 0 ? 0 - (ulong)bytes : (ulong)bytes;
        string sign = bytes < 0 ? "-" : "";
        if (magnitude < 1024)
        {
            return string.Concat(sign, magnitude.ToString(CultureInfo.InvariantCulture), " B");
        }

        ReadOnlySpan<string> units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
        int unit = 0;
        ulong tenths;
        while (true)
        {
            int shift = 10 * (unit + 1);
            ulong below = magnitude & ((1UL << shift) - 1);
            tenths = ((magnitude >> shift) * 10) + (((below * 10) + (1UL << (shift - 1))) >> shift);
            if (tenths < 10240 || unit == units.Length - 1)
            {
                break;
            }

            unit++;
        }

        (ulong whole, ulong tenth) = Math.DivRem(tenths, 10);
        string number = whole.ToString(CultureInfo.InvariantCulture);
        return tenth == 0
            ? string.Concat(sign, number, " ", units[unit])
            : string.Concat(sign + number, ".", tenth.ToString(CultureInfo.InvariantCulture), " " + units[unit]);
    }

    /// <summary>
    /// Reads up to 18 digits without fraction and exponent, and leaves the rest as the unit. That is what nearly all texts are, and arithmetic of 128 bits is compiled anew in every process: some
    /// milliseconds of each start.
    /// </summary>
    private static bool TryDigits(ReadOnlySpan<char> text, out long digits, out ReadOnlySpan<char> unit)
    {
        digits = 0;
        int i = 0;
        for (; i < text.Length && char.IsAsciiDigit(text[i]); i++)
        {
            if (i == 18)
            {
                unit = default;
                return false;
            }

            digits = (digits * 10) + (text[i] - '0');
        }

        unit = text[i..];
        return i > 0 && !(unit.Length > 0 && unit[0] is '.' or 'e' or 'E');
    }

    private static bool TryMultiply(ref long value, int power)
    {
        for (; power > 0; power--)
        {
            if (value > long.MaxValue / 10)
            {
                return false;
            }

            value *= 10;
        }

        return true;
    }

    /// <summary>Reads digits, fraction and exponent as mantissa x 10^power and leaves the rest as the unit.</summary>
    private static bool TryScan(ReadOnlySpan<char> text, out UInt128 mantissa, out int power, out ReadOnlySpan<char> unit)
    {
        mantissa = 0;
        power = 0;
        unit = default;
        int i = 0;
        int digits = 0;
        int significant = 0;
        int point = -1;
        for (; i < text.Length; i++)
        {
            if (text[i] == '.' && point < 0)
            {
                point = i;
                continue;
            }

            if (!char.IsAsciiDigit(text[i]))
            {
                break;
            }

            mantissa = mantissa * 10 + (uint)(text[i] - '0');
            digits++;
            significant += mantissa == 0 ? 0 : 1;
            power -= point >= 0 ? 1 : 0;
            if (significant > MostDigits || digits > 200)
            {
                return false;
            }
        }

        if (digits == 0 || point == i - 1)
        {
            return false;
        }

        if (i < text.Length && text[i] is 'e' or 'E')
        {
            int at = ++i;
            bool negative = i < text.Length && text[i] == '-';
            if (i < text.Length && text[i] is '+' or '-')
            {
                at = ++i;
            }

            int exponent = 0;
            for (; i < text.Length && char.IsAsciiDigit(text[i]); i++)
            {
                exponent = Math.Min(exponent * 10 + (text[i] - '0'), 100_000);
            }

            if (i == at)
            {
                return false;
            }

            power += negative ? -exponent : exponent;
        }

        unit = text[i..];
        return true;
    }

    /// <summary>A unit of sizes: a power of two or of ten.</summary>
    private static bool TryUnit(ReadOnlySpan<char> unit, out int shift, out int power)
    {
        power = 0;
        shift = unit switch
        {
            "KiB" or "kiB" => 10,
            "MiB" => 20,
            "GiB" => 30,
            "TiB" => 40,
            _ => 0,
        };
        return shift != 0 || unit is "B" || TryDecimalUnit(unit.Length == 2 && unit[1] == 'B' ? unit[..1] : unit, out power);
    }

    private static bool TryDecimalUnit(ReadOnlySpan<char> unit, out int power)
    {
        power = unit switch
        {
            "" => 0,
            "k" or "K" => 3,
            "M" => 6,
            "G" => 9,
            "T" => 12,
            _ => -1,
        };
        return power >= 0;
    }

    private static bool TryScale(UInt128 mantissa, int power, out UInt128 value, out bool exact)
    {
        value = mantissa;
        exact = true;
        for (; power > 0 && value != 0; power--)
        {
            if (value > UInt128.MaxValue / 10)
            {
                return false;
            }

            value *= 10;
        }

        for (; power < 0 && value != 0; power++)
        {
            (value, UInt128 rest) = UInt128.DivRem(value, 10);
            exact &= rest == 0;
        }

        return true;
    }

    private static bool IsDecimal(ReadOnlySpan<char> text, out bool zero)
    {
        zero = true;
        int i = 0;
        int digits = 0;
        bool point = false;
        for (; i < text.Length; i++)
        {
            if (text[i] == '.' && !point)
            {
                point = true;
                continue;
            }

            if (!char.IsAsciiDigit(text[i]))
            {
                break;
            }

            zero &= text[i] == '0';
            digits++;
        }

        if (digits == 0 || text[i - 1] == '.')
        {
            return false;
        }

        if (i == text.Length)
        {
            return true;
        }

        if (text[i] is not ('e' or 'E'))
        {
            return false;
        }

        i++;
        if (i < text.Length && text[i] is '+' or '-')
        {
            i++;
        }

        return i < text.Length && !text[i..].ContainsAnyExceptInRange('0', '9');
    }
}
