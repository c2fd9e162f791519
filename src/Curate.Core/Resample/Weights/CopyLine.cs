using Curate.Core.Randomness;

namespace Curate.Core.Resample.Weights;

/// <summary>
/// Systematic resampling (Madow 1949; Kitagawa 1996, appendix): expected copies lie end to end on a line, and every row has as many copies as points u, u + 1,
/// u + 2 ... fall into its stretch. So each row has its expected copies rounded down or up, right on average, and any run of rows has its sum rounded down or
/// up. O(1) a row, no memory.
/// </summary>
/// <remarks>u is one of the 2^24 midpoints of the unit interval, so that rounding of the sums never meets it: the total is exact for up to 10^8 rows.</remarks>
/// <param name="draw">The draw of u.</param>
internal sealed class CopyLine(SeededDraw draw)
{
    private readonly double _start = ((draw.Bits(0, 0) >> 40) + 0.5) / (1 << 24);
    private double _at;
    private double _lost;

    /// <summary>The copies of the next row.</summary>
    public long Next(double expected)
    {
        double whole = Math.Floor(expected);
        long copies = (long)whole;
        double part = expected - whole;

        // Where in the unit interval the line stands; the rounding of each step is carried (Kahan 1965).
        double step = part - _lost;
        double end = _at + step;
        _lost = end - _at - step;
        copies += _at <= _start && end > _start ? 1 : 0;
        if (end >= 1)
        {
            end -= 1;
            copies += end > _start ? 1 : 0;
        }

        _at = end;
        return copies;
    }
}
