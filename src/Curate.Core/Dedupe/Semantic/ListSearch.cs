using Curate.Core.Numerics.Kernels;
using Curate.Core.Running;

namespace Curate.Core.Dedupe.Semantic;

/// <summary>Takes queries to the lists that they look into: those of one list are scanned together, at most 192 at a time, on all workers.</summary>
/// <param name="lists">The lists.</param>
/// <param name="context">Workers, memory, cancellation.</param>
internal sealed class ListSearch(VectorLists lists, RunContext context)
{
    private readonly Lock _gate = new();

    /// <summary>The part of a list that is scanned, in panels.</summary>
    public delegate (int First, int End) PartOf(int list);

    /// <param name="queries">Numbers of queries.</param>
    /// <param name="probes">The lists of each query: those of query q begin at q x <paramref name="stride"/>.</param>
    /// <param name="stride">Lists of a query.</param>
    /// <param name="partOf">What is scanned of a list.</param>
    /// <param name="newTask">Makes the state of a scan.</param>
    public void Run<TTask>(ReadOnlySpan<int> queries, int[] probes, int stride, PartOf partOf, Func<TTask> newTask)
        where TTask : ListTask
    {
        using MemoryLease lease = context.Memory.Lease((4L * queries.Length * stride) + (16L * lists.Count), "Queries by cluster");
        int[] ends = new int[lists.Count + 1];
        foreach (int query in queries)
        {
            foreach (int list in probes.AsSpan(query * stride, stride))
            {
                ends[list + 1]++;
            }
        }

        for (int list = 0; list < lists.Count; list++)
        {
            ends[list + 1] += ends[list];
        }

        int[] next = ends[..lists.Count];
        var visits = new int[queries.Length * stride];
        foreach (int query in queries)
        {
            foreach (int list in probes.AsSpan(query * stride, stride))
            {
                visits[next[list]++] = query;
            }
        }

        var scans = new List<(int From, int Count, int First, int End)>();
        for (int list = 0; list < lists.Count; list++)
        {
            (int first, int end) = partOf(list);
            for (int from = ends[list]; first < end && from < ends[list + 1]; from += PanelScan.BlockRows)
            {
                scans.Add((from, Math.Min(PanelScan.BlockRows, ends[list + 1] - from), first, end));
            }
        }

        var idle = new Stack<TTask>();
        var all = new List<TTask>();
        try
        {
            Workers.ForBlocks(context.Workers, scans.Count, at =>
            {
                TTask? task;
                lock (_gate)
                {
                    if (!idle.TryPop(out task))
                    {
                        task = newTask();
                        all.Add(task);
                    }
                }

                (int from, int count, int first, int end) = scans[at];
                task.Run(visits.AsSpan(from, count), first, end);
                lock (_gate)
                {
                    task.Merge();
                    idle.Push(task);
                }
            }, context.Ct);
        }
        finally
        {
            all.ForEach(static task => task.Dispose());
        }
    }
}
