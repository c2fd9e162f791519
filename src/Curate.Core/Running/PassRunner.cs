using Curate.Core.Data;

namespace Curate.Core.Running;

/// <summary>
/// Runs one pass over a source: one thread reads batches, the workers map them in any order, and the calling thread folds them in row
/// order. Methods see plain synchronous calls. Batches and parts are recycled, so memory is fixed: (3 x workers + 3) batches, and
/// (2 x workers + 2) of records that are larger than one.
/// </summary>
public sealed class PassRunner(RunContext context)
{
    public RunContext Context { get; } = context;

    /// <summary>Maps and folds every batch of <paramref name="source"/>.</summary>
    /// <param name="source">What to read.</param>
    /// <param name="request">Columns, payload, range.</param>
    /// <param name="what">What the pass does, for progress.</param>
    /// <param name="map">Pure work on one batch, any thread; the second argument is a part to recycle or null.</param>
    /// <param name="fold">Takes results in, on the calling thread, in row order.</param>
    /// <returns>Rows read.</returns>
    public long Run<TPart>(IRecordSource source, ReadRequest request, string what,
        Func<RecordBatch, TPart?, TPart> map, Action<RecordBatch, TPart> fold)
        where TPart : class
    {
        // Before, because of what a planner let go since the last pass; behind, because of what it takes next.
        DeadBuffers.Collect(source.SizeBytes ?? 0);
        long rows = RunPass(source, request, what, map, fold, out long bytes);
        DeadBuffers.Collect(bytes);
        return rows;
    }

    /// <summary>Folds every batch without a parallel step.</summary>
    public long Each(IRecordSource source, ReadRequest request, string what, Action<RecordBatch> fold) =>
        Run<object>(source, request, what, static (_, _) => s_nothing, (batch, _) => fold(batch));

    /// <summary>A summary of all rows: each worker fills its own, and they are merged; summaries do not depend on the split.</summary>
    public TSummary Summarise<TSummary>(IRecordSource source, ReadRequest request, string what, Func<TSummary> create)
        where TSummary : class, Methods.ISummary<TSummary>
    {
        var idle = new Stack<TSummary>();
        var all = new List<TSummary>();
        Run<object>(source, request, what, (batch, _) =>
        {
            TSummary? mine;
            lock (idle)
            {
                if (!idle.TryPop(out mine))
                {
                    mine = create();
                    all.Add(mine);
                }
            }

            mine.Add(batch);
            lock (idle)
            {
                idle.Push(mine);
            }

            return s_nothing;
        }, static (_, _) => { });

        TSummary result = all.Count == 0 ? create() : all[0];
        for (int i = 1; i < all.Count; i++)
        {
            result.Merge(all[i]);
        }

        return result;
    }

    private static readonly object s_nothing = new();

    private long RunPass<TPart>(IRecordSource source, ReadRequest request, string what,
        Func<RecordBatch, TPart?, TPart> map, Action<RecordBatch, TPart> fold, out long bytes)
        where TPart : class
    {
        using IRecordReader reader = source.Open(request);
        Context.Observer.PassStarted(what, source.SizeBytes, source.RowCount);
        long rows = Context.Workers == 1
            ? RunInline(reader, map, fold)
            : new PassPipeline<TPart>(Context, reader, map, fold).Run();
        bytes = reader.BytesRead;
        Context.Observer.PassEnded(rows, bytes);
        return rows;
    }

    private long RunInline<TPart>(IRecordReader reader, Func<RecordBatch, TPart?, TPart> map, Action<RecordBatch, TPart> fold)
        where TPart : class
    {
        var batch = new RecordBatch(Context.BatchRows);
        TPart? spent = null;
        long rows = 0;
        while (reader.Read(batch, Context.Ct))
        {
            Context.Ct.ThrowIfCancellationRequested();
            TPart part = map(batch, spent);
            fold(batch, part);
            spent = part;
            rows += batch.Count;
            Context.Observer.Progress(rows, reader.BytesRead);
        }

        return rows;
    }
}
