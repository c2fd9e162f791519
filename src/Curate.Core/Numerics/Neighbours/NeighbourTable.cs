using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Neighbours;

/// <summary>The heaps of all query rows while a search runs: 12 bytes for each of k places a row.</summary>
internal sealed unsafe class NeighbourTable : IDisposable
{
    private const int RowsPerTask = 4096;
    private readonly MemoryBudget _memory;
    private readonly NativeBlock<double> _ranks;
    private readonly NativeBlock<int> _ids;

    public NeighbourTable(int rows, int k, RunContext run)
    {
        Rows = rows;
        K = k;
        _memory = run.Memory;
        _memory.Take(BytesFor(rows, k), "A search for neighbours");
        _ranks = new NativeBlock<double>((long)rows * k);
        _ids = new NativeBlock<int>((long)rows * k);
        for (int row = 0; row < rows; row++)
        {
            NearestHeap.Clear(Ranks(row), Ids(row));
        }
    }

    public int Rows { get; }

    public int K { get; }

    public static long BytesFor(long rows, int k) => 12 * rows * k;

    public Span<double> Ranks(int row) => new(_ranks.Start + ((long)row * K), K);

    public Span<int> Ids(int row) => new(_ids.Start + ((long)row * K), K);

    /// <summary>The rank that a pair of this row has to beat.</summary>
    public double Worst(int row) => _ranks.Start[(long)row * K];

    /// <summary>Sorts every list and gives them as a graph.</summary>
    public NeighbourGraph ToGraph(DistanceRule rule, RunContext run)
    {
        using MemoryLease lease = run.Memory.Lease(4L * Rows, "A search for neighbours");
        var degrees = new int[Rows];
        Workers.ForBlocks(run.Workers, (Rows + RowsPerTask - 1) / RowsPerTask, task =>
        {
            for (int row = task * RowsPerTask; row < Math.Min(Rows, (task + 1) * RowsPerTask); row++)
            {
                degrees[row] = NearestHeap.Sort(Ranks(row), Ids(row));
            }
        });
        long edges = 0;
        foreach (int degree in degrees)
        {
            edges += degree;
        }

        var graph = new NeighbourGraph(Rows, edges, run);
        for (int row = 0; row < Rows; row++)
        {
            graph.End(row, degrees[row]);
            Ids(row)[..degrees[row]].CopyTo(graph.WritableIds(row));
            Span<double> distances = graph.WritableDistances(row);
            for (int i = 0; i < distances.Length; i++)
            {
                distances[i] = rule.Distance(Ranks(row)[i]);
            }
        }

        return graph;
    }

    public void Dispose()
    {
        _ranks.Dispose();
        _ids.Dispose();
        _memory.Return(BytesFor(Rows, K));
    }
}
