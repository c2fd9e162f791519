using System.Runtime.CompilerServices;

namespace Curate.Core.Randomness;

/// <summary>
/// Draw after draw from one key, for algorithms that need a number of draws that is not known before (rejection). The stream is local to its key, so it
/// depends on nothing drawn elsewhere. A value type: pass it by reference, or draws repeat.
/// </summary>
public struct DrawStream(SeededDraw draw)
{
    private readonly SeededDraw _draw = draw;
    private long _used;

    /// <summary>64 uniform bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Bits() => _draw.Bits(0, _used++);

    /// <summary>A uniform number in [0, 1) with 53 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Unit() => (Bits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A uniform number in (0, 1] with 53 bits, safe for logarithms and as a divisor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double UnitPositive() => ((Bits() >> 11) + 1) * (1.0 / (1UL << 53));

    /// <summary>
    /// A uniform whole number from 0 to <paramref name="bound"/> - 1, without bias: the high half of a product, rejecting the few low halves
    /// that some results have too many of (Lemire 2019, "Fast random integer generation in an interval").
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Below(long bound)
    {
        ulong high = Math.BigMul(Bits(), (ulong)bound, out ulong low);
        return low >= (ulong)bound ? (long)high : BelowRare(bound, high, low);
    }

    private long BelowRare(long bound, ulong high, ulong low)
    {
        ulong excess = (0 - (ulong)bound) % (ulong)bound;
        while (low < excess)
        {
            high = Math.BigMul(Bits(), (ulong)bound, out low);
        }

        return (long)high;
    }
}
