using Curate.Core.Hashing;
using Curate.Core.Sketches;
using Curate.TestKit;

namespace Curate.Core.Tests.Sketches;

public sealed class ValueTableTests
{
    [Fact]
    public void Order_is_that_of_the_bytes() => Seeds.Each(40, seed =>
    {
        // Zeros, shared beginnings of every length and values that are beginnings of others.
        var random = new SplitMix64(seed);
        var table = new ValueTable(int.MaxValue, int.MaxValue);
        for (int i = 0; i < 600; i++)
        {
            byte[] value = new byte[random.Below(random.Chance(0.1) ? 60 : 12)];
            for (int k = 0; k < value.Length; k++)
            {
                value[k] = random.Chance(0.7) ? (byte)(k < 9 ? 7 : 0) : (byte)random.Below(256);
            }

            Assert.True(table.TryAdd(Hash64.Of(value), value));
        }

        int[] sorted = table.Sorted();
        Assert.Equal(Enumerable.Range(0, table.Count), sorted.Order());
        for (int i = 1; i < sorted.Length; i++)
        {
            Assert.True(table[sorted[i - 1]].SequenceCompareTo(table[sorted[i]]) < 0);
        }
    });

    [Fact]
    public void A_run_adds_what_one_by_one_adds_up_to_what_does_not_fit() => Seeds.Each(40, seed =>
    {
        var random = new SplitMix64(seed);
        int most = 1 + random.Below(40);
        byte[] bytes = [.. Enumerable.Range(0, 64).Select(_ => (byte)random.Below(3))];
        int[] starts = [.. Enumerable.Range(0, 300).Select(_ => random.Below(40))];
        int[] lengths = [.. starts.Select(_ => random.Below(random.Chance(0.9) ? 3 : 24))];
        ulong[] hashes = [.. starts.Select((start, i) => Hash64.Of(bytes.AsSpan(start, lengths[i])))];
        var runs = new ValueTable(most, 200);
        var single = new ValueTable(most, 200);
        int taken = runs.AddRun(hashes, bytes, starts, lengths);
        int fitted = 0;
        while (fitted < hashes.Length && single.TryAdd(hashes[fitted], bytes.AsSpan(starts[fitted], lengths[fitted])))
        {
            fitted++;
        }

        Assert.Equal(fitted, taken);
        Assert.Equal(single.Count, runs.Count);
        Assert.Equal(single.TotalBytes, runs.TotalBytes);
        for (int i = 0; i < single.Count; i++)
        {
            Assert.Equal(single[i], runs[i]);
            Assert.Equal(single.Rows(i), runs.Rows(i));
        }
    });

    [Fact]
    public void Equal_hashes_of_other_values_do_not_meet()
    {
        var table = new ValueTable(10, 100);
        byte[] bytes = "aabb"u8.ToArray();
        Assert.Equal(4, table.AddRun([1, 1, 1, 1], bytes, [0, 2, 0, 2], [2, 2, 2, 1]));
        Assert.Equal([2, 1, 1], Enumerable.Range(0, table.Count).Select(table.Rows));
    }
}
