using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;
using Curate.Core.Tests.Numerics.Vectors;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics.Kernels;

public sealed class TileKernelTests
{
    private static readonly (Metric Metric, int Codes)[] s_rules =
        [(Metric.Euclidean, 0), (Metric.Euclidean, 3), (Metric.Cosine, 0), (Metric.InnerProduct, 0), (Metric.Manhattan, 2), (Metric.Chebyshev, 0)];

    internal static SimdWidth[] Widths => [SimdWidth.Widest, SimdWidth.Bits512, SimdWidth.Bits256, SimdWidth.Bits128, SimdWidth.Scalar];

    [Fact]
    public void Scores_have_the_same_bits_in_every_width() => Seeds.Each(3, seed =>
    {
        var draws = new SplitMix64(seed);
        foreach ((Metric metric, int codes) in s_rules)
        {
            RunContext run = TestVectors.Run();
            int d = 1 + draws.Below(60);
            int columns = 1 + draws.Below(32);
            int rows = 1 + draws.Below(PanelScan.BlockRows);
            using VectorStore queries = TestVectors.Numbers(seed, rows, d, draws.Below(6), run, codes);
            using VectorStore few = TestVectors.Numbers(seed + 1, columns, d, 0, run, codes);
            var frame = new ScoreFrame(new DistanceRule(metric, codes > 0 ? 0.37 : 0), queries, few, 1);
            using PanelSet panels = PanelSet.Pack(frame, few, 0, columns, 1);
            float[]? expected = null;
            foreach (SimdWidth width in Widths)
            {
                using var scan = new PanelScan(frame, width);
                var all = new float[PanelScan.BlockRows * TileKernel.Columns];
                scan.Scores(scan.Load(queries.Rows(0, rows), rows), rows, panels, all);
                float[] used = [.. Enumerable.Range(0, rows).SelectMany(i => all.AsSpan(i * TileKernel.Columns, columns).ToArray())];
                expected ??= used;
                Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), used.Select(BitConverter.SingleToInt32Bits));
            }
        }
    });

    [Fact]
    public void Limit_passes_every_pair_of_that_rank_or_less() => Seeds.Each(4, seed =>
    {
        foreach ((Metric metric, int codes) in s_rules)
        {
            for (int character = 0; character < 6; character++)
            {
                RunContext run = TestVectors.Run();
                const int d = 23;
                using VectorStore store = TestVectors.Numbers(seed, 30, d, character, run, codes);
                var rule = new DistanceRule(metric, codes > 0 ? 0.37 : 0);
                var frame = new ScoreFrame(rule, store, store, 1);
                using PanelSet panels = PanelSet.Pack(frame, store, 0, 30, 1);
                using var scan = new PanelScan(frame, SimdWidth.Widest);
                var scores = new float[PanelScan.BlockRows * TileKernel.Columns];
                scan.Scores(scan.Load(store.Rows(0, 30), 30), 30, panels, scores);
                for (int i = 0; i < 30; i++)
                {
                    for (int j = 0; j < 30; j++)
                    {
                        double rank = rule.Rank(store[i], store[j], d);
                        Assert.True(scores[(i * TileKernel.Columns) + j] <= frame.Limit(rank, scan.Norms[i]), $"{metric}, character {character}, rows {i} and {j}");
                    }
                }
            }
        }
    });

    [Fact]
    public void Frame_over_a_value_that_is_not_finite_throws()
    {
        RunContext run = TestVectors.Run();
        using VectorStore store = TestVectors.Numbers(1, 50, 9, 0, run);
        store[31][4] = float.NaN;
        Assert.Throws<ArgumentException>(() => new ScoreFrame(new DistanceRule(Metric.Euclidean), store, store, 1));
        store[31][4] = float.PositiveInfinity;
        Assert.Throws<ArgumentException>(() => new ScoreFrame(new DistanceRule(Metric.Euclidean), store, store, 1));
    }
}
