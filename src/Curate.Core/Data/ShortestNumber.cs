using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Curate.Core.Data;

/// <summary>
/// The shortest decimal that reads back as the same floating-point number, the nearest to it among the shortest, in the notation of the format "R":
/// <c>0.1</c>, <c>1E+16</c>, <c>1E-05</c>. Three multiplications of 64 by 128 bits give the bounds within which decimals read back
/// (Giulietti 2020, "The Schubfach way to render doubles", sections 7 to 9); numbers of few places, which most tables hold, need one division instead.
/// O(1), several times as fast as the runtime's own, whose text of a power of two does not always read back.
/// </summary>
public static class ShortestNumber
{
    /// <summary>Bytes that any number needs at most: a sign, 17 digits, a point, an exponent of five characters.</summary>
    public const int MostBytes = 32;

    /// <summary>Numbers from 10^17 (float32: 10^9) on and below 10^-4 have an exponent.</summary>
    private const int MostWhole = 17;
    private const int MostWholeSingle = 9;
    private const int MostZeros = 4;

    // Below 10^9 such a number has at most 15 digits.
    private const double PowerOfPlaces = 1e6;
    private const double MostOfFewPlaces = 1e9;

    // As many millionths, and a number has no exponent.
    private const double LeastOfPlaces = 100;

    private static ReadOnlySpan<byte> Pairs =>
        "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"u8;

    private static ReadOnlySpan<ulong> Tens =>
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000,
        100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ];

    /// <summary>Writes a finite number.</summary>
    /// <param name="value">Not NaN, not infinite.</param>
    /// <param name="to"><see cref="MostBytes"/> long at least.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(double value, Span<byte> to)
    {
        Check(to);
        double magnitude = Math.Abs(value);
        if (magnitude is > 0 and < MostOfFewPlaces)
        {
            // No two decimals of at most 15 digits are the same double, and a quotient of whole numbers is rounded as a decimal is read: if it is this number, there is no shorter decimal.
            double scaled = Math.Round(magnitude * PowerOfPlaces);
            if (scaled / PowerOfPlaces == magnitude && scaled >= LeastOfPlaces)
            {
                return WritePlaces(value < 0, (long)scaled, to);
            }
        }

        ulong bits = BitConverter.DoubleToUInt64Bits(value);
        int biased = (int)(bits >> 52) & 0x7FF;
        ulong fraction = bits & ((1UL << 52) - 1);
        return Write((bits >> 63) != 0, fraction, biased, 52, 1075, MostWhole, to);
    }

    /// <summary>Writes a finite number with the digits that float32 needs.</summary>
    /// <inheritdoc cref="Write(double, Span{byte})"/>
    public static int Write(float value, Span<byte> to)
    {
        Check(to);
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return Write((bits >> 31) != 0, bits & ((1U << 23) - 1), (int)(bits >> 23) & 0xFF, 23, 150, MostWholeSingle, to);
    }

    /// <summary>A number as a text; <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c> where it is not finite.</summary>
    public static string Text(double value)
    {
        if (!double.IsFinite(value))
        {
            return value.ToString(CultureInfo.InvariantCulture);
        }

        Span<byte> text = stackalloc byte[MostBytes];
        return Encoding.ASCII.GetString(text[..Write(value, text)]);
    }

    /// <summary>A number as a text with the digits that float32 needs.</summary>
    /// <inheritdoc cref="Text(double)"/>
    public static string Text(float value)
    {
        if (!float.IsFinite(value))
        {
            return value.ToString(CultureInfo.InvariantCulture);
        }

        Span<byte> text = stackalloc byte[MostBytes];
        return Encoding.ASCII.GetString(text[..Write(value, text)]);
    }

    private static int Write(bool negative, ulong fraction, int biased, int fractionBits, int bias, int mostWhole, Span<byte> to)
    {
        if (biased == 0 && fraction == 0)
        {
            "-0"u8[(negative ? 0 : 1)..].CopyTo(to);
            return negative ? 2 : 1;
        }

        ulong mantissa = biased == 0 ? fraction : fraction | (1UL << fractionBits);
        int exponent = Math.Max(biased, 1) - bias;
        ulong digits;
        int power;
        int drop = -exponent;
        if (drop >= 0 && drop <= fractionBits && (mantissa & ((1UL << drop) - 1)) == 0)
        {
            // A whole number below 2^53 (2^24): all its digits are needed.
            digits = mantissa >> drop;
            power = 0;
        }
        else
        {
            digits = Shortest(mantissa, exponent, isIrregular: fraction == 0 && biased > 1, out power);
        }

        return WriteDecimal(negative, digits, power, mostWhole, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Check(Span<byte> to)
    {
        if (to.Length < MostBytes)
        {
            throw new ArgumentException($"{MostBytes} bytes are needed.", nameof(to));
        }
    }

    /// <summary>Writes a minus, which counts where the number is negative. No branch: signs of numbers are what a processor guesses worst.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Sign(bool negative, Span<byte> to)
    {
        to[0] = (byte)'-';
        return negative ? 1 : 0;
    }

    /// <summary>Writes millionths: the whole part, and behind the point three pairs of digits without the zeros at their end.</summary>
    private static int WritePlaces(bool negative, long millionths, Span<byte> to)
    {
        int at = Sign(negative, to);
        (long whole, long places) = Math.DivRem(millionths, (long)PowerOfPlaces);
        if (whole < 10)
        {
            to[at++] = (byte)('0' + whole);
        }
        else
        {
            int count = Digits((ulong)whole);
            Put((ulong)whole, count, to.Slice(at, count));
            at += count;
        }

        if (places == 0)
        {
            return at;
        }

        (uint first, uint rest) = Math.DivRem((uint)places, 10_000);
        (uint second, uint third) = Math.DivRem(rest, 100);
        Span<byte> point = to.Slice(at, 7);
        point[0] = (byte)'.';
        Pairs.Slice(2 * (int)first, 2).CopyTo(point[1..]);
        Pairs.Slice(2 * (int)second, 2).CopyTo(point[3..]);
        Pairs.Slice(2 * (int)third, 2).CopyTo(point[5..]);
        int length = third != 0 ? 7 : second != 0 ? 5 : 3;
        return at + length - (point[length - 1] == '0' ? 1 : 0);
    }

    /// <summary>Writes digits x 10^power, which is not 0.</summary>
    private static int WriteDecimal(bool negative, ulong digits, int power, int mostWhole, Span<byte> to)
    {
        int at = Sign(negative, to);
        digits = WithoutZeros(digits, ref power);
        return at + Layout(digits, power, mostWhole, to[at..]);
    }

    /// <summary>Takes zeros off the end. Numbers of few digits come with a dozen: eight, four and two of them at a time, because each division waits for the one before.</summary>
    private static ulong WithoutZeros(ulong digits, ref int power)
    {
        ulong rest;
        ulong end;
        for ((rest, end) = Math.DivRem(digits, 100_000_000); end == 0; (rest, end) = Math.DivRem(digits, 100_000_000))
        {
            digits = rest;
            power += 8;
        }

        (rest, end) = Math.DivRem(digits, 10_000);
        if (end == 0)
        {
            digits = rest;
            power += 4;
        }

        (rest, end) = Math.DivRem(digits, 100);
        if (end == 0)
        {
            digits = rest;
            power += 2;
        }

        (rest, end) = Math.DivRem(digits, 10);
        if (end == 0)
        {
            digits = rest;
            power++;
        }

        return digits;
    }

    /// <summary>Figures 4 and 5 of the paper, with mantissas of 128 bits: digits x 10^power is the shortest decimal, but for zeros at its end.</summary>
    private static ulong Shortest(ulong c, int q, bool isIrregular, out int power)
    {
        ulong odd = c & 1;
        ulong four = c << 2;
        int k = ((q * 1262611) - (isIrregular ? 524031 : 0)) >> 22;
        int h = q + ((-k * 1741647) >> 19) + 1;
        ulong high = ShortestPowers.High(-k);
        ulong low = ShortestPowers.Low(-k);
        ulong least = RoundToOdd(high, low, (four - (isIrregular ? 1UL : 2UL)) << h) + odd;
        ulong value = RoundToOdd(high, low, four << h);
        ulong most = RoundToOdd(high, low, (four + 2) << h) - odd;

        ulong s = value >> 2;
        if (s >= 10)
        {
            ulong tens = s / 10;
            bool below = least <= 40 * tens;
            bool above = (40 * tens) + 40 <= most;
            if (below != above)
            {
                power = k + 1;
                return tens + (above ? 1UL : 0);
            }
        }

        power = k;
        bool lower = least <= 4 * s;
        bool upper = (4 * s) + 4 <= most;
        if (lower != upper)
        {
            return s + (upper ? 1UL : 0);
        }

        ulong middle = (4 * s) + 2;
        return s + (value > middle || (value == middle && (s & 1) != 0) ? 1UL : 0);
    }

    /// <summary>The product of a power of ten and a scaled mantissa without its lower 128 bits; its last bit says whether any of them was set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong RoundToOdd(ulong high, ulong low, ulong scaled)
    {
        ulong carried = Math.BigMul(low, scaled, out _);
        ulong top = Math.BigMul(high, scaled, out ulong rest);
        rest += carried;
        top += rest < carried ? 1UL : 0;
        return top | (rest > 1 ? 1UL : 0);
    }

    private static int Layout(ulong digits, int power, int mostWhole, Span<byte> to)
    {
        int count = Digits(digits);
        int point = count + power;
        if (point > mostWhole || point <= -MostZeros)
        {
            return Scientific(digits, count, point - 1, to);
        }

        if (point <= 0)
        {
            to[0] = (byte)'0';
            to[1] = (byte)'.';
            to.Slice(2, -point).Fill((byte)'0');
            Put(digits, count, to.Slice(2 - point, count));
            return 2 - point + count;
        }

        if (point >= count)
        {
            Put(digits, count, to[..count]);
            to[count..point].Fill((byte)'0');
            return point;
        }

        Put(digits, count, to.Slice(1, count));
        to.Slice(1, point).CopyTo(to);
        to[point] = (byte)'.';
        return count + 1;
    }

    private static int Scientific(ulong digits, int count, int exponent, Span<byte> to)
    {
        Put(digits, count, to.Slice(1, count));
        to[0] = to[1];
        int at = 1;
        if (count > 1)
        {
            to[1] = (byte)'.';
            at = count + 1;
        }

        to[at++] = (byte)'E';
        to[at++] = exponent < 0 ? (byte)'-' : (byte)'+';
        int magnitude = Math.Abs(exponent);
        if (magnitude >= 100)
        {
            to[at++] = (byte)('0' + (magnitude / 100));
            magnitude %= 100;
        }

        Pairs.Slice(2 * magnitude, 2).CopyTo(to[at..]);
        return at + 2;
    }

    private static void Put(ulong digits, int count, Span<byte> to)
    {
        ReadOnlySpan<byte> pairs = Pairs;
        int at = count;
        while (at >= 2)
        {
            (ulong rest, ulong pair) = Math.DivRem(digits, 100);
            at -= 2;
            to[at] = pairs[2 * (int)pair];
            to[at + 1] = pairs[(2 * (int)pair) + 1];
            digits = rest;
        }

        if (at > 0)
        {
            to[0] = (byte)('0' + digits);
        }
    }

    /// <summary>The decimal digits of a number that is not 0, from those in base 2: log10(2) = 0.30103.</summary>
    private static int Digits(ulong value)
    {
        int least = ((BitOperations.Log2(value) + 1) * 1233) >> 12;
        return least + (value >= Tens[least] ? 1 : 0);
    }
}
