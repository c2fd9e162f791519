using System.Runtime.CompilerServices;

namespace Curate.Core.Sketches;

/// <summary>
/// Power sums of up to <see cref="MostRows"/> mantissas below <see cref="Limit"/> in magnitude, in 128 bits: the inner loop of <see cref="PowerSums"/>. x^4 is below
/// 2^112, so 2^15 of them stay below 2^127.
/// </summary>
internal struct PowerBlock
{
    public const int MostRows = 1 << 15;
    public const long Limit = 1 << 28;

    public long First;
    public UInt128 Second;
    public Int128 Third;
    public UInt128 Fourth;
    public int Rows;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long x)
    {
        Rows++;
        First += x;
        ulong square = (ulong)(x * x);
        Second += square;
        // |x^3| < 2^84: the product of the square and x, both 64-bit, in 128.
        long cubeHigh = Math.BigMul((long)square, x, out long cubeLow);
        Third += new Int128((ulong)cubeHigh, (ulong)cubeLow);
        ulong high = Math.BigMul(square, square, out ulong low);
        Fourth += new UInt128(high, low);
    }
}
