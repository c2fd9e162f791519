using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Curate.Core.Numerics.Kernels;

namespace Curate.Core.Select.Diversity;

/// <summary>The pairs of a scan that can add, on their way to lists of candidates.</summary>
internal sealed unsafe partial class CoverageScan
{
    /// <summary>A run for each column of a panel: the rows of a block whose bits are set, with their similarities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindColumns(float* scores, int first, int count, int columns, ReadOnlySpan<uint> masks, int candidate, CandidateLists lists, PairRuns found)
    {
        uint* entries = stackalloc uint[PanelScan.BlockRows * Columns];
        int* counts = stackalloc int[Columns];

        // Scores beyond the last column are undefined.
        uint real = columns == Columns ? uint.MaxValue : (1u << columns) - 1;
        for (int i = 0; i < count;)
        {
            int window = (first + i) / CandidateLists.Window;
            int end = (int)Math.Min(count, ((window + 1L) * CandidateLists.Window) - first);
            new Span<int>(counts, Columns).Clear();
            for (; i < end; i++)
            {
                Vector256<float> bias = Vector256.Create(_bias[first + i]);
                for (uint left = masks[i] & real; left != 0; left &= left - 1)
                {
                    int c = BitOperations.TrailingZeroCount(left);
                    float similarity = Similarity(Vector256.Create(scores[(i * Columns) + c]) + bias).ToScalar();
                    entries[(c * PanelScan.BlockRows) + counts[c]++] = lists.Entry(first + i, similarity);
                }
            }

            for (int c = 0; c < columns; c++)
            {
                if (counts[c] > 0)
                {
                    found.Add(candidate + c, window, new ReadOnlySpan<uint>(entries + (c * PanelScan.BlockRows), counts[c]));
                }
            }
        }
    }

    /// <summary>For each row of a block the columns of a panel whose bits are set, with their similarities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindRows(float* scores, int first, int count, int columns, ReadOnlySpan<uint> masks, int panelRow, CandidateLists lists, RowRuns runs)
    {
        uint real = columns == Columns ? uint.MaxValue : (1u << columns) - 1;

        // Panels begin at multiples of 32 rows, so they are within a window.
        runs.Enter(panelRow / CandidateLists.Window);
        for (int i = 0; i < count; i++)
        {
            uint left = masks[i] & real;
            if (left == 0)
            {
                continue;
            }

            Vector256<float> bias = Vector256.Create(_bias[first + i]);
            uint* entries = runs.Next(i);
            int many = 0;
            for (; left != 0; left &= left - 1)
            {
                int c = BitOperations.TrailingZeroCount(left);
                float similarity = Similarity(Vector256.Create(scores[(i * Columns) + c]) + bias).ToScalar();
                entries[many++] = lists.Entry(panelRow + c, similarity);
            }

            runs.Advance(i, many);
        }
    }

    private static void ClearFound(List<PairRuns> found, int tasks)
    {
        while (found.Count < tasks)
        {
            found.Add(new PairRuns());
        }

        foreach (PairRuns own in found)
        {
            own.Clear();
        }
    }

    /// <summary>Puts what tasks found on lists that have begun, in their order; of candidates that pairs count, or of rows themselves.</summary>
    private static void PutOnLists(List<PairRuns> found, ReadOnlySpan<int> candidates, CandidateLists lists)
    {
        foreach (PairRuns own in found)
        {
            own.AppendTo(lists, candidates);
        }
    }
}
