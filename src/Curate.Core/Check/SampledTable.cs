using Curate.Core.Randomness;
using Curate.Core.Randomness.Designs;

namespace Curate.Core.Check;

/// <summary>Which rows of a table a check learns from where there are more than it takes.</summary>
internal static class SampledTable
{
    /// <summary>All rows, or as many as asked for, drawn by keys, ascending. O(n log n).</summary>
    public static int[] Rows(int count, int most, SeededDraw draw)
    {
        if (count <= most)
        {
            return [.. Enumerable.Range(0, count)];
        }

        int[] rows = RandomOrder.Of(count, draw)[..most];
        Array.Sort(rows);
        return rows;
    }
}
