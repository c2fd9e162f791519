namespace Curate.Core.Numerics;

/// <summary>Doubles as 64 bits whose unsigned order is that of the numbers, for sorts, tables and files that compare keys. Both zeros are one. O(1), nothing held.</summary>
internal static class OrderedBits
{
    /// <summary>The key of a number; NaN sorts below or above all others, by its sign.</summary>
    public static ulong Of(double value)
    {
        // Adding zero makes the two zeros one.
        ulong bits = BitConverter.DoubleToUInt64Bits(value + 0.0);
        return bits >> 63 != 0 ? ~bits : bits | (1UL << 63);
    }
}
