using System.Numerics;
using System.Text;
using Curate.Core.Hashing;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Hashing;

public sealed class Hash128Tests
{
    [Fact]
    public void Of_golden_values_never_change()
    {
        // Shard states and checkpoints store these hashes, and draws keyed by an id rest on them.
        byte[] bytes = [.. Enumerable.Range(0, 100).Select(static i => (byte)(i * 7))];
        Assert.Equal("b30936a06b512b7b38995053afbfd59e " +
            "46058ce2df2bffdd67cb362ce4b0d27c " +
            "06f68ea6ec83738ed1b5d88f0051525a " +
            "59b5b554f996a83f9c453c4d96c08c4b " +
            "a3e2d6223df9cd6a96440a9bbfc71fe6 " +
            "5117833781d454fe5bd73985b14cc46b " +
            "23e226e5b074bc4f72fc836246115442 " +
            "701ce2f649080a80334142ed8f8b6d79 " +
            "c219ee17daec8ef5687948f8bc07e330 " +
            "ce0bcdddc662874bfa42012e3e2b28ee " +
            "a65a517ba94892e65b3ebfd14d37c8c2", string.Join(' ', new[] { 0, 1, 8, 31, 32, 33, 64, 65, 100 }.Select(n => Hash128.Of(bytes.AsSpan(0, n)))
            .Append(Hash128.Of("text"u8, 42)).Append(Hash128.Of("a"u8).Then(Hash128.Of("b"u8)))));
    }

    [Fact]
    public void Of_a_million_short_texts_has_no_collision_in_either_half()
    {
        var low = new HashSet<ulong>();
        var high = new HashSet<ulong>();
        Span<byte> text = stackalloc byte[12];
        for (int i = 0; i < 1_000_000; i++)
        {
            Assert.True(i.TryFormat(text, out int length));
            Hash128 hash = Hash128.Of(text[..length]);
            low.Add(hash.Low);
            high.Add(hash.High);
        }

        // 10^12 / 2 pairs over 2^64: one collision has a chance of 3 in 10^8.
        Assert.Equal(1_000_000, low.Count);
        Assert.Equal(1_000_000, high.Count);
    }

    [Fact]
    public void Of_runs_of_zeros_of_every_length_differ()
    {
        var seen = new HashSet<Hash128>();
        for (int length = 0; length <= 200; length++)
        {
            Assert.True(seen.Add(Hash128.Of(new byte[length])), $"length {length}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(90)]
    public void Of_one_flipped_bit_flips_half_of_the_hash(int length)
    {
        var random = new SplitMix64((ulong)length);
        double flips = 0;
        int count = 0;
        var byOutput = new int[128];
        for (int round = 0; round < 60; round++)
        {
            byte[] bytes = [.. Enumerable.Range(0, length).Select(_ => (byte)random.Next())];
            Hash128 before = Hash128.Of(bytes);
            for (int bit = 0; bit < length * 8; bit += length > 16 ? 5 : 1)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                Hash128 after = Hash128.Of(bytes);
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                int changed = BitOperations.PopCount(before.High ^ after.High) + BitOperations.PopCount(before.Low ^ after.Low);
                Assert.True(changed is > 25 and < 103, $"bit {bit} of {length} bytes flips {changed} of 128");
                flips += changed;
                count++;
                for (int o = 0; o < 128; o++)
                {
                    byOutput[o] += (int)((o < 64 ? (before.Low ^ after.Low) >> o : (before.High ^ after.High) >> (o - 64)) & 1);
                }
            }
        }

        Assert.InRange(flips / count, 62.5, 65.5);
        double spread = 5.5 * Math.Sqrt(count) / 2;
        Assert.All(byOutput, n => Assert.InRange(n, count / 2.0 - spread, count / 2.0 + spread));
    }

    [Fact]
    public void Of_another_seed_and_Then_in_another_order_differ()
    {
        Hash128 a = Hash128.Of("a"u8);
        Hash128 b = Hash128.Of("b"u8);
        Assert.NotEqual(Hash128.Of("a"u8, 1), a);
        Assert.NotEqual(a.Then(b), b.Then(a));
        Assert.NotEqual(a.Then(a), a);
        Assert.NotEqual(default(Hash128).Then(Hash128.Of([], 0)), default(Hash128).Then(Hash128.Of([], 1)));
        var seen = new HashSet<Hash128>();
        for (int x = 0; x < 300; x++)
        {
            for (int y = 0; y < 300; y++)
            {
                Assert.True(seen.Add(Hash128.Of(Encoding.ASCII.GetBytes(x.ToString())).Then(Hash128.Of(Encoding.ASCII.GetBytes(y.ToString())))), $"{x}, {y}");
            }
        }
    }

    [Fact]
    public void CompareTo_orders_by_the_high_half_first()
    {
        Hash128[] sorted = [new(0, 5), new(1, 0), new(1, 9), new(ulong.MaxValue, 0)];
        Assert.Equal(sorted, sorted.Reverse().Order());
    }
}
