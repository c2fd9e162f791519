using System.Numerics;
using System.Runtime.CompilerServices;

namespace Curate.Core.Data;

/// <summary>Numbers without exponents in texts, as whole mantissas and powers of ten: what most numbers in files are, read without a conversion to double.</summary>
internal static class PlainNumber
{
    /// <summary>Mantissas up to here are doubles themselves.</summary>
    public const ulong MostExact = 1UL << 53;

    private const int MostDigits = 18;
    private const ulong Zeros = 0x3030303030303030UL;
    private const ulong HighBits = 0x8080808080808080UL;

    // Added to a byte, this sets its high bit when the byte is above 9.
    private const ulong NotDigits = 0x7676767676767676UL;

    // Powers of ten up to 10^22 are doubles, so a quotient of two exact doubles is rounded once.
    // Not an array: code that is compiled ahead asks before each use of one whether it is there.
    private static ReadOnlySpan<double> Powers =>
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>
    /// Up to 18 digits with an optional minus before and one point among or after them, no leading zero before another digit, nothing else: the texts of
    /// <see cref="LexicalScan.IsPlainNumber"/> and <see cref="LexicalScan.IsPlainWhole"/> without exponents. False means only: look closer.
    /// </summary>
    /// <param name="text">First byte.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="mantissa">The digits as a whole number.</param>
    /// <param name="scale">Digits after the point, or -1 where there is no point.</param>
    /// <param name="negative">A minus stands before.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParse(ref byte text, int length, out ulong mantissa, out int scale, out bool negative)
    {
        mantissa = 0;
        scale = -1;
        negative = length > 0 && text == '-';
        int i = negative ? 1 : 0;
        int first = i;
        ulong sum = 0;
        uint digit;
        for (; i < length && (digit = (uint)(Unsafe.Add(ref text, i) - '0')) <= 9; i++)
        {
            sum = (sum * 10) + digit;
        }

        int whole = i - first;
        if (whole == 0 || length - first > MostDigits || (whole > 1 && Unsafe.Add(ref text, first) == '0'))
        {
            return false;
        }

        if (i < length)
        {
            if (Unsafe.Add(ref text, i) != '.')
            {
                return false;
            }

            int point = i++;
            for (; i < length && (digit = (uint)(Unsafe.Add(ref text, i) - '0')) <= 9; i++)
            {
                sum = (sum * 10) + digit;
            }

            if (i != length)
            {
                return false;
            }

            scale = length - 1 - point;
        }

        mantissa = sum;
        return true;
    }

    /// <summary>
    /// As <see cref="TryParse(ref byte, int, out ulong, out int, out bool)"/>, for a text in front of which <paramref name="before"/> bytes can be read: up to
    /// 16 bytes are taken at once, whatever their number, since a loop whose end nobody can predict costs more than all of its arithmetic.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParse(ref byte text, int length, int before, out ulong mantissa, out int scale, out bool negative)
    {
        negative = length > 0 && text == '-';
        int sign = negative ? 1 : 0;
        int count = length - sign;
        if ((uint)(count - 1) >= 16 || before + length < 16 || !BitConverter.IsLittleEndian)
        {
            return TryParse(ref text, length, out mantissa, out scale, out negative);
        }

        mantissa = 0;
        scale = -1;
        ref byte last = ref Unsafe.Add(ref text, length - 8);
        ulong high = Unsafe.ReadUnaligned<ulong>(ref last) ^ Zeros;
        ulong low = 0;
        if (count <= 8)
        {
            high &= ulong.MaxValue << (64 - (8 * count));
        }
        else
        {
            low = (Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref last, -8)) ^ Zeros) & (ulong.MaxValue << (128 - (8 * count)));
        }

        // The first byte of the text is the lowest one. What stands before the point moves up by one byte.
        ulong inHigh = Points(high);
        int whole = count;
        if (inHigh != 0)
        {
            ulong below = (inHigh & (0 - inHigh)) >> 7;
            high = (high & ~((below << 8) - 1)) | ((high & (below - 1)) << 8) | (low >> 56);
            low <<= 8;
            scale = (BitOperations.LeadingZeroCount(below) - 7) >> 3;
            whole = count - 1 - scale;
        }
        else if (low != 0 && Points(low) is ulong inLow && inLow != 0)
        {
            ulong below = (inLow & (0 - inLow)) >> 7;
            low = (low & ~((below << 8) - 1)) | ((low & (below - 1)) << 8);
            scale = 8 + ((BitOperations.LeadingZeroCount(below) - 7) >> 3);
            whole = count - 1 - scale;
        }

        if (((((high + NotDigits) | high) | ((low + NotDigits) | low)) & HighBits) != 0 || whole == 0 || (whole > 1 && Unsafe.Add(ref text, sign) == '0'))
        {
            return false;
        }

        mantissa = count <= 8 ? EightDigits(high) : (EightDigits(low) * 100_000_000) + EightDigits(high);
        return true;
    }

    /// <summary>The same with a sign, which takes no branch: signs of numbers are what a processor guesses worst.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Exact(ulong mantissa, int scale, bool negative) =>
        BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(Exact(mantissa, scale)) ^ ((negative ? 1L : 0L) << 63));

    /// <summary>The double nearest to mantissa / 10^scale, for a mantissa of at most 2^53 and a scale of at most 22.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Exact(ulong mantissa, int scale)
    {
        double whole = (long)mantissa;
        return scale <= 0 ? whole : whole / Powers[scale];
    }

    /// <summary>The high bits of bytes that hold a point, once zeros were taken off; the lowest is exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Points(ulong bytes)
    {
        ulong others = bytes ^ 0x1E1E1E1E1E1E1E1EUL;
        return (others - 0x0101010101010101UL) & ~others & HighBits;
    }

    /// <summary>Eight digits, one a byte, the first one lowest: pairs, then fours, then all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong EightDigits(ulong digits)
    {
        ulong pairs = (digits * 10) + (digits >> 8);
        return (((pairs & 0x000000FF000000FFUL) * 0x000F424000000064UL) + (((pairs >> 16) & 0x000000FF000000FFUL) * 0x0000271000000001UL)) >> 32;
    }
}
