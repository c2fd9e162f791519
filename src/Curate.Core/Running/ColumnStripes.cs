using Curate.Core.Data;
using Curate.Core.Errors;

namespace Curate.Core.Running;

/// <summary>
/// Reads very many columns a few at a time, each stripe of them from the first row to the last and stripes side by side, where columns lie apart
/// (<see cref="IRecordSource.IsColumnar"/>). A pass over all of them at once holds a page and a dictionary of each, which no cache does, and comes back to them for every batch.
/// </summary>
/// <remarks>Memory: for each worker what a pass over <see cref="Width"/> columns holds.</remarks>
internal static class ColumnStripes
{
    /// <summary>Columns of a stripe: as many float32 numbers as a cache line has.</summary>
    public const int Width = 16;

    // Of fewer columns, stripes are too few to share among threads, and what a pass holds fits the cache.
    private const int LeastColumns = 4 * Width;

    // Those of a stripe stay in the cache from the reader to who takes them.
    private const int BatchRows = 1024;

    /// <summary>Whether a pass over so many columns is better made in stripes.</summary>
    public static bool Suit(IRecordSource source, int columns) => columns >= LeastColumns && source is { IsColumnar: true, RowCount: > 0 };

    /// <summary>Stripes of so many columns.</summary>
    public static int Count(int columns) => (columns + Width - 1) / Width;

    /// <summary>Reads all rows of the columns.</summary>
    /// <param name="passes">Workers, progress and cancellation.</param>
    /// <param name="source">One that stripes suit.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="what">What is read, for progress.</param>
    /// <param name="begin">Given the first column of a stripe and how many it has, what takes its batches, in row order; any thread.</param>
    /// <returns>
    /// False where a value cannot be read or taken, or rows are missing. Which failure a pass over all columns meets first is not known then: the caller makes that pass, and nothing that was
    /// taken counts.
    /// </returns>
    public static bool TryRead(PassRunner passes, IRecordSource source, IReadOnlyList<ColumnRequest> columns, string what, Func<int, int, Action<RecordBatch>> begin)
    {
        RunContext run = passes.Context;
        DeadBuffers.Collect(source.SizeBytes ?? 0);
        int stripes = Count(columns.Count);
        long rows = source.RowCount!.Value;
        long bytes = source.SizeBytes ?? 0;
        int caller = Environment.CurrentManagedThreadId;
        int ended = 0;
        run.Observer.PassStarted(what, source.SizeBytes, rows);
        bool isWhole = true;
        try
        {
            Workers.ForBlocks(run.Workers, stripes, stripe =>
            {
                int first = stripe * Width;
                int count = Math.Min(Width, columns.Count - first);
                if (ReadStripe(run, source, ReadRequest.Of([.. columns.Skip(first).Take(count)]), begin(first, count)) != rows)
                {
                    Volatile.Write(ref isWhole, false);
                }

                double share = (double)Interlocked.Increment(ref ended) / stripes;
                if (Environment.CurrentManagedThreadId == caller)
                {
                    // Observers hear from one thread.
                    run.Observer.Progress((long)(share * rows), (long)(share * bytes));
                }
            }, run.Ct);
        }
        catch (CurateException)
        {
            isWhole = false;
        }

        run.Observer.PassEnded(rows, bytes);
        DeadBuffers.Collect(bytes);
        return isWhole;
    }

    private static long ReadStripe(RunContext run, IRecordSource source, ReadRequest request, Action<RecordBatch> take)
    {
        using IRecordReader reader = source.Open(request);

        // Other workers have stripes of their own: none helps to read.
        var batch = new RecordBatch(Math.Min(BatchRows, run.BatchRows)) { IsAwaited = false };
        long rows = 0;
        while (reader.Read(batch, run.Ct))
        {
            take(batch);
            rows += batch.Count;
        }

        return rows;
    }
}
