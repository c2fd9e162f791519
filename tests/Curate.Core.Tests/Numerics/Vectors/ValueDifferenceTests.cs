using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics.Vectors;

public sealed class ValueDifferenceTests
{
    [Fact]
    public void Rank_and_neighbours_follow_the_definition() => Seeds.Each(3, seed =>
    {
        RunContext run = TestVectors.Run();
        var draws = new SplitMix64(seed);
        using VectorStore store = TestVectors.Numbers(seed, 90, 0, 0, run, codes: 4);
        int[] labels = [.. Enumerable.Range(0, 90).Select(_ => draws.Below(3))];
        ValueDifference metric = ValueDifference.Fit(store, labels, 3);
        float[][] rows = [.. Enumerable.Range(0, 90).Select(i => store[i].ToArray())];
        double Share(int f, float v, int c) => rows.Zip(labels).Count(r => r.First[f] == v && r.Second == c) / (double)rows.Count(r => r[f] == v);
        double Naive(int i, int j) => Enumerable.Range(0, 4).Sum(f =>
        {
            double delta = Enumerable.Range(0, 3).Sum(c => Math.Abs(Share(f, rows[i][f], c) - Share(f, rows[j][f], c)));
            return delta * delta;
        });
        for (int j = 0; j < 90; j++)
        {
            Assert.Equal(Naive(5, j), metric.Rank(rows[5], rows[j]), 1e-12);
        }

        foreach (bool self in (bool[])[false, true])
        {
            using NeighbourGraph graph = metric.Nearest(store, 6, self, run);
            for (int i = 0; i < 90; i++)
            {
                IEnumerable<int> expected = Enumerable.Range(0, 90).Where(j => self || j != i).OrderBy(j => metric.Rank(rows[i], rows[j])).ThenBy(j => j).Take(6);
                Assert.Equal(expected, graph.Neighbours(i).ToArray());
            }
        }
    });

    [Fact]
    public void Delta_of_a_value_that_no_row_had_is_the_whole_of_the_other()
    {
        using var store = new VectorStore(2, 0, 1, TestVectors.Run());
        ValueDifference metric = ValueDifference.Fit(store, [0, 1], 2);
        Assert.Equal(1, metric.Delta(0, 0, 7));
    }
}
