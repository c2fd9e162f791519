using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Formats.Files;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics.Vectors;

/// <summary>Tables of the size that the design promises, within a budget of 2 GiB, with the rows in mapped scratch.</summary>
[Trait("Tier", "slow")]
public sealed class LargeStoreTests
{
    private const long Budget = 2L << 30;

    private static VectorStore Mapped(int rows, int dimensions, RunContext run)
    {
        // What is held while the store is made leaves it no room in memory.
        long hold = run.Memory.Free - 1000;
        run.Memory.Take(hold, "the test");
        var store = new VectorStore(rows, dimensions, 0, run);
        run.Memory.Return(hold);
        Assert.True(store.IsMapped);
        var draws = new SplitMix64(11);
        for (int i = 0; i < rows; i++)
        {
            float cluster = draws.Below(64);
            foreach (ref float value in store[i])
            {
                value = cluster + (float)draws.Unit();
            }
        }

        return store;
    }

    [Theory]
    [InlineData(1_000_000, 64)]
    [InlineData(10_000_000, 16)]
    public void Clusters_and_neighbours_of_a_mapped_store_fit_into_the_budget(int rows, int dimensions)
    {
        using var folder = new ScratchFolder();
        using var scratch = new FileScratch(folder.Root);
        var run = new RunContext { Memory = new MemoryBudget(Budget), Scratch = scratch, Workers = 2 };
        long free = run.Memory.Free;
        using (VectorStore store = Mapped(rows, dimensions, run))
        {
            var draw = new SeededDraw(1, "large");
            using (KMeansResult result = KMeans.Fit(store, new KMeansOptions { Clusters = 64, MaxIterations = 3, TrainRows = 100_000 }, draw, run))
            {
                Assert.Equal(rows, result.Labels.Length);
                Assert.True(result.ImbalanceFactor < 64);
            }

            using InvertedLists index = InvertedLists.Build(store, new DistanceRule(Metric.Euclidean), 5, 0.8, draw, run, lists: 1024);
            using VectorStore queries = store.Gather([.. Enumerable.Range(0, 2000).Select(i => i * (rows / 2000))], run);
            using NeighbourGraph graph = index.Between(queries, 5);
            Assert.All(Enumerable.Range(0, 2000), i => Assert.Equal(0, graph.Distances(i)[0]));
        }

        Assert.Equal(free, run.Memory.Free);
    }
}
