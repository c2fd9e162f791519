using Curate.Core.Numerics;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics;

public sealed class KeySortTests
{
    [Fact]
    public void Order_is_that_of_a_stable_sort() => Seeds.Each(60, seed =>
    {
        var random = new SplitMix64(seed);
        int n = random.Below(random.Chance(0.5) ? 60 : 3000);

        // Few values give ties; wide ones use every digit, and shifted ones leave digits that all keys share.
        int most = random.Chance(0.5) ? 5 : int.MaxValue;
        int shift = random.Below(33);
        ulong[] keys = [.. Enumerable.Range(0, n).Select(_ => (ulong)random.Below(most) << shift)];
        Assert.Equal(Enumerable.Range(0, n).OrderBy(i => keys[i]), KeySort.Order(keys));
    });

    [Fact]
    public void Keys_of_all_bits_sort_along_with_their_items() => Seeds.Each(20, seed =>
    {
        var random = new SplitMix64(seed);
        ulong[] keys = [.. Enumerable.Range(0, 500).Select(_ => random.Next())];
        ulong[] sorted = [.. keys];
        int[] items = [.. Enumerable.Range(0, keys.Length)];
        KeySort.Sort(sorted, items);
        Assert.Equal(keys.Order(), sorted);
        Assert.Equal(sorted, items.Select(i => keys[i]));
    });

    [Fact]
    public void Lengths_must_agree() => Assert.Throws<ArgumentOutOfRangeException>(static () => KeySort.Sort(new ulong[3], new int[2]));
}
