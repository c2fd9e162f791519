using Curate.Core.Errors;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Neighbours;

/// <summary>
/// Who is near whom: for each query row the ids of its neighbours and their distances, nearest first, equal distances by id. Built once and shared by
/// everything that asks.
/// </summary>
/// <remarks>8 bytes a row and 12 bytes an edge, taken from the run's budget.</remarks>
public sealed unsafe class NeighbourGraph : IDisposable
{
    private readonly MemoryBudget _memory;
    private readonly NativeBlock<long> _offsets;
    private readonly NativeBlock<int> _ids;
    private readonly NativeBlock<double> _distances;
    private bool _disposed;

    /// <exception cref="CurateException">The budget has no room for the edges.</exception>
    internal NeighbourGraph(int count, long edges, RunContext run)
    {
        _memory = run.Memory;
        Count = count;
        Edges = edges;
        _memory.Take(BytesFor(count, edges), "A neighbour graph");
        _offsets = new NativeBlock<long>((long)count + 1);
        _ids = new NativeBlock<int>(edges);
        _distances = new NativeBlock<double>(edges);
    }

    /// <summary>Query rows.</summary>
    public int Count { get; }

    /// <summary>Neighbours of all rows together.</summary>
    public long Edges { get; }

    /// <summary>What a graph takes: 8 (rows + 1) + 12 edges bytes.</summary>
    public static long BytesFor(long rows, long edges) => checked((8 * (rows + 1)) + (12 * edges));

    /// <summary>The neighbours of a row, nearest first.</summary>
    public ReadOnlySpan<int> Neighbours(int row) => _ids.Slice(Start(row), Degree(row));

    /// <summary>Their distances.</summary>
    public ReadOnlySpan<double> Distances(int row) => _distances.Slice(Start(row), Degree(row));

    /// <summary>How many neighbours a row has.</summary>
    public int Degree(int row) => (int)(Start(row + 1) - Start(row));

    /// <summary>
    /// The graph with all edges turned round: for each of <paramref name="targets"/> rows, who lists it, nearest first, equal distances by id.
    /// O(edges log degree).
    /// </summary>
    public NeighbourGraph Reverse(int targets, RunContext run)
    {
        var reverse = new NeighbourGraph(targets, Edges, run);
        long* offsets = reverse._offsets.Start;
        for (long e = 0; e < Edges; e++)
        {
            offsets[_ids.Start[e] + 1]++;
        }

        for (int row = 0; row < targets; row++)
        {
            offsets[row + 1] += offsets[row];
        }

        var next = new long[targets];
        new ReadOnlySpan<long>(offsets, targets).CopyTo(next);
        for (int row = 0; row < Count; row++)
        {
            for (long e = Start(row); e < Start(row + 1); e++)
            {
                long place = next[_ids.Start[e]]++;
                reverse._ids.Start[place] = row;
                reverse._distances.Start[place] = _distances.Start[e];
            }
        }

        Workers.ForBlocks(run.Workers, (targets + 4095) / 4096, block =>
        {
            for (int row = block * 4096; row < Math.Min(targets, (block + 1) * 4096); row++)
            {
                NearestHeap.SortAny(reverse.WritableDistances(row), reverse.WritableIds(row));
            }
        });
        return reverse;
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _offsets.Dispose();
            _ids.Dispose();
            _distances.Dispose();
            _memory.Return(BytesFor(Count, Edges));
        }
    }

    /// <summary>Ends the list of a row; rows are ended in order.</summary>
    internal void End(int row, int degree) => _offsets.Start[row + 1] = _offsets.Start[row] + degree;

    internal Span<int> WritableIds(int row) => _ids.Slice(Start(row), Degree(row));

    internal Span<double> WritableDistances(int row) => _distances.Slice(Start(row), Degree(row));

    private long Start(int row) => _offsets.Slice(row, 1)[0];
}
