using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Kernels;

/// <summary>The squared distances of all pairs of some rows in double precision, each pair once.</summary>
internal static class SquaredTriangle
{
    /// <summary>Where the pair of i and of j, at most i, stands.</summary>
    public static int Place(int i, int j) => (int)((long)i * (i + 1) / 2) + j;

    /// <summary>The squared distances of rows, of each with itself and all before it. O(n^2 d), and 4 n^2 bytes.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="ids">Which of them; at most 65,535.</param>
    /// <param name="run">Workers.</param>
    public static double[] Of(VectorStore rows, int[] ids, RunContext run)
    {
        var squares = new double[checked((int)((long)ids.Length * (ids.Length + 1) / 2))];
        int tasks = (ids.Length + WideBlock.Rows - 1) / WideBlock.Rows;
        Workers.ForBlocks(run.Workers, tasks, task =>
        {
            // The last rows have the most pairs: who begins with them waits least at the end.
            using var block = new WideBlock(rows.Width);
            Span<double> own = stackalloc double[WideBlock.Rows * WideBlock.Others];
            int first = (tasks - 1 - task) * WideBlock.Rows;
            int end = Math.Min(ids.Length, first + WideBlock.Rows);
            for (int i = first; i < end; i++)
            {
                block.Add(rows[ids[i]]);
            }

            for (int at = 0; at < end; at += WideBlock.Others)
            {
                int some = Math.Min(WideBlock.Others, end - at);
                block.Squares(rows, ids.AsSpan(at, some), own);
                for (int j = at; j < at + some; j++)
                {
                    for (int i = Math.Max(first, j); i < end; i++)
                    {
                        squares[Place(i, j)] = own[((j - at) * block.Count) + i - first];
                    }
                }
            }
        }, run.Ct);
        return squares;
    }
}
