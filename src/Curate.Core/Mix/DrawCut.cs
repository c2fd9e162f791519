using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Mix;

/// <summary>
/// The rows of a source with the smallest draws that together fit an amount, as a bound on (draw, row): who is below it is taken. Rows
/// are taken in the order of their draws until the next one would not fit, so a larger amount takes the same rows and more.
/// </summary>
/// <remarks>Four passes over the draws, which are computed, and a table of 65,536 sums; 16 bytes a row for those that share 48 bits.</remarks>
internal readonly record struct DrawCut(ulong Draw, long Row, long Rows)
{
    private const int Bits = 16;

    /// <summary>Takes nothing.</summary>
    public static DrawCut None => new(0, -1, 0);

    public bool Takes(ulong draw, long row) => draw < Draw || (draw == Draw && row <= Row);

    /// <param name="draw">The draws, by row number from 0.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="sizes">Their sizes; null = 1 each.</param>
    /// <param name="amount">What fits.</param>
    public static DrawCut Find(SeededDraw draw, long rows, RowValues<double>? sizes, double amount)
    {
        var sums = new double[1 << Bits];
        var counts = new long[1 << Bits];
        ulong prefix = 0;
        long taken = 0;
        double left = amount;
        for (int shift = 64 - Bits; shift >= 0; shift -= Bits)
        {
            Array.Clear(sums);
            Array.Clear(counts);
            for (long row = 0; row < rows; row++)
            {
                ulong bits = draw.Bits(0, row);
                if (shift == 64 - Bits || bits >> (shift + Bits) == prefix)
                {
                    int slot = (int)(bits >> shift) & ((1 << Bits) - 1);
                    sums[slot] += sizes is null ? 1 : sizes[row];
                    counts[slot]++;
                }
            }

            int at = 0;
            while (at < sums.Length && sums[at] <= left)
            {
                left -= sums[at];
                taken += counts[at++];
            }

            if (at == sums.Length)
            {
                // Everything below this prefix fits; only at the first level can nothing be left to cut.
                return new DrawCut(shift == 64 - Bits ? ulong.MaxValue : (((prefix + 1) << (shift + Bits)) - 1), long.MaxValue, taken);
            }

            prefix = (prefix << Bits) | (uint)at;
        }

        // Rows of one and the same draw come in row order.
        long last = -1;
        for (long row = 0; row < rows; row++)
        {
            if (draw.Bits(0, row) != prefix)
            {
                continue;
            }

            double size = sizes is null ? 1 : sizes[row];
            if (size > left)
            {
                break;
            }

            left -= size;
            last = row;
            taken++;
        }

        return new DrawCut(prefix, last, taken);
    }
}
