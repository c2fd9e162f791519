using System.Buffers.Text;
using System.Runtime.CompilerServices;
using Curate.Core.Data;
using Curate.Core.Sketches;

namespace Curate.Core.Profile.Columns;

/// <summary>Numbers in texts as whole mantissas and powers of ten: what sums exactly, without a conversion to double.</summary>
internal static class NumberScan
{
    /// <summary>
    /// Any number by the grammar of <see cref="ValueText.TryNumber(ReadOnlySpan{byte}, out double)"/> or <see cref="ValueText.TryWhole(ReadOnlySpan{byte}, out long)"/>: the nearest double, and mantissa and exponent where the
    /// mantissa has at most 19 digits and the exponent is one that <see cref="PowerSums"/> sums as decimal.
    /// </summary>
    public static bool TryAny(ReadOnlySpan<byte> text, out double value, out ulong mantissa, out int exponent, out bool isDecimal)
    {
        (mantissa, exponent, isDecimal) = (0, 0, false);
        if (ValueText.TryWhole(text, out long whole))
        {
            value = whole;
            mantissa = whole < 0 ? 0UL - (ulong)whole : (ulong)whole;
            isDecimal = true;
            return true;
        }

        if (!ValueText.TryNumber(text, out value))
        {
            return false;
        }

        isDecimal = double.IsFinite(value) && TryDecimal(text.Trim((byte)' '), out mantissa, out exponent);
        return true;
    }

    private static bool TryDecimal(ReadOnlySpan<byte> text, out ulong mantissa, out int exponent)
    {
        mantissa = 0;
        exponent = 0;
        int i = text[0] == '-' ? 1 : 0;
        int digits = 0;
        bool afterPoint = false;
        for (; i < text.Length && (text[i] | 0x20) != 'e'; i++)
        {
            if (text[i] == '.')
            {
                afterPoint = true;
                continue;
            }

            mantissa = (mantissa * 10) + (uint)(text[i] - '0');
            digits += mantissa != 0 ? 1 : 0;
            exponent -= afterPoint ? 1 : 0;
            if (digits > 19)
            {
                return false;
            }
        }

        if (i < text.Length)
        {
            ReadOnlySpan<byte> power = text[(i + 1)..];
            power = power[0] == '+' ? power[1..] : power;
            if (!Utf8Parser.TryParse(power, out int shift, out int used) || used != power.Length)
            {
                return false;
            }

            exponent += Math.Clamp(shift, -10000, 10000);
        }

        if (mantissa == 0)
        {
            exponent = 0;
        }

        return exponent is >= -PowerSums.MostDecimalExponent and <= PowerSums.MostDecimalExponent;
    }
}
