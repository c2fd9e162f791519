using Curate.Core.Hashing;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Hashing;

public sealed class KeySet128Tests
{
    [Theory]
    [InlineData(1UL, false)]
    [InlineData(2UL, true)]
    public void Add_random_keys_equals_a_set(ulong seed, bool onePart)
    {
        var random = new SplitMix64(seed);
        long held = 0;
        var model = new HashSet<Hash128>();
        using (var set = new KeySet128(bytes => (held += bytes) > 0, bytes => held -= bytes))
        {
            for (int i = 0; i < 120_000; i++)
            {
                // Half of the keys come again; neighbouring low halves make long runs in one part.
                ulong n = random.Next() % 60_000;
                var key = onePart ? new Hash128(7, n << 20) : new Hash128(n * 0x9E3779B97F4A7C15UL, n);
                set.Prefetch(key);
                Assert.True(set.Add(key, out bool full) == model.Add(key), $"seed {seed}, key {i}");
                Assert.False(full);
            }

            Assert.Equal(model.Count, set.Count);
            Assert.Equal(held, set.Bytes);
            Assert.InRange((double)set.Bytes / set.Count, 19, 36);
        }

        Assert.Equal(0, held);
    }

    [Fact]
    public void Add_zero_key_is_a_key()
    {
        using var set = new KeySet128(static _ => true, static _ => { });
        Assert.True(set.Add(default, out _));
        Assert.False(set.Add(default, out _));
        Assert.Equal(1, set.Count);
    }

    [Fact]
    public void Add_no_memory_to_grow_says_full_for_new_keys_only()
    {
        long held = 0;
        bool Take(long bytes)
        {
            if (held + bytes > 64 * 16)
            {
                return false;
            }

            held += bytes;
            return true;
        }

        using var set = new KeySet128(Take, bytes => held -= bytes);
        int added = 0;
        while (set.Add(new Hash128(1, (ulong)added * 77), out bool full))
        {
            Assert.False(full);
            added++;
        }

        Assert.Equal(51, added);
        for (int i = 0; i < added; i++)
        {
            Assert.False(set.Add(new Hash128(1, (ulong)i * 77), out bool full));
            Assert.False(full, $"key {i} is there");
        }

        Assert.False(set.Add(new Hash128(1, 5), out bool still));
        Assert.True(still);
        Assert.False(set.Add(new Hash128(2UL << 56, 5), out bool empty));
        Assert.True(empty);
        Assert.Equal(51, set.Count);
    }

    [Fact]
    public void Dispose_twice_gives_back_once()
    {
        long held = 0;
        var set = new KeySet128(bytes => (held += bytes) > 0, bytes => held -= bytes);
        set.Add(new Hash128(1, 1), out _);
        Assert.True(held > 0);
        set.Dispose();
        set.Dispose();
        Assert.Equal(0, held);
    }
}
