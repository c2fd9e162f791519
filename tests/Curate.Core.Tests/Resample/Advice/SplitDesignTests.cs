using Curate.Core.Randomness;
using Curate.Core.Resample.Advice;
using Curate.TestKit;

namespace Curate.Core.Tests.Resample.Advice;

/// <summary>How rows are divided into what is learned from and what is tested on.</summary>
public sealed class SplitDesignTests
{
    public static TheoryData<ulong> Cases => Seeds.Theory(8);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Of_classes_partitions_rows_in_every_repetition_and_spreads_each_class(ulong seed)
    {
        var random = new SplitMix64(seed);
        int n = 40 + random.Below(60);
        int[] classOf = [.. Enumerable.Range(0, n).Select(i => i < 15 ? i % 3 : random.Chance(0.8) ? 0 : 1)];
        int[] rows = [.. Enumerable.Range(0, n)];
        List<TrialSplit> splits = new SplitDesign(classOf, 3, null, null).Of(rows, 5, 3, new SeededDraw(seed, "test"));
        Assert.Equal(15, splits.Count);
        for (int repeat = 0; repeat < 3; repeat++)
        {
            Assert.Equal(rows, splits.Skip(repeat * 5).Take(5).SelectMany(static s => s.Test).Order());
        }

        Assert.NotEqual(splits[0].Test, splits[5].Test);
        foreach (TrialSplit split in splits)
        {
            Assert.Equal(rows, split.Train.Concat(split.Test).Order());
            for (int c = 0; c < 3; c++)
            {
                double share = classOf.Count(k => k == c) / 5.0;
                Assert.InRange(split.Test.Count(r => classOf[r] == c), Math.Floor(share), Math.Ceiling(share));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Of_groups_never_puts_a_group_on_both_sides(ulong seed)
    {
        var random = new SplitMix64(seed);
        int n = 60 + random.Below(60);
        int[] classOf = [.. Enumerable.Range(0, n).Select(_ => random.Below(2))];
        int[] groups = [.. Enumerable.Range(0, n).Select(i => i < 9 ? i : random.Below(9))];
        int[] rows = [.. Enumerable.Range(0, n)];
        var design = new SplitDesign(classOf, 2, groups, null);
        List<TrialSplit> splits = design.Of(rows, 4, 3, new SeededDraw(seed, "test"));
        Assert.Equal(9, design.MostFolds(rows));
        Assert.True(splits.Count % 4 == 0 && splits.Count is > 0 and <= 12);
        foreach (TrialSplit split in splits)
        {
            Assert.NotEmpty(split.Test);
            Assert.Empty(split.Train.Select(r => groups[r]).Intersect(split.Test.Select(r => groups[r])));
            Assert.Equal(n, split.Train.Length + split.Test.Length);

            // The threshold is chosen on folds inside: they must not mix groups either, nor see a test row.
            foreach (TrialSplit inner in design.Of(split.Train, 3, 1, new SeededDraw(seed, "inner")))
            {
                Assert.Empty(inner.Train.Select(r => groups[r]).Intersect(inner.Test.Select(r => groups[r])));
                Assert.Equal(split.Train, inner.Train.Concat(inner.Test).Order());
            }
        }
    }

    [Fact]
    public void Of_as_many_groups_as_folds_leaves_out_repetitions_that_divide_alike()
    {
        int[] groups = [.. Enumerable.Range(0, 40).Select(static i => i % 4)];
        List<TrialSplit> splits = new SplitDesign([.. groups.Select(static (_, i) => i / 4 % 2)], 2, groups, null).Of([.. Enumerable.Range(0, 40)], 4, 5, new SeededDraw(1, "test"));
        Assert.Equal(4, splits.Count);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Of_time_learns_only_from_what_is_earlier(ulong seed)
    {
        var random = new SplitMix64(seed);
        int n = 60 + random.Below(60);
        double[] times = [.. Enumerable.Range(0, n).Select(_ => (double)random.Below(25))];
        var design = new SplitDesign(new int[n], 1, null, times);
        List<TrialSplit> splits = design.Of([.. Enumerable.Range(0, n)], 4, 3, new SeededDraw(seed, "test"));
        Assert.Equal(4, splits.Count);
        var tested = new HashSet<int>();
        foreach (TrialSplit split in splits)
        {
            Assert.True(split.Train.Max(r => times[r]) < split.Test.Min(r => times[r]));
            Assert.All(split.Test, r => Assert.True(tested.Add(r)));

            // Every earlier row is learned from.
            Assert.Equal(Enumerable.Range(0, n).Count(r => times[r] < split.Test.Min(t => times[t])), split.Train.Length);
            foreach (TrialSplit inner in design.Of(split.Train, 2, 1, new SeededDraw(seed, "inner")))
            {
                Assert.True(inner.Train.Max(r => times[r]) < inner.Test.Min(r => times[r]));
                Assert.Empty(inner.Test.Except(split.Train));
            }
        }
    }

    [Fact]
    public void Of_equal_times_gives_fewer_steps()
    {
        double[] times = [1, 1, 1, 1, 1, 1, 1, 1, 2, 3];
        List<TrialSplit> splits = new SplitDesign(new int[10], 1, null, times).Of([.. Enumerable.Range(0, 10)], 4, 1, new SeededDraw(1, "test"));
        Assert.True(splits.Count < 4);
        Assert.All(splits, s => Assert.True(s.Train.Max(r => times[r]) < s.Test.Min(r => times[r])));
    }
}
