using Curate.Core.Numerics.Vectors;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// An order in which rows that are near each other are near: that of the leaves of a tree which halves the rows by the median of the feature of largest variance among them, of equal
/// ones the first.
/// </summary>
/// <remarks>O(n d log n + n log^2 n); 12 bytes a row.</remarks>
internal static class SpatialOrder
{
    public static int[] Of(VectorStore rows)
    {
        int[] order = [.. Enumerable.Range(0, rows.Count)];
        var open = new Stack<(int First, int Count)>();
        open.Push((0, order.Length));
        while (open.TryPop(out (int First, int Count) part))
        {
            if (part.Count <= 2)
            {
                continue;
            }

            int widest = Widest(rows, order.AsSpan(part.First, part.Count));
            if (widest < 0)
            {
                continue;
            }

            Array.Sort(order, part.First, part.Count, Comparer<int>.Create((a, b) => rows[a][widest] != rows[b][widest] ? rows[a][widest].CompareTo(rows[b][widest]) : a.CompareTo(b)));
            open.Push((part.First, part.Count / 2));
            open.Push((part.First + (part.Count / 2), part.Count - (part.Count / 2)));
        }

        return order;
    }

    /// <summary>The feature of largest variance; -1 where all rows are equal.</summary>
    private static int Widest(VectorStore rows, ReadOnlySpan<int> part)
    {
        var sums = new double[rows.Numeric];
        var squares = new double[rows.Numeric];
        ReadOnlySpan<float> origin = rows[part[0]];
        foreach (int row in part)
        {
            ReadOnlySpan<float> values = rows[row];
            for (int p = 0; p < sums.Length; p++)
            {
                double off = (double)values[p] - origin[p];
                sums[p] += off;
                squares[p] += off * off;
            }
        }

        int widest = -1;
        double most = 0;
        for (int p = 0; p < sums.Length; p++)
        {
            double spread = squares[p] - (sums[p] * sums[p] / part.Length);
            if (spread > most)
            {
                (widest, most) = (p, spread);
            }
        }

        return widest;
    }
}
