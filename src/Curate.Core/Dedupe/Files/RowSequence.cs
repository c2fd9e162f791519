using Curate.Core.Hashing;

namespace Curate.Core.Dedupe.Files;

/// <summary>
/// A hash of a sequence of rows that can be taken of any run inside a longer one (Karp and Rabin 1987): a polynomial in row hashes modulo 2^61 - 1.
/// Two different runs of n rows agree with a chance of n / 2^61.
/// </summary>
internal static class RowSequence
{
    private const ulong Prime = (1UL << 61) - 1;
    private const ulong Base = 0x12D4E1C3B7A59F61 % Prime;

    public static ulong Append(ulong sequence, Hash128 row) => Sum(Product(sequence, Base), (row.Low ^ (row.High >> 7)) % Prime);

    /// <summary>The base to the power of a length.</summary>
    public static ulong Power(long length)
    {
        ulong power = 1;
        for (ulong square = Base; length > 0; length >>= 1, square = Product(square, square))
        {
            power = (length & 1) != 0 ? Product(power, square) : power;
        }

        return power;
    }

    /// <summary>The hash of the rows between two places, from the hashes up to these places.</summary>
    /// <param name="upToEnd">Of all rows up to the end of the run.</param>
    /// <param name="upToStart">Of all rows before it.</param>
    /// <param name="power">Of its length.</param>
    public static ulong Between(ulong upToEnd, ulong upToStart, ulong power) => Sum(upToEnd, Prime - Product(upToStart, power));

    private static ulong Product(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return Sum(low & Prime, ((high << 3) | (low >> 61)) % Prime);
    }

    private static ulong Sum(ulong a, ulong b)
    {
        ulong sum = a + b;
        return sum >= Prime ? sum - Prime : sum;
    }
}
