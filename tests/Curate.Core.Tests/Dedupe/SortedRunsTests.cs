using Curate.Core.Dedupe;
using Curate.Core.Hashing;
using Curate.Core.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Dedupe;

public sealed class SortedRunsTests
{
    private static KeyEntry[] All(SortedRuns<KeyEntry> runs)
    {
        var all = new List<KeyEntry>();
        KeyEntry[] buffer = [];
        for (int partition = 0; partition < SortedRuns<KeyEntry>.Partitions; partition++)
        {
            all.AddRange(runs.Sorted(partition, ref buffer));
        }

        return [.. all];
    }

    [Theory]
    [InlineData(0L, 1, false)]
    [InlineData(0L, 5_000, false)]
    [InlineData(0L, 700_000, false)]
    [InlineData(40_000L, 5_000, false)]
    [InlineData(4_000_000L, 100_000, false)]
    [InlineData(TestRuns.EnoughMemory, 5_000, false)]
    [InlineData(TestRuns.EnoughMemory, 0, true)]
    [InlineData(TestRuns.EnoughMemory, 5_000, true)]
    [InlineData(0L, 700_000, true)]
    public void Sorted_any_budget_gives_back_every_entry(long memory, int count, bool spill)
    {
        var random = new SplitMix64((ulong)count);
        var scratch = new MemoryScratch();
        RunContext context = TestRuns.Context(memoryBytes: memory, scratch: scratch);
        KeyEntry[] entries = [.. Enumerable.Range(0, count).Select(i => KeyEntry.Of(new Hash128(random.Next(), random.Next() & 3), random.Next() & 1, i, random.Chance(0.2)))];
        using (var runs = new SortedRuns<KeyEntry>(context, spill))
        {
            foreach (KeyEntry entry in entries)
            {
                runs.Add(entry);
            }

            runs.Seal();
            runs.Seal();
            Assert.Equal(count, runs.Count);
            Assert.Equal(spill || memory != TestRuns.EnoughMemory, runs.Spilled);
            Array.Sort(entries);
            Assert.True(entries.AsSpan().SequenceEqual(All(runs)));
            var state = new MemoryStream();
            var writer = new BinaryWriter(state);
            runs.Save(writer);
            writer.Flush();
            state.Position = 0;
            using var loaded = new SortedRuns<KeyEntry>(TestRuns.Context(memoryBytes: memory), spill: false);
            loaded.AddSaved(new BinaryReader(state));
            loaded.Seal();
            Assert.True(entries.AsSpan().SequenceEqual(All(loaded)));
        }

        Assert.Equal(0, scratch.Live);
        Assert.Equal(context.Memory.ForMethods, context.Memory.Free);
    }

    [Fact]
    public void Sorted_a_partition_beyond_the_budget_is_sorted_on_scratch()
    {
        var scratch = new MemoryScratch();
        using (var runs = new SortedRuns<KeyEntry>(TestRuns.Context(memoryBytes: 1, scratch: scratch), spill: false))
        {
            for (int i = 0; i < 40_000; i++)
            {
                runs.Add(KeyEntry.Of(new Hash128(5, (ulong)(i * 7919 % 40_000)), 0, i, false));
            }

            runs.Seal();
            KeyEntry[] buffer = [];
            ReadOnlySpan<KeyEntry> sorted = runs.Sorted(0, ref buffer);
            Assert.Equal(40_000, sorted.Length);
            Assert.Empty(buffer);
            for (int i = 0; i < sorted.Length; i++)
            {
                Assert.Equal((ulong)i, sorted[i].Hash.Low);
            }

            Assert.Equal(0, runs.Sorted(1, ref buffer).Length);
        }

        Assert.Equal(0, scratch.BytesInUse);
    }

    [Fact]
    public void CompareTo_own_rows_come_before_others_then_rank_then_row()
    {
        var hash = new Hash128(1, 1);
        KeyEntry[] sorted =
        [
            KeyEntry.Of(new Hash128(0, 9), 9, 9, true), KeyEntry.Of(hash, 1, 7, false), KeyEntry.Of(hash, 1, 8, false), KeyEntry.Of(hash, 2, 0, false),
            KeyEntry.Of(hash, 0, 3, true), KeyEntry.Of(hash, 0, 4, true), KeyEntry.Of(new Hash128(1, 2), 0, 0, false),
        ];
        Assert.Equal(sorted, sorted.Reverse().Order());
        Assert.Equal(long.MaxValue, KeyEntry.Of(hash, 0, long.MaxValue, true).Row);
    }
}
