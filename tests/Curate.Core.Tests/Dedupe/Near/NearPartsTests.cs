using Curate.Core.Dedupe.Near;
using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Running;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Dedupe.Near;

public sealed class NearPartsTests
{
    [Theory]
    [InlineData(128, 0.5, 25, 5)]
    [InlineData(128, 0.6, 18, 7)]
    [InlineData(128, 0.7, 14, 9)]
    [InlineData(128, 0.8, 9, 13)]
    [InlineData(128, 0.9, 5, 25)]
    [InlineData(64, 0.5, 14, 4)]
    [InlineData(64, 0.6, 10, 6)]
    [InlineData(64, 0.7, 8, 8)]
    [InlineData(64, 0.8, 5, 11)]
    [InlineData(64, 0.9, 3, 21)]
    public void Choose_with_equal_weights_gives_the_published_layouts(int hashes, double threshold, int bands, int rows) =>
        Assert.Equal(new BandLayout(bands, rows), BandLayout.Choose(hashes, threshold, 0.5));

    [Theory]
    [InlineData(14, 8, 0.7, 0.57)]
    [InlineData(20, 13, 0.8, 0.68)]
    [InlineData(25, 10, 0.75, 0.77)]
    [InlineData(5, 25, 0.9, 0.31)]
    public void Probability_follows_the_published_curves(int bands, int rows, double similarity, double expected) =>
        Assert.Equal(expected, new BandLayout(bands, rows).Probability(similarity), 0.006);

    [Fact]
    public void Probability_ends_are_exact_and_half_is_on_the_curve()
    {
        var layout = new BandLayout(14, 8);
        Assert.Equal(0, layout.Probability(0));
        Assert.Equal(1, layout.Probability(1));
        Assert.Equal(0.5, layout.Probability(layout.Half), 1e-9);
        Assert.Equal(0.685, layout.Half, 0.001);
    }

    [Fact]
    public void EditDistance_random_texts_equals_the_table()
    {
        Seeds.Each(4, seed =>
        {
            var random = new SplitMix64(seed);
            for (int round = 0; round < 400; round++)
            {
                ulong[] a = [.. Enumerable.Range(0, random.Below(30)).Select(_ => (ulong)random.Below(4))];
                List<ulong> changed = [.. a];
                for (int edits = random.Below(8); edits > 0 && changed.Count > 0; edits--)
                {
                    int at = random.Below(changed.Count);
                    switch (random.Below(3))
                    {
                        case 0:
                            changed.RemoveAt(at);
                            break;
                        case 1:
                            changed.Insert(at, (ulong)random.Below(4));
                            break;
                        default:
                            changed[at] = (ulong)random.Below(4);
                            break;
                    }
                }

                ulong[] b = random.Chance(0.3) ? [.. Enumerable.Range(0, random.Below(30)).Select(_ => (ulong)random.Below(4))] : [.. changed];
                int expected = Levenshtein(a, b);
                for (int most = 0; most < 32; most += 1 + random.Below(4))
                {
                    Assert.Equal(Math.Min(expected, most + 1), EditDistance.Of(a, b, most));
                }
            }
        });
    }

    [Fact]
    public void DisjointSets_random_edges_equal_components_of_the_smallest_member()
    {
        Seeds.Each(4, seed =>
        {
            var random = new SplitMix64(seed);
            foreach (long memory in new[] { TestRuns.EnoughMemory, 1L })
            {
                int members = random.Between(1, 200);
                using var sets = new DisjointSets(TestRuns.Context(memoryBytes: memory), members);
                int[] label = [.. Enumerable.Range(0, members)];
                for (int edge = random.Below(150); edge > 0; edge--)
                {
                    int a = random.Below(members);
                    int b = random.Below(members);
                    Assert.Equal(label[a] != label[b], sets.Join(a, b));
                    int from = Math.Max(label[a], label[b]);
                    int to = Math.Min(label[a], label[b]);
                    label = [.. label.Select(l => l == from ? to : l)];
                }

                Assert.Equal(label, Enumerable.Range(0, members).Select(sets.Root));
            }
        });
    }

    [Fact]
    public void RowNumbers_count_rows_in_order()
    {
        var random = new SplitMix64(8);
        var map = new BitMap();
        List<long> rows = [.. Enumerable.Range(0, 5_000).Select(static i => (long)i).Where(i => i is 0 or 511 or 512 or 4999 || random.Chance(0.1))];
        rows.ForEach(map.Set);
        foreach (long memory in new[] { TestRuns.EnoughMemory, 1L })
        {
            RunContext context = TestRuns.Context(memoryBytes: memory);
            using (var numbers = new RowNumbers(context, map, 5_000))
            {
                Assert.Equal(rows.Count, numbers.Count);
                for (int i = 0; i < rows.Count; i++)
                {
                    Assert.Equal(i, numbers.Of(rows[i]));
                    Assert.Equal(rows[i], numbers.RowOf(i));
                }

                Assert.Equal(-1, numbers.Of(Enumerable.Range(0, 5_000).First(r => !rows.Contains(r))));
            }

            Assert.Equal(context.Memory.ForMethods, context.Memory.Free);
            Assert.Equal(0, context.Scratch.BytesInUse);
        }
    }

    [Theory]
    [InlineData(PairVerification.Jaccard, 0.4)]
    [InlineData(PairVerification.Containment, 2.0 / 3)]
    [InlineData(PairVerification.Edit, 0.5)]
    public void PairMeasure_measures_small_sets(PairVerification kind, double expected)
    {
        ulong[] a = [1, 3, 5];
        ulong[] b = [1, 4, 5, 9];
        Assert.Equal(expected, new PairMeasure(kind, 0.1, 0).Of(a, b), 1e-15);
        Assert.Equal(expected, new PairMeasure(kind, 0.1, 0).Of(b, a), 1e-15);
        Assert.Equal(1, new PairMeasure(kind, 0.1, 0).Of(a, a));
        Assert.Equal(0, new PairMeasure(kind, 0.1, 0).Of([], []));
    }

    [Fact]
    public void Bind_presets_hold_until_an_option_says_otherwise()
    {
        string Shown(params (string, string)[] options) => string.Join(' ', RowPlanTests.Methods("dedupe/near", [("text", "t"), .. options]).Resolved
            .Where(static r => r.Key is "bands" or "band-rows" or "shingle" or "unit" or "verify" or "cluster" or "threshold").OrderBy(static r => r.Key, StringComparer.Ordinal).Select(static r => r.Value));
        Assert.Equal("8 14 transitive 5 0.8 auto none", Shown(("preset", "fineweb")));
        Assert.Equal("13 20 transitive 24 0.8 characters none", Shown(("preset", "curator")));
        Assert.Equal("10 25 transitive 5 0.7 words none", Shown(("preset", "text-dedup")));
        Assert.Equal("8 14 star 3 0.8 auto jaccard", Shown(("shingle", "3"), ("verify", "jaccard"), ("cluster", "star"), ("preset", "fineweb")));
        Assert.Equal("5 25 transitive 5 0.5 auto none", Shown(("preset", "fineweb"), ("threshold", "0.5")));
        Assert.Equal("4 9 star 5 0.8 auto jaccard", Shown(("bands", "9"), ("band-rows", "4")));
    }

    [Theory]
    [InlineData("--bands and --band-rows", "bands", "4")]
    [InlineData("not 'lwer'", "normalize", "lwer")]
    [InlineData("second dataset", "only-across", "true")]
    public void Bind_combinations_without_a_meaning_are_refused(string says, string option, string value)
    {
        CurateException refused = Assert.Throws<CurateException>(() => RowPlanTests.Methods("dedupe/near", ("text", "t"), (option, value)));
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    private static int Levenshtein(ulong[] a, ulong[] b)
    {
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                cost[i, j] = i == 0 || j == 0 ? i + j
                    : Math.Min(Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1, cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            }
        }

        return cost[a.Length, b.Length];
    }
}
