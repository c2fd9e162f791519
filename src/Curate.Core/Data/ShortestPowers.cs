namespace Curate.Core.Data;

/// <summary>
/// Powers of ten as 128-bit mantissas, rounded up: 10^e is at most <c>g * 2^(floor(log2 10^e) - 127)</c>, and less by under one unit. Computed once, in
/// 20 words of 64 bits; 10 KB.
/// </summary>
internal static class ShortestPowers
{
    /// <summary>The smallest and the largest exponent that a double needs.</summary>
    public const int Least = -292;
    public const int Most = 324;

    // 10^324 has 1,077 bits; 2^1279 / 10^292 still has more than 128.
    private const int Words = 20;

    private static readonly ulong[] s_high = new ulong[Most - Least + 1];
    private static readonly ulong[] s_low = new ulong[Most - Least + 1];

    static ShortestPowers()
    {
        Span<ulong> power = stackalloc ulong[Words];
        power.Clear();
        power[0] = 1;
        for (int e = 0; e <= Most; e++)
        {
            Set(e, power, remainder: false);
            TimesTen(power);
        }

        power.Clear();
        power[Words - 1] = 1UL << 63;
        for (int e = -1; e >= Least; e--)
        {
            // Rounded down by every division by ten, the quotient is that of one division by their product; no power of two is a multiple of ten.
            DivideByTen(power);
            Set(e, power, remainder: true);
        }
    }

    /// <summary>The upper 64 bits of the mantissa of 10^<paramref name="exponent"/>.</summary>
    public static ulong High(int exponent) => s_high[exponent - Least];

    /// <summary>The lower 64 bits.</summary>
    public static ulong Low(int exponent) => s_low[exponent - Least];

    /// <summary>Takes the 128 bits from the highest one that is set, rounded up where bits below are set.</summary>
    private static void Set(int e, ReadOnlySpan<ulong> power, bool remainder)
    {
        int top = Words - 1;
        while (power[top] == 0)
        {
            top--;
        }

        int shift = System.Numerics.BitOperations.LeadingZeroCount(power[top]);
        ulong second = top > 0 ? power[top - 1] : 0;
        ulong third = top > 1 ? power[top - 2] : 0;
        ulong high = shift == 0 ? power[top] : (power[top] << shift) | (second >> (64 - shift));
        ulong low = shift == 0 ? second : (second << shift) | (third >> (64 - shift));
        bool rest = remainder || (third << shift) != 0;
        for (int i = top - 3; i >= 0 && !rest; i--)
        {
            rest = power[i] != 0;
        }

        low += rest ? 1UL : 0;
        s_high[e - Least] = high + (rest && low == 0 ? 1UL : 0);
        s_low[e - Least] = low;
    }

    private static void TimesTen(Span<ulong> power)
    {
        ulong carry = 0;
        for (int i = 0; i < Words; i++)
        {
            ulong high = Math.BigMul(power[i], 10, out ulong low);
            power[i] = low + carry;
            carry = high + (power[i] < low ? 1UL : 0);
        }
    }

    /// <summary>In halves of words: a 128-bit division would be compiled anew at every start of the program, and this runs at every start.</summary>
    private static void DivideByTen(Span<ulong> power)
    {
        ulong rest = 0;
        for (int i = Words - 1; i >= 0; i--)
        {
            ulong upper = (rest << 32) | (power[i] >> 32);
            ulong lower = ((upper % 10) << 32) | (uint)power[i];
            power[i] = ((upper / 10) << 32) | (lower / 10);
            rest = lower % 10;
        }
    }
}
