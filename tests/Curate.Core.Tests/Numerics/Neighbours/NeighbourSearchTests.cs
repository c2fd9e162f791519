using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;
using Curate.Core.Tests.Numerics.Kernels;
using Curate.Core.Tests.Numerics.Vectors;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics.Neighbours;

public sealed class NeighbourSearchTests
{
    private static readonly DistanceRule[] s_rules =
    [
        new(Metric.Euclidean), new(Metric.Cosine), new(Metric.InnerProduct), new(Metric.Manhattan), new(Metric.Chebyshev),
    ];

    /// <summary>All pairs in double, sorted by (rank, id).</summary>
    private static (double Rank, int Id)[] Naive(VectorStore queries, VectorStore rows, int query, DistanceRule rule, bool excludeSelf)
    {
        float[] a = queries[query].ToArray();
        return [.. Enumerable.Range(0, rows.Count).Where(id => !excludeSelf || id != query)
            .Select(id => (rule.Rank(a, rows[id], rows.Numeric), id)).Order()];
    }

    private static void AssertNearest(NeighbourGraph graph, VectorStore queries, VectorStore rows, int k, DistanceRule rule, bool excludeSelf)
    {
        Assert.Equal(queries.Count, graph.Count);
        for (int query = 0; query < queries.Count; query++)
        {
            (double Rank, int Id)[] expected = [.. Naive(queries, rows, query, rule, excludeSelf).Take(k)];
            Assert.Equal(expected.Select(e => e.Id), graph.Neighbours(query).ToArray());
            Assert.Equal(expected.Select(e => rule.Distance(e.Rank)), graph.Distances(query).ToArray());
        }
    }

    private static string Text(NeighbourGraph graph) => string.Join('\n', Enumerable.Range(0, graph.Count).Select(row =>
        string.Join(' ', graph.Neighbours(row).ToArray()) + " | " + string.Join(' ', graph.Distances(row).ToArray().Select(BitConverter.DoubleToInt64Bits))));

    [Fact]
    public void Within_every_metric_and_kind_of_data_finds_what_a_full_search_finds() => Seeds.Each(2, seed =>
    {
        var draws = new SplitMix64(seed);
        foreach (DistanceRule rule in s_rules)
        {
            for (int character = 0; character < 6; character++)
            {
                RunContext run = TestVectors.Run();
                using VectorStore rows = TestVectors.Numbers(seed + (ulong)character, 1 + draws.Below(400), 1 + draws.Below(40), character, run);
                int k = 1 + draws.Below(9);
                using NeighbourGraph graph = NeighbourSearch.Within(rows, k, rule, run);
                AssertNearest(graph, rows, rows, k, rule, excludeSelf: true);
            }
        }
    });

    [Fact]
    public void Within_mixed_and_categorical_rows_finds_what_a_full_search_finds() => Seeds.Each(3, seed =>
    {
        RunContext run = TestVectors.Run();
        using VectorStore mixed = TestVectors.Numbers(seed, 300, 4, 0, run, codes: 3);
        var nominalContinuous = new DistanceRule(Metric.Euclidean, 0.09);
        using NeighbourGraph graph = NeighbourSearch.Within(mixed, 5, nominalContinuous, run);
        AssertNearest(graph, mixed, mixed, 5, nominalContinuous, excludeSelf: true);

        using VectorStore codes = TestVectors.Numbers(seed, 300, 0, 0, run, codes: 6);
        var hamming = new DistanceRule(Metric.Hamming);
        using NeighbourGraph nominal = NeighbourSearch.Within(codes, 5, hamming, run);
        AssertNearest(nominal, codes, codes, 5, hamming, excludeSelf: true);
    });

    [Fact]
    public void Between_two_sets_finds_what_a_full_search_finds() => Seeds.Each(3, seed =>
    {
        RunContext run = TestVectors.Run();
        using VectorStore queries = TestVectors.Numbers(seed, 205, 17, 0, run);
        using VectorStore rows = TestVectors.Numbers(seed + 1, 333, 17, 0, run);
        using NeighbourGraph graph = NeighbourSearch.Between(queries, rows, 7, s_rules[0], run);
        AssertNearest(graph, queries, rows, 7, s_rules[0], excludeSelf: false);
    });

    [Fact]
    public void Within_has_the_same_bits_for_every_width_and_worker_count() => Seeds.Each(2, seed =>
    {
        foreach (int character in (int[])[1, 2, 5])
        {
            string? expected = null;
            foreach (SimdWidth width in TileKernelTests.Widths)
            {
                foreach (int workers in (int[])[1, 2, 7])
                {
                    RunContext run = TestVectors.Run(workers);
                    using VectorStore rows = TestVectors.Numbers(seed, 450, 19, character, run);
                    using NeighbourGraph graph = NeighbourSearch.Within(rows, 4, s_rules[0], run, DuplicatePolicy.Keep, width);
                    expected ??= Text(graph);
                    Assert.Equal(expected, Text(graph));
                }
            }
        }
    });

    [Fact]
    public void Within_in_symmetric_blocks_has_the_bits_of_a_search_by_rows() => Seeds.Each(3, seed =>
    {
        var draws = new SplitMix64(seed);
        foreach (DistanceRule rule in s_rules)
        {
            for (int character = 0; character < 6; character++)
            {
                RunContext run = TestVectors.Run(1 + (2 * draws.Below(3)));
                using VectorStore rows = TestVectors.Numbers(seed + (ulong)character, draws.Below(1500), 1 + draws.Below(40), character, run);
                int k = 1 + draws.Below(9);
                SimdWidth width = draws.Pick(TileKernelTests.Widths);
                int block = PanelScan.BlockRows * (1 + draws.Below(2));
                long free = run.Memory.Free;
                using (NeighbourGraph expected = NeighbourSearch.WithinByRows(rows, k, rule, run, SimdWidth.Widest))
                using (NeighbourGraph graph = SymmetricSearch.Run(rows, k, rule, run, width, block, block * (1 + draws.Below(9))))
                {
                    Assert.Equal(Text(expected), Text(graph));
                }

                Assert.Equal(free, run.Memory.Free);
            }
        }
    });

    [Fact]
    public void Within_in_symmetric_blocks_takes_mixed_and_categorical_rows() => Seeds.Each(3, seed =>
    {
        RunContext run = TestVectors.Run(7);
        using VectorStore mixed = TestVectors.Numbers(seed, 1100, 4, 0, run, codes: 3);
        using VectorStore codes = TestVectors.Numbers(seed, 1100, 0, 0, run, codes: 6);
        foreach ((VectorStore rows, DistanceRule rule) in ((VectorStore, DistanceRule)[])
            [(mixed, new(Metric.Euclidean, 0.09)), (mixed, new(Metric.Manhattan, 0.3)), (codes, new(Metric.Hamming))])
        {
            using NeighbourGraph expected = NeighbourSearch.WithinByRows(rows, 5, rule, run, SimdWidth.Widest);
            using NeighbourGraph graph = SymmetricSearch.Run(rows, 5, rule, run, SimdWidth.Widest, PanelScan.BlockRows, 3 * PanelScan.BlockRows);
            Assert.Equal(Text(expected), Text(graph));
        }
    });

    [Fact]
    public void Within_many_rows_has_the_same_bits_for_every_width_and_worker_count() => Seeds.Each(1, seed =>
    {
        RunContext first = TestVectors.Run();
        using VectorStore rows = TestVectors.Numbers(seed, 4001, 13, 5, first);
        Assert.True(SymmetricSearch.Pays(rows));
        using NeighbourGraph expected = NeighbourSearch.WithinByRows(rows, 5, s_rules[0], first, SimdWidth.Widest);
        foreach (SimdWidth width in TileKernelTests.Widths)
        {
            foreach (int workers in (int[])[1, 2, 7])
            {
                using NeighbourGraph graph = NeighbourSearch.Within(rows, 5, s_rules[0], TestVectors.Run(workers), DuplicatePolicy.Keep, width);
                Assert.Equal(Text(expected), Text(graph));
            }
        }
    });

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(10)]
    [InlineData(36)]
    public void Tournament_meets_every_pair_once_and_rounds_share_no_place(int places)
    {
        var met = new HashSet<(int, int)>();
        for (int round = 0; round < places - 1; round++)
        {
            (int Low, int High)[] pairs = [.. Enumerable.Range(round * places / 2, places / 2).Select(t => SymmetricSearch.Tournament(t, places))];
            Assert.Equal(places, pairs.SelectMany(p => (int[])[p.Low, p.High]).Distinct().Count());
            Assert.All(pairs, p => Assert.True(p.Low < p.High && met.Add(p)));
        }

        Assert.Equal(places * (places - 1) / 2, met.Count);
    }

    [Fact]
    public void Within_radius_finds_what_a_full_search_finds() => Seeds.Each(3, seed =>
    {
        RunContext run = TestVectors.Run();
        using VectorStore rows = TestVectors.Numbers(seed, 260, 3, 1, run);
        foreach (double radius in (double[])[-1, 0, 1, Math.Sqrt(2), 2.5])
        {
            using NeighbourGraph graph = NeighbourSearch.WithinRadius(rows, radius, s_rules[0], run);
            for (int row = 0; row < rows.Count; row++)
            {
                (double Rank, int Id)[] expected = [.. Naive(rows, rows, row, s_rules[0], true).Where(e => Math.Sqrt(e.Rank) <= radius)];
                Assert.Equal(expected.Select(e => e.Id), graph.Neighbours(row).ToArray());
            }
        }
    });

    [Fact]
    public void Within_collapsed_duplicates_lists_each_distinct_vector_once() => Seeds.Each(3, seed =>
    {
        RunContext run = TestVectors.Run();
        using VectorStore rows = TestVectors.Numbers(seed, 200, 3, 1, run);
        using NeighbourGraph graph = NeighbourSearch.Within(rows, 4, s_rules[0], run, DuplicatePolicy.Collapse);
        float[][] values = [.. Enumerable.Range(0, rows.Count).Select(i => rows[i].ToArray())];
        int[] first = [.. Enumerable.Range(0, rows.Count).Where(i => Array.FindIndex(values, v => v.SequenceEqual(values[i])) == i)];
        for (int row = 0; row < rows.Count; row++)
        {
            IEnumerable<int> expected = first.Where(id => !values[id].SequenceEqual(values[row]))
                .OrderBy(id => s_rules[0].Rank(values[row], values[id], 3)).ThenBy(id => id).Take(4);
            Assert.Equal(expected, graph.Neighbours(row).ToArray());
        }
    });

    [Fact]
    public void Within_more_neighbours_than_rows_gives_all_the_others()
    {
        RunContext run = TestVectors.Run();
        using VectorStore rows = TestVectors.Numbers(3, 4, 2, 0, run);
        using NeighbourGraph graph = NeighbourSearch.Within(rows, 10, s_rules[0], run);
        Assert.All(Enumerable.Range(0, 4), row => Assert.Equal(3, graph.Degree(row)));
        using VectorStore one = TestVectors.Numbers(3, 1, 2, 0, run);
        using NeighbourGraph alone = NeighbourSearch.Within(one, 1, s_rules[0], run);
        Assert.Equal(0, alone.Edges);
        using VectorStore none = TestVectors.Numbers(3, 0, 2, 0, run);
        using NeighbourGraph nobody = NeighbourSearch.Within(none, 1, s_rules[0], run);
        Assert.Equal(0, nobody.Count);
    }

    [Fact]
    public void Reverse_lists_everyone_who_lists_a_row() => Seeds.Each(2, seed =>
    {
        RunContext run = TestVectors.Run();
        using VectorStore rows = TestVectors.Numbers(seed, 150, 2, 1, run);
        using NeighbourGraph graph = NeighbourSearch.Within(rows, 3, s_rules[0], run);
        using NeighbourGraph reverse = graph.Reverse(rows.Count, run);
        for (int row = 0; row < rows.Count; row++)
        {
            IEnumerable<int> expected = Enumerable.Range(0, rows.Count).Where(other => graph.Neighbours(other).Contains(row))
                .OrderBy(other => Math.Sqrt(s_rules[0].Rank(rows[row], rows[other], 2))).ThenBy(other => other);
            Assert.Equal(expected, reverse.Neighbours(row).ToArray());
        }
    });

    [Fact]
    public void Search_gives_all_memory_back()
    {
        RunContext run = TestVectors.Run();
        long free = run.Memory.Free;
        using (VectorStore rows = TestVectors.Numbers(1, 300, 5, 1, run))
        {
            NeighbourSearch.Within(rows, 4, s_rules[0], run, DuplicatePolicy.Collapse).Dispose();
            NeighbourSearch.WithinRadius(rows, 1, s_rules[0], run).Dispose();
            using NeighbourGraph graph = NeighbourSearch.Within(rows, 4, s_rules[0], run);
            graph.Reverse(300, run).Dispose();
        }

        Assert.Equal(free, run.Memory.Free);
    }

    [Fact]
    [Trait("Tier", "slow")]
    public void Within_53000_rows_finds_what_a_full_search_finds()
    {
        RunContext run = TestVectors.Run(memory: 4L << 30);
        using VectorStore rows = TestVectors.Numbers(9, 53_000, 32, 0, run);
        using NeighbourGraph graph = NeighbourSearch.Within(rows, 4, s_rules[0], run);
        Workers.ForBlocks(2, rows.Count, query =>
        {
            ReadOnlySpan<float> a = rows[query];
            Span<double> ranks = stackalloc double[4];
            Span<int> ids = stackalloc int[4];
            NearestHeap.Clear(ranks, ids);
            for (int id = 0; id < rows.Count; id++)
            {
                if (id != query)
                {
                    NearestHeap.Add(ranks, ids, s_rules[0].Rank(a, rows[id], 32), id);
                }
            }

            NearestHeap.Sort(ranks, ids);
            Assert.True(graph.Neighbours(query).SequenceEqual(ids), $"row {query}");
        });
    }
}
