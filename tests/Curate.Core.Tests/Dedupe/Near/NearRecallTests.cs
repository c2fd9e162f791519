using System.Globalization;
using Curate.Core.Dedupe.Near;
using Curate.Core.Sketches;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Dedupe.Near;

/// <summary>
/// What is found against the theoretical curve, bin by bin. A bin passes within one point of the curve, or within four standard errors of
/// the binomial distribution where the bin is too small to tell a point.
/// </summary>
public sealed class NearRecallTests
{
    private static void AssertOnCurve(IEnumerable<(double Similarity, bool Found)> pairs, BandLayout layout, double low, string what)
    {
        foreach (IGrouping<int, (double Similarity, bool Found)> bin in pairs.Where(p => p.Similarity >= low && p.Similarity < 1).GroupBy(static p => (int)(p.Similarity * 20)))
        {
            double expected = bin.Average(p => layout.Probability(p.Similarity));
            double variance = bin.Sum(p => layout.Probability(p.Similarity) * (1 - layout.Probability(p.Similarity)));
            double found = bin.Average(static p => p.Found ? 1.0 : 0);
            double margin = Math.Max(0.01, 4 * Math.Sqrt(variance) / bin.Count());
            Assert.True(Math.Abs(found - expected) <= margin,
                string.Create(CultureInfo.InvariantCulture, $"{what}, similarity {bin.Key / 20.0}: found {found:0.0000} of {bin.Count()}, expected {expected:0.0000} +- {margin:0.0000}"));
        }
    }

    [Theory]
    [InlineData(14, 8, 80)]
    [InlineData(14, 9, 80)]
    [InlineData(25, 5, 20)]
    [InlineData(25, 10, 300)]
    [InlineData(9, 13, 7)]
    public void Keys_of_random_sets_meet_as_often_as_the_curve_says(int bands, int rows, int size)
    {
        var layout = new BandLayout(bands, rows);
        Seeds.Each(2, seed =>
        {
            var random = new SplitMix64(seed);
            var pairs = new List<(double, bool)>();
            var a = new MinHashSketch(new MinHash(layout.Hashes, 0x6E656172), layout);
            var b = new MinHashSketch(new MinHash(layout.Hashes, 0x6E656172), layout);
            ulong[] x = new ulong[bands];
            ulong[] y = new ulong[bands];
            for (int pair = 0; pair < 24_000; pair++)
            {
                // Two sets of n that share c: c / (2n - c).
                int common = random.Between(size * 6 / 10, size);
                ulong[] shared = [.. Enumerable.Range(0, common).Select(_ => random.Next())];
                a.Clear();
                b.Clear();
                a.Add(shared);
                b.Add(shared);
                for (int i = common; i < size; i++)
                {
                    a.Add([random.Next()]);
                    b.Add([random.Next()]);
                }

                a.Keys(x);
                b.Keys(y);
                pairs.Add(((double)common / ((2 * size) - common), x.Zip(y).Any(static k => k.First == k.Second)));
            }

            AssertOnCurve(pairs, layout, 0.4, $"{bands} x {rows}, sets of {size}");
        });
    }

    [Fact]
    public void Planted_copies_are_found_as_often_as_the_curve_says_and_nothing_else_is_removed()
    {
        List<PlantedText> texts = PlantedCorpus.Pairs(11, 8_000);
        string?[][] rows = [.. texts.Select(static t => new string?[] { t.Text })];
        RunOutcome run = TestRuns.Execute(RowPlanTests.Methods("dedupe/near", ("text", "text")), new MemoryTable(["text"], rows), TestRuns.Context(2), wantRemoved: true);
        var layout = BandLayout.Choose(128, 0.8, 0.9);

        // Removed rows: text, reason, representative, similarity, cluster, size. A planted copy has one partner, so the pair is found when the copy left.
        var partner = new Dictionary<string, int>();
        foreach (string?[] row in run.Removed)
        {
            int kept = int.Parse(row[2]!, CultureInfo.InvariantCulture);
            double naive = NaiveTexts.Jaccard(NaiveTexts.Shingles(row[0]!, 5), NaiveTexts.Shingles(texts[kept].Text, 5));
            Assert.Equal(naive, double.Parse(row[3]!, CultureInfo.InvariantCulture), 1e-12);
            Assert.True(naive >= 0.8);
            partner[row[0]!] = kept;
        }

        var pairs = new List<(double, bool)>();
        var equal = 0;
        for (int i = 1; i < texts.Count; i += 2)
        {
            double similarity = NaiveTexts.Jaccard(NaiveTexts.Shingles(texts[i - 1].Text, 5), NaiveTexts.Shingles(texts[i].Text, 5));
            bool found = partner.TryGetValue(texts[i].Text, out int kept) && kept == i - 1;
            pairs.Add((similarity, found));
            if (similarity == 1)
            {
                equal++;
                Assert.True(found, texts[i].Text);
            }
        }

        Assert.True(equal > 500);
        AssertOnCurve(pairs, layout, 0.8, "planted");
        Assert.DoesNotContain(pairs, static p => p.Item1 < 0.8 && p.Item2);
        double[] bins = [.. pairs.Where(static p => p.Item1 is >= 0.8 and < 1).GroupBy(static p => (int)(p.Item1 * 20)).Select(static b => (double)b.Count())];
        Assert.True(bins.Length == 4 && bins.All(static n => n > 80), string.Join(' ', bins));
    }

    /// <summary>With a low threshold every bin from there on is seen, with the bands of a high one.</summary>
    [Fact]
    public void Planted_copies_of_every_bin_are_found_as_often_as_the_curve_says()
    {
        var layout = new BandLayout(14, 9);
        List<PlantedText> texts = PlantedCorpus.Pairs(23, 6_000, PlantedKind.Edited, PlantedKind.Truncated, PlantedKind.Scanned, PlantedKind.Reordered);
        string?[][] rows = [.. texts.Select(static t => new string?[] { t.Text })];
        RunOutcome run = TestRuns.Execute(RowPlanTests.Methods("dedupe/near", ("text", "text"), ("threshold", "0.3"), ("bands", "14"), ("band-rows", "9")), new MemoryTable(["text"], rows), TestRuns.Context(2), wantRemoved: true);
        Dictionary<string, int> partner = run.Removed.ToDictionary(static r => r[0]!, static r => int.Parse(r[2]!, CultureInfo.InvariantCulture));
        (double Similarity, bool Found)[] pairs = [.. Enumerable.Range(0, texts.Count / 2).Select(i => (
            NaiveTexts.Jaccard(NaiveTexts.Shingles(texts[2 * i].Text, 5), NaiveTexts.Shingles(texts[2 * i + 1].Text, 5)),
            partner.TryGetValue(texts[2 * i + 1].Text, out int kept) && kept == 2 * i))];
        AssertOnCurve(pairs, layout, 0.3, "planted");
        int[] bins = [.. pairs.Where(static p => p.Similarity is >= 0.3 and < 1).GroupBy(static p => (int)(p.Similarity * 20)).Select(static b => b.Count())];
        Assert.True(bins.Length == 14 && bins.All(static n => n > 25), string.Join(' ', bins));
        Assert.DoesNotContain(pairs, static p => p.Similarity < 0.3 && p.Found);
    }

    [Fact]
    public void Simhash_finds_every_pair_within_the_distance()
    {
        Seeds.Each(3, seed =>
        {
            var random = new SplitMix64(seed);
            foreach (int distance in new[] { 0, 1, 2, 3, 4, 7 })
            {
                var options = new SimHashOptions { Distance = distance };
                ulong[] masks = SimHashSketch.Masks(options.BlocksInEffect, distance);
                Assert.Equal(masks.Length, masks.Distinct().Count());
                for (int pair = 0; pair < 500; pair++)
                {
                    ulong a = random.Next();
                    ulong b = a;
                    while (System.Numerics.BitOperations.PopCount(a ^ b) < distance)
                    {
                        b ^= 1UL << random.Below(64);
                    }

                    Assert.Contains(masks, m => (a & m) == (b & m));
                }
            }
        });
    }

    [Fact]
    public void Simhash_on_planted_texts_equals_all_pairs()
    {
        List<PlantedText> texts = PlantedCorpus.Pairs(5, 400, PlantedKind.Edited, PlantedKind.Cased, PlantedKind.Truncated, PlantedKind.Unspaced);
        string?[][] rows = [.. texts.Select(static t => new string?[] { t.Text })];
        RunOutcome run = TestRuns.Execute(RowPlanTests.Methods("dedupe/simhash", ("text", "text"), ("distance", "6")), new MemoryTable(["text"], rows), TestRuns.Context());
        ulong[] values = [.. texts.Select(static t => Value(t.Text))];
        var kept = new List<int>();
        for (int i = 0; i < values.Length; i++)
        {
            if (!kept.Exists(k => System.Numerics.BitOperations.PopCount(values[k] ^ values[i]) <= 6))
            {
                kept.Add(i);
            }
        }

        Assert.True(kept.Count < texts.Count - 100);
        Assert.Equal(kept.Select(k => texts[k].Text), run.Rows.Select(static r => r[0]));
    }

    private static ulong Value(string text)
    {
        var reader = new Curate.Core.Text.ShingleReader(Curate.Core.Text.TextFolding.All, Curate.Core.Text.ShingleUnit.Auto, 3);
        List<ulong> shingles = Curate.Core.Tests.Text.ShingleReaderTests.All(reader, System.Text.Encoding.UTF8.GetBytes(text));
        ulong value = 0;
        for (int bit = 0; bit < 64; bit++)
        {
            value |= shingles.Count(s => (s >> bit & 1) != 0) * 2 > shingles.Count ? 1UL << bit : 0;
        }

        return value;
    }
}
