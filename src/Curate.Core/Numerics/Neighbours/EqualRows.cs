using System.Runtime.InteropServices;
using Curate.Core.Hashing;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Neighbours;

/// <summary>Which rows of a store are equal: all values are (0 equals -0), and so are their blocks where there are any.</summary>
/// <param name="PlaceOf">For each row, which of the distinct rows it equals.</param>
/// <param name="FirstRow">For each distinct row, the first that equals it; ascending.</param>
/// <remarks>O(n d). 8 bytes a row, and while it is made 16 more and a table of 8 to 16.</remarks>
internal sealed record EqualRows(int[] PlaceOf, int[] FirstRow)
{
    /// <param name="rows">The rows.</param>
    /// <param name="blocks">A number for each row; rows with different numbers differ. Null = one block.</param>
    /// <param name="run">Workers and memory.</param>
    public static EqualRows Of(VectorStore rows, int[]? blocks, RunContext run)
    {
        int slots = 16;
        while (slots < 2L * rows.Count && slots < 1 << 30)
        {
            slots *= 2;
        }

        using MemoryLease lease = run.Memory.Lease((16L * rows.Count) + (4L * slots), "The distinct rows");
        var hashes = new ulong[rows.Count];
        Workers.ForBlocks(run.Workers, (rows.Count + 4095) / 4096, block =>
        {
            var copy = new float[rows.Width];
            for (int row = block * 4096; row < Math.Min(rows.Count, (block + 1) * 4096); row++)
            {
                ReadOnlySpan<float> values = rows[row];
                for (int p = 0; p < copy.Length; p++)
                {
                    // Adding zero turns -0 into 0 and changes nothing else.
                    copy[p] = values[p] + 0f;
                }

                hashes[row] = Hash128.Of(MemoryMarshal.AsBytes<float>(copy), blocks is null ? 0 : (ulong)blocks[row]).Low;
            }
        }, run.Ct);

        var table = new int[slots];
        Array.Fill(table, -1);
        var placeOf = new int[rows.Count];
        var firstRow = new List<int>();
        for (int row = 0; row < rows.Count; row++)
        {
            int slot = (int)(hashes[row] & (ulong)(slots - 1));
            while (table[slot] >= 0 && !Same(firstRow[table[slot]], row))
            {
                slot = (slot + 1) & (slots - 1);
            }

            if (table[slot] < 0)
            {
                table[slot] = firstRow.Count;
                firstRow.Add(row);
            }

            placeOf[row] = table[slot];
        }

        return new EqualRows(placeOf, [.. firstRow]);

        bool Same(int a, int b) => hashes[a] == hashes[b] && (blocks is null || blocks[a] == blocks[b]) && Equal(rows[a], rows[b]);
    }

    /// <summary>All values are equal.</summary>
    public static bool Equal(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        for (int p = 0; p < a.Length; p++)
        {
            if (a[p] != b[p])
            {
                return false;
            }
        }

        return true;
    }
}
