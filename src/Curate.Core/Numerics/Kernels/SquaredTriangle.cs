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
        WidePairs.SquaresBelow(rows, ids, run, (i, j, squared) => squares[Place(i, j)] = squared);
        return squares;
    }
}
