using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Tests.Numerics.Kernels;
using Curate.Core.Tests.Numerics.Vectors;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics.Neighbours;

public sealed class InvertedListsTests
{
    private static SeededDraw Draw(ulong seed) => new(seed, "index");

    private static string Text(NeighbourGraph graph) => string.Join('\n', Enumerable.Range(0, graph.Count).Select(row =>
        string.Join(' ', graph.Neighbours(row).ToArray()) + " | " + string.Join(' ', graph.Distances(row).ToArray().Select(BitConverter.DoubleToInt64Bits))));

    [Theory]
    [InlineData(Metric.Euclidean)]
    [InlineData(Metric.Cosine)]
    public void Within_meets_the_recall_that_was_asked(Metric metric) => Seeds.Each(2, seed =>
    {
        RunContext run = TestVectors.Run();
        var rule = new DistanceRule(metric);
        using VectorStore rows = TestVectors.Numbers(seed, 4000, 8, 0, run);
        using InvertedLists index = InvertedLists.Build(rows, rule, 5, 0.9, Draw(seed), run);
        Assert.InRange(index.MeasuredRecall, 0.9, 1);
        Assert.InRange(index.Probes, 1, index.Lists - 1);
        using NeighbourGraph found = index.Within(5);
        using NeighbourGraph exact = NeighbourSearch.Within(rows, 5, rule, run);
        double hits = Enumerable.Range(0, 4000).Sum(row => found.Neighbours(row).ToArray().Intersect(exact.Neighbours(row).ToArray()).Count());

        // 256 sampled rows with 5 neighbours each: three standard errors of a share of 0.9 are below 0.04 even where neighbours are missed together.
        Assert.InRange(hits / 20_000, 0.86, 1);
    });

    [Fact]
    public void Within_full_recall_is_exact() => Seeds.Each(2, seed =>
    {
        RunContext run = TestVectors.Run();
        var rule = new DistanceRule(Metric.Euclidean);
        using VectorStore rows = TestVectors.Numbers(seed, 600, 6, 1, run);
        using InvertedLists index = InvertedLists.Build(rows, rule, 4, 1, Draw(seed), run, lists: 1);
        using NeighbourGraph found = index.Within(4);
        using NeighbourGraph exact = NeighbourSearch.Within(rows, 4, rule, run);
        Assert.Equal(Text(exact), Text(found));
        using VectorStore queries = TestVectors.Numbers(seed + 1, 70, 6, 0, run);
        using NeighbourGraph between = index.Between(queries, 3);
        using NeighbourGraph exactBetween = NeighbourSearch.Between(queries, rows, 3, rule, run);
        Assert.Equal(Text(exactBetween), Text(between));
    });

    [Fact]
    public void Within_has_the_same_bits_for_every_width_and_worker_count() => Seeds.Each(1, seed =>
    {
        string? expected = null;
        foreach (SimdWidth width in TileKernelTests.Widths)
        {
            foreach (int workers in (int[])[1, 7])
            {
                RunContext run = TestVectors.Run(workers);
                using VectorStore rows = TestVectors.Numbers(seed, 900, 5, 5, run);
                using InvertedLists index = InvertedLists.Build(rows, new DistanceRule(Metric.Euclidean), 4, 0.9, Draw(seed), run, 0, width);
                using NeighbourGraph graph = index.Within(4);
                expected ??= Text(graph);
                Assert.Equal(expected, Text(graph));
            }
        }
    });

    [Fact]
    public void Index_gives_all_memory_back()
    {
        RunContext run = TestVectors.Run();
        long free = run.Memory.Free;
        using (VectorStore rows = TestVectors.Numbers(1, 500, 5, 0, run))
        using (InvertedLists index = InvertedLists.Build(rows, new DistanceRule(Metric.Euclidean), 4, 0.9, Draw(1), run))
        {
            index.Within(3).Dispose();
        }

        Assert.Equal(free, run.Memory.Free);
    }
}
