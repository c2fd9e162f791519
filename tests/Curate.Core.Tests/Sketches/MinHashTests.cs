using Curate.Core.Hashing;
using Curate.Core.Sketches;
using Curate.TestKit;

namespace Curate.Core.Tests.Sketches;

public sealed class MinHashTests
{
    private static uint[] Signature(MinHash hash, params ulong[][] blocks)
    {
        uint[] minima = new uint[hash.Width];
        hash.Clear(minima);
        foreach (ulong[] block in blocks)
        {
            hash.Add(block, minima);
        }

        return minima;
    }

    private static ulong[] Set(SplitMix64 random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next())];

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(48)]
    [InlineData(112)]
    [InlineData(126)]
    [InlineData(250)]
    public void Add_any_order_and_blocks_give_the_minima_of_the_union(int hashes)
    {
        Seeds.Each(3, seed =>
        {
            var random = new SplitMix64(seed);
            var hash = new MinHash(hashes, 7);
            ulong[] a = Set(random, random.Below(40));
            ulong[] b = Set(random, random.Below(40));
            uint[] both = Signature(hash, a, b);
            Assert.Equal(both, Signature(hash, [.. b.Reverse(), .. a, .. b]));
            Assert.Equal(both, Signature(hash, a).Zip(Signature(hash, b), Math.Min));
        });
    }

    [Fact]
    public void Add_functions_do_not_depend_on_how_many_there_are()
    {
        ulong[] set = Set(new SplitMix64(1), 25);
        uint[] many = Signature(new MinHash(256, 7), set);
        foreach (int hashes in new[] { 16, 48, 64, 80, 96, 112, 128, 160 })
        {
            Assert.Equal(many[..hashes], Signature(new MinHash(hashes, 7), set)[..hashes]);
        }
    }

    [Fact]
    public void Add_gives_the_same_bits_on_every_processor()
    {
        uint[] minima = Signature(new MinHash(128, 0x6E656172), Set(new SplitMix64(42), 1000));
        Assert.Equal(Pinned, Hash64.Of(System.Runtime.InteropServices.MemoryMarshal.AsBytes<uint>(minima)));
    }

    /// <summary>From a run with 512-bit vectors; the tests run with narrower ones and with none, too.</summary>
    private const ulong Pinned = 6067209405672726258;

    [Theory]
    [InlineData(10, 0.25)]
    [InlineData(100, 0.6)]
    [InlineData(1000, 0.9)]
    public void Estimate_is_unbiased_with_the_variance_of_independent_functions(int size, double share)
    {
        // n pairs of k functions: the mean has the variance J (1 - J) / (n k), each estimate J (1 - J) / k.
        const int Pairs = 1500;
        var hash = new MinHash(128, 3);
        var random = new SplitMix64(5);
        int common = (int)(size * share);
        double similarity = (double)common / ((2 * size) - common);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < Pairs; i++)
        {
            ulong[] shared = Set(random, common);
            double estimate = hash.Estimate(Signature(hash, shared, Set(random, size - common)), Signature(hash, shared, Set(random, size - common)));
            sum += estimate;
            squares += (estimate - similarity) * (estimate - similarity);
        }

        double variance = similarity * (1 - similarity) / 128;
        Assert.Equal(similarity, sum / Pairs, 4 * Math.Sqrt(variance / Pairs));
        Assert.Equal(variance, squares / Pairs, variance * 4 * Math.Sqrt(2.0 / Pairs));
    }

    [Fact]
    public void SimHash_random_elements_equal_a_count_of_bits()
    {
        Seeds.Each(4, seed =>
        {
            var random = new SplitMix64(seed);
            var hash = new SimHash();
            foreach (int count in new[] { 0, 1, 2, 3, 254, 255, 256, 1000 })
            {
                ulong[] elements = Set(random, count);
                hash.Clear();
                hash.Add(elements.AsSpan(0, count / 2));
                hash.Add(elements.AsSpan(count / 2));
                ulong expected = 0;
                for (int bit = 0; bit < 64; bit++)
                {
                    expected |= elements.Count(e => (e >> bit & 1) != 0) * 2 > count ? 1UL << bit : 0;
                }

                Assert.Equal(expected, hash.Value());
                Assert.Equal(expected, hash.Value());
            }
        });
    }
}
