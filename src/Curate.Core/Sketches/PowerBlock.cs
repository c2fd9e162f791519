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

    // Sums in two's complement, low and high 64 bits: the compiler keeps these in registers, unlike 128-bit integers.
    private ulong _secondLow;
    private ulong _secondHigh;
    private ulong _thirdLow;
    private ulong _thirdHigh;
    private ulong _fourthLow;
    private ulong _fourthHigh;

    public long First { get; private set; }

    public readonly UInt128 Second => new(_secondHigh, _secondLow);

    public readonly Int128 Third => new(_thirdHigh, _thirdLow);

    public readonly UInt128 Fourth => new(_fourthHigh, _fourthLow);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long x)
    {
        First += x;
        ulong square = (ulong)(x * x);
        _secondLow += square;
        _secondHigh += _secondLow < square ? 1UL : 0;
        // |x^3| < 2^84: the product of the square and x, both 64-bit, in 128.
        ulong cubeHigh = (ulong)Math.BigMul((long)square, x, out long cube);
        _thirdLow += (ulong)cube;
        _thirdHigh += cubeHigh + (_thirdLow < (ulong)cube ? 1UL : 0);
        ulong high = Math.BigMul(square, square, out ulong low);
        _fourthLow += low;
        _fourthHigh += high + (_fourthLow < low ? 1UL : 0);
    }
}
