using Curate.Core.Data;
using Curate.Core.Randomness;

namespace Curate.Core.Resample.Over;

/// <summary>Which rows of a list are the first parents of made-up rows.</summary>
internal static class BaseRows
{
    private const int BaseDraw = 0;
    private const int RestDraw = 3;

    /// <summary>
    /// A place in the list for each made-up row: drawn uniformly with replacement, or as evenly as it goes, each place floor(count / places) times and
    /// the remainder at the places with the smallest draws.
    /// </summary>
    public static int[] Of(int places, long count, bool even, SeededDraw draw)
    {
        var bases = new int[checked((int)count)];
        if (!even)
        {
            for (int g = 0; g < bases.Length; g++)
            {
                bases[g] = (int)Math.BigMul(draw.Bits(BaseDraw, g), (ulong)places, out _);
            }

            return bases;
        }

        int full = (int)(count / places * places);
        for (int g = 0; g < full; g++)
        {
            bases[g] = g % places;
        }

        if (full < bases.Length)
        {
            var smallest = new BottomK(bases.Length - full);
            for (int place = 0; place < places; place++)
            {
                smallest.Add(draw.Bits(RestDraw, place), new RowId(0, place));
            }

            int[] rest = Array.ConvertAll(smallest.ToSorted(), static r => (int)r.Row.Row);
            Array.Sort(rest);
            rest.CopyTo(bases, full);
        }

        return bases;
    }

    /// <summary>Each place as often as said, in order.</summary>
    public static int[] Repeated(IReadOnlyList<long> times)
    {
        var bases = new List<int>();
        for (int place = 0; place < times.Count; place++)
        {
            for (long n = times[place]; n > 0; n--)
            {
                bases.Add(place);
            }
        }

        return [.. bases];
    }
}
