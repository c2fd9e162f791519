using System.Diagnostics;
using System.Globalization;
using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;
using Curate.Formats.Files;
using Curate.TestKit;

namespace Curate.Benchmarks;

/// <summary>
/// Times of exact nearest neighbours over uniform random vectors, within one set and between it and itself: the latter scores every pair from both sides.
/// </summary>
public static class NeighbourTimes
{
    public static void Run(int rows, int dimensions, int k, int workers, int rounds)
    {
        using var scratch = new MemoryScratch();
        var run = new RunContext { Memory = new MemoryBudget(8L << 30), Scratch = scratch, Workers = workers };
        using VectorStore store = Uniform(rows, dimensions, run);
        for (int round = 0; round < rounds; round++)
        {
            Print("within", () => NeighbourSearch.Within(store, k, new DistanceRule(Metric.Euclidean), run));
            Print("between", () => NeighbourSearch.Between(store, store, k + 1, new DistanceRule(Metric.Euclidean), run));
        }

        void Print(string form, Func<NeighbourGraph> search)
        {
            TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
            long start = Stopwatch.GetTimestamp();
            using NeighbourGraph graph = search();
            TimeSpan time = Stopwatch.GetElapsedTime(start);
            TimeSpan used = Process.GetCurrentProcess().TotalProcessorTime - before;
            double operations = 2.0 * rows * rows * dimensions;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{form} n={rows} d={dimensions} k={k}: " +
                $"{time.TotalSeconds:F3} s, {used.TotalSeconds:F3} s of processor, {operations / time.TotalSeconds / 1e9:F0} GFLOP/s of the full product"));
        }
    }

    internal static VectorStore Uniform(int rows, int dimensions, RunContext run, ulong seed = 7)
    {
        var store = new VectorStore(rows, dimensions, 0, run);
        var draws = new SplitMix64(seed);
        for (int row = 0; row < rows; row++)
        {
            foreach (ref float value in store[row])
            {
                value = (float)draws.Unit();
            }
        }

        return store;
    }
}
