using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;
using Curate.Core.Tests.Numerics.Vectors;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics.Kernels;

public sealed unsafe class WordKernelTests
{
    /// <summary>Characters 0 to 5 are those of <see cref="TestVectors"/>; 6: lengths from 1e-37 to 1e37 with rows of zeros; 7: constant rows; 8: one large number in each row; 9: near-copies.</summary>
    private const int Characters = 10;

    [Fact]
    public void Sums_of_products_are_those_of_whole_numbers_in_every_width() => Seeds.Each(3, seed =>
    {
        var draws = new SplitMix64(seed);
        foreach (int pairs in new[] { 1, 2, 31, 200 })
        {
            // Rows as long as they can be: all of their length in a few numbers, or in all alike.
            int most = (int)Math.Min(32767, Math.Floor(46340 / Math.Sqrt(2 * pairs)));
            var a = new short[WordTile.Rows * 2 * pairs];
            var panel = new short[WordTile.Columns * 2 * pairs];
            for (int i = 0; i < a.Length; i++)
            {
                a[i] = (short)(draws.Below(4) == 0 ? -most : draws.Below((2 * most) + 1) - most);
            }

            for (int i = 0; i < panel.Length; i++)
            {
                panel[i] = (short)(draws.Below(4) == 0 ? -most : draws.Below((2 * most) + 1) - most);
            }

            foreach (SimdWidth width in TileKernelTests.Widths)
            {
                var sums = new int[WordTile.Rows * WordTile.Columns];
                fixed (short* x = a, y = panel)
                fixed (int* to = sums)
                {
                    var shape = new WordShape(pairs, pairs);
                    WordTile.For(width)(in shape, (int*)x, (int*)y, to);
                }

                for (int i = 0; i < WordTile.Rows; i++)
                {
                    for (int c = 0; c < WordTile.Columns; c++)
                    {
                        long expected = 0;
                        for (int p = 0; p < 2 * pairs; p++)
                        {
                            expected += a[(i * 2 * pairs) + p] * panel[(p / 2 * 2 * WordTile.Columns) + (2 * c) + (p % 2)];
                        }

                        Assert.Equal(expected, sums[(i * WordTile.Columns) + c]);
                    }
                }
            }
        }
    });

    [Fact]
    public void Scores_have_the_same_bits_in_every_width_and_for_any_workers() => Seeds.Each(2, seed =>
    {
        var draws = new SplitMix64(seed);
        foreach (Metric metric in new[] { Metric.Euclidean, Metric.Cosine })
        {
            int d = 1 + draws.Below(150);
            int count = 1 + draws.Below(PanelScan.BlockRows);
            RunContext run = TestVectors.Run();
            using VectorStore rows = Rows(seed, count, d, draws.Below(Characters), run);
            var frame = new ScoreFrame(new DistanceRule(metric), rows, rows, 1);
            int[]? expected = null;
            foreach (SimdWidth width in TileKernelTests.Widths)
            {
                // The first keeps the numbers of all rows, the others make them when they are asked for.
                RunContext own = TestVectors.Run(workers: expected is null ? 1 : 3);
                own.Memory.Take(expected is null ? 0 : own.Memory.Free - 16, "the test");
                using var words = new WordFrame(frame, rows, own);
                Assert.Equal(expected is null, words.Kept(0) is not null);
                using var scan = new WordScan(words, width);
                using var scores = new NativeBlock<float>(PanelScan.BlockRows * WordTile.Columns);
                using WordPanels panels = WordPanels.Pack(words, [], 0, count, 2);
                scan.Load(0, count);
                var all = new List<int>();
                for (int panel = 0; panel < panels.Count; panel++)
                {
                    scan.Scores(panels, panel, scores.Start);
                    all.AddRange(Enumerable.Range(0, count).SelectMany(i => scores.Slice(i * WordTile.Columns, panels.Columns(panel)).ToArray()).Select(BitConverter.SingleToInt32Bits));
                }

                expected ??= [.. all];
                Assert.Equal(expected, all);
            }
        }
    });

    [Fact]
    public void Score_and_bias_stay_below_the_limit_of_the_rank_and_near_it() => Seeds.Each(3, seed =>
    {
        foreach (Metric metric in new[] { Metric.Euclidean, Metric.Cosine })
        {
            foreach (int d in new[] { 1, 2, 23, 128, 301 })
            {
                for (int character = 0; character < Characters; character++)
                {
                    Check(seed, metric, d, character);
                }
            }
        }
    });

    [Fact]
    public void Frame_with_codes_or_of_another_metric_throws()
    {
        RunContext run = TestVectors.Run();
        using VectorStore numbers = TestVectors.Numbers(1, 9, 4, 0, run);
        using VectorStore codes = TestVectors.Numbers(1, 9, 4, 0, run, codes: 2);
        Assert.Throws<ArgumentException>(() => new WordFrame(new ScoreFrame(new DistanceRule(Metric.Manhattan), numbers, numbers, 1), numbers, run));
        Assert.Throws<ArgumentException>(() => new WordFrame(new ScoreFrame(new DistanceRule(Metric.Euclidean, 0.5), codes, codes, 1), codes, run));
    }

    private static void Check(ulong seed, Metric metric, int d, int character)
    {
        RunContext run = TestVectors.Run();
        const int Count = 40;
        using VectorStore rows = Rows(seed, Count, d, character, run);
        var rule = new DistanceRule(metric);
        var frame = new ScoreFrame(rule, rows, rows, 1);
        using var words = new WordFrame(frame, rows, run);
        using var scan = new WordScan(words, SimdWidth.Widest);
        using var floats = new PanelScan(frame, SimdWidth.Widest);
        floats.Load(rows.Rows(0, Count), Count);
        using var scores = new NativeBlock<float>(PanelScan.BlockRows * WordTile.Columns);
        int[] ids = [.. Enumerable.Range(0, Count).Select(i => (i * 7) % Count)];
        using WordPanels panels = WordPanels.Pack(words, ids, 0, Count, 1);
        scan.Load(0, Count);
        double scale = (double)frame.Scale * frame.Scale;
        for (int at = 0; at < Count; at++)
        {
            if (at % WordTile.Columns == 0)
            {
                scan.Scores(panels, at / WordTile.Columns, scores.Start);
            }

            int j = ids[at];
            for (int i = 0; i < Count; i++)
            {
                double score = (double)scores.Start[(i * WordTile.Columns) + (at % WordTile.Columns)] + words.Bias[i];
                double rank = rule.Rank(rows[i], rows[j], d);
                float limit = frame.Limit(rank, 0);
                string what = $"{metric}, {d}, character {character}, rows {i} and {j}: {score:R}, limit {limit:R}";
                Assert.True(score <= limit, what);

                // Cosines of rows of zeros are 1 by definition and 0 as products.
                double off = metric == Metric.Cosine ? rank - 1 - score : (rank * scale) - score;
                double lengths = metric == Metric.Cosine ? 2 : floats.Norms[i] + floats.Norms[j];
                Assert.True(off <= (((4 * words.RelativeError) + (40.0 / (1 << 24)) + (4.0 * d / (1 << 24))) * lengths) + 1e-37, $"far below: {what}");
            }
        }
    }

    private static VectorStore Rows(ulong seed, int count, int d, int character, RunContext run)
    {
        if (character < 6)
        {
            return TestVectors.Numbers(seed, count, d, character, run);
        }

        var draws = new SplitMix64(seed);
        var rows = new VectorStore(count, d, 0, run);
        for (int i = 0; i < count; i++)
        {
            double length = i % 5 == 0 ? 0 : Math.Pow(10, (74 * draws.Unit()) - 37);
            for (int p = 0; p < d; p++)
            {
                rows[i][p] = (float)(character switch
                {
                    6 => length * (draws.Unit() - 0.5),
                    7 => (i % 7) - 3,
                    8 => p == (i * 3) % d ? 1e4 : draws.Unit(),
                    _ => Math.Sin(p) + (1e-6 * (draws.Unit() - 0.5)),
                });
            }
        }

        return rows;
    }
}
