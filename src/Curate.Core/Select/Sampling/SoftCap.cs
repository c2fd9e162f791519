using Curate.Core.Numerics;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Select.Sampling;

/// <summary>
/// Draws with repeats under a soft penalty (Shechter and Carmon 2025, "Filter like you test", section 3): a batch without repeats from the softmax of log-chances by Gumbel noise, a
/// penalty off the log-chances of its rows, and again until there are enough draws.
/// </summary>
/// <remarks>O(rows) a batch. Noise is keyed by batch and row of the input.</remarks>
internal static class SoftCap
{
    private const int BlockRows = 4096;

    /// <summary>How often each row is drawn.</summary>
    /// <param name="chances">Log-chances; minus infinity for a row that is never drawn. They are changed.</param>
    /// <param name="counts">Copies that rows have already; they are raised.</param>
    /// <param name="rows">Rows of the input, for the keys of draws.</param>
    /// <param name="draws">Draws.</param>
    /// <param name="options">Penalty, batch, most copies.</param>
    /// <param name="draw">Draws of this stratum.</param>
    /// <param name="run">Workers.</param>
    public static void Draw(double[] chances, long[] counts, long[] rows, long draws, SoftCapOptions options, SeededDraw draw, RunContext run)
    {
        long most = options.MostCopies ?? long.MaxValue;
        for (int i = 0; i < counts.Length; i++)
        {
            chances[i] -= options.Penalty * counts[i];
        }

        var keys = new double[chances.Length];
        for (ulong batch = 0; draws > 0; batch++)
        {
            run.Ct.ThrowIfCancellationRequested();
            SeededDraw own = draw.For(batch);
            Workers.ForBlocks(run.Workers, (keys.Length + BlockRows - 1) / BlockRows, block =>
            {
                for (int i = block * BlockRows; i < Math.Min(keys.Length, (block + 1) * BlockRows); i++)
                {
                    keys[i] = counts[i] >= most || double.IsNegativeInfinity(chances[i]) ? double.NegativeInfinity
                        : chances[i] + StochasticBatch.Gumbel(own, rows[i]);
                }
            }, run.Ct);
            foreach (int row in Largest(keys, (int)Math.Min(draws, BatchOf(options, chances.Length))))
            {
                counts[row]++;
                chances[row] -= options.Penalty;
                draws--;
            }
        }
    }

    /// <summary>Rows drawn at once.</summary>
    public static long BatchOf(SoftCapOptions options, long rows) => options.Batch ?? Math.Max(1, (rows + 999) / 1000);

    /// <summary>The places of the largest finite keys, of equal ones the first.</summary>
    private static IEnumerable<int> Largest(double[] keys, int count)
    {
        var heap = new PriorityQueue<int, (double Key, int Before)>();
        for (int i = 0; i < keys.Length; i++)
        {
            if (double.IsNegativeInfinity(keys[i]))
            {
                continue;
            }

            if (heap.Count < count)
            {
                heap.Enqueue(i, (keys[i], -i));
            }
            else if (heap.TryPeek(out _, out (double Key, int Before) least) && (keys[i], -i).CompareTo(least) > 0)
            {
                heap.EnqueueDequeue(i, (keys[i], -i));
            }
        }

        return heap.UnorderedItems.Select(static e => e.Element).Order();
    }
}
