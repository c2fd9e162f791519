using System.Globalization;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Tests.Numerics.Vectors;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics.Memory;

/// <summary>
/// What the process really holds while vectors, searches and clusterings are at work, by the peak that the kernel counts, against their formulas. Alone in its
/// process's time, because the peak is that of the whole process.
/// </summary>
[Collection(nameof(AloneInTime))]
[Trait("Tier", "slow")]
public sealed class ResidentMemoryTests
{
    private const string Reset = "/proc/self/clear_refs";
    private static readonly SeededDraw s_draw = new(1, "resident");

    public static bool CanMeasure => OperatingSystem.IsLinux() && File.Exists(Reset);

    [PeakMemoryFact]
    public void Store_holds_its_formula()
    {
        RunContext run = TestVectors.Run(memory: 4L << 30);
        Check("store", VectorStore.BytesFor(2_000_000, 32), () => TestVectors.Numbers(1, 2_000_000, 32, 0, run).Dispose());
    }

    [PeakMemoryFact]
    public void Search_holds_its_formula_with_its_graph()
    {
        RunContext run = TestVectors.Run(memory: 4L << 30);
        using VectorStore queries = TestVectors.Numbers(1, 600_000, 4, 0, run);
        using VectorStore rows = TestVectors.Numbers(2, 40, 4, 0, run);
        Check("search", NeighbourSearch.BytesFor(600_000, 40, 4, 20),
            () => NeighbourSearch.Between(queries, rows, 20, new DistanceRule(Metric.Euclidean), run).Dispose());
    }

    [PeakMemoryFact]
    public void Search_within_holds_its_formula_with_its_graph()
    {
        RunContext run = TestVectors.Run(memory: 4L << 30);
        using VectorStore rows = TestVectors.Numbers(1, 40_000, 4, 0, run);

        // Long lists, because blocks under 32 MiB can stay with the allocator when they are given back.
        long bytes = NeighbourSearch.BytesFor(40_000, 40_000, 4, 300) + (8 * 40_000);
        Check("search within", bytes, () => NeighbourSearch.Within(rows, 300, new DistanceRule(Metric.Euclidean), run).Dispose());
    }

    [PeakMemoryFact]
    public void Graph_holds_its_formula()
    {
        RunContext run = TestVectors.Run(memory: 4L << 30);
        // So many rows that every block is above the 32 MiB that the allocator may keep.
        Check("graph", NeighbourGraph.BytesFor(5_000_000, 15_000_000), () =>
        {
            using var graph = new NeighbourGraph(5_000_000, 15_000_000, run);
            for (int row = 0; row < graph.Count; row++)
            {
                graph.End(row, 3);
                graph.WritableIds(row).Fill(row);
                graph.WritableDistances(row).Fill(1);
            }
        });
    }

    [PeakMemoryFact]
    public void Clustering_holds_its_formula()
    {
        RunContext run = TestVectors.Run(memory: 4L << 30);
        // So many rows that every block is above the 32 MiB that the allocator may keep.
        using VectorStore rows = TestVectors.Numbers(1, 12_000_000, 2, 5, run);
        var options = new KMeansOptions { Clusters = 5, MaxIterations = 2, Init = KMeansInit.Random };
        Check("k-means", KMeans.BytesFor(12_000_000, 2, 5, 2), () => KMeans.Fit(rows, options, s_draw, run).Dispose());
    }

    [PeakMemoryFact]
    public void Balanced_assignment_holds_its_formula()
    {
        RunContext run = TestVectors.Run(memory: 4L << 30);
        using VectorStore rows = TestVectors.Numbers(1, 400_000, 4, 0, run);
        using VectorStore centroids = TestVectors.Numbers(2, 60, 4, 0, run);
        Check("balanced assignment", BalancedAssignment.BytesFor(400_000, 60), () => BalancedAssignment.Assign(rows, centroids, 0, 400_000, run));
    }

    private static void Check(string what, long bytes, Action work)
    {
        // Once before, so that code is compiled and the runtime has the threads and tables that it keeps.
        work();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        File.WriteAllText(Reset, "5");
        long before = Kilobytes("VmHWM:") * 1024;
        work();
        long grown = (Kilobytes("VmHWM:") * 1024) - before;
        Assert.True(grown >= 0.9 * bytes && grown <= 1.1 * bytes, $"{what}: the peak grew by {grown} bytes, {bytes} by its formula");
    }

    private static long Kilobytes(string key)
    {
        string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith(key, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(key.Length).TrimEnd("kB").Trim(), CultureInfo.InvariantCulture);
    }
}
