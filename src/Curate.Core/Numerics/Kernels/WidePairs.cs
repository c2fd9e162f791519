using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Kernels;

/// <summary>The sums of all pairs of some rows with others, bit for bit those of <see cref="PairSums"/>: blocks of rows side by side, each with all others (<see cref="WideBlock"/>).</summary>
internal static class WidePairs
{
    /// <summary>sum (a - b)^2 of every pair. O(from to d).</summary>
    /// <param name="rows">What holds the rows.</param>
    /// <param name="from">Some rows.</param>
    /// <param name="to">The others.</param>
    /// <param name="run">Workers.</param>
    /// <param name="take">Takes places in both lists and the sum: all of one row from one thread, in the order of the others.</param>
    public static void Squares(VectorStore rows, int[] from, int[] to, RunContext run, Action<int, int, double> take) => Walk(rows, from, to, false, false, run, take);

    /// <summary>sum a b of every pair, in the way of <see cref="Squares"/>.</summary>
    public static void Products(VectorStore rows, int[] from, int[] to, RunContext run, Action<int, int, double> take) => Walk(rows, from, to, true, false, run, take);

    /// <summary>sum (a - b)^2 of each row with itself and all before it, in the way of <see cref="Squares"/>.</summary>
    public static void SquaresBelow(VectorStore rows, int[] ids, RunContext run, Action<int, int, double> take) => Walk(rows, ids, ids, false, true, run, take);

    private static void Walk(VectorStore rows, int[] from, int[] to, bool products, bool isTriangle, RunContext run, Action<int, int, double> take)
    {
        int tasks = (from.Length + WideBlock.Rows - 1) / WideBlock.Rows;
        Workers.ForBlocks(run.Workers, tasks, task =>
        {
            using var block = new WideBlock(rows.Width);
            Span<double> sums = stackalloc double[WideBlock.Rows * WideBlock.Others];

            // The last rows of a triangle have the most pairs: who begins with them waits least at the end.
            int first = (tasks - 1 - task) * WideBlock.Rows;
            int end = Math.Min(from.Length, first + WideBlock.Rows);
            for (int i = first; i < end; i++)
            {
                block.Add(rows[from[i]]);
            }

            int others = isTriangle ? end : to.Length;
            for (int at = 0; at < others; at += WideBlock.Others)
            {
                ReadOnlySpan<int> some = to.AsSpan(at, Math.Min(WideBlock.Others, others - at));
                if (products)
                {
                    block.Products(rows, some, sums);
                }
                else
                {
                    block.Squares(rows, some, sums);
                }

                for (int j = at; j < at + some.Length; j++)
                {
                    for (int i = isTriangle ? Math.Max(first, j) : first; i < end; i++)
                    {
                        take(i, j, sums[((j - at) * block.Count) + i - first]);
                    }
                }
            }
        }, run.Ct);
    }
}
