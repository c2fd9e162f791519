using Curate.Core.Data;
using Curate.Core.Randomness;

namespace Curate.Core.Tests.Randomness;

public sealed class SmallestDrawsTests
{
    private sealed class Codes(params (int Source, int[] Codes, ulong[]? Draws)[] sources) : IGroupCodes
    {
        private const int Block = 37;
        private int _source;
        private int _at;

        public int Passes { get; private set; }

        public void Rewind() => (_source, _at, Passes) = (0, 0, Passes + 1);

        public bool Next(out GroupBlock block)
        {
            while (_source < sources.Length && _at >= sources[_source].Codes.Length)
            {
                _source++;
                _at = 0;
            }

            block = default;
            if (_source >= sources.Length)
            {
                return false;
            }

            (int source, int[] codes, ulong[]? draws) = sources[_source];
            int count = Math.Min(Block, codes.Length - _at);
            block = new(source, _at, codes.AsSpan(_at, count), draws is null ? default : draws.AsSpan(_at, count));
            _at += count;
            return true;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void BottomK_keeps_what_sorting_keeps_in_any_order_and_any_split(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 300; round++)
        {
            int rows = random.Next(0, 400);
            int k = random.Next(0, 60);
            bool ties = random.Next(2) == 0;
            RankedRow[] all = [.. Enumerable.Range(0, rows).Select(i => new RankedRow((ulong)(ties ? random.Next(20) : random.NextInt64()), new RowId(i % 3, i)))];
            random.Shuffle(all);
            var whole = new BottomK(k);
            BottomK[] parts = [new(k), new(k), new(k)];
            foreach (RankedRow row in all)
            {
                whole.Add(row.Draw, row.Row);
                parts[random.Next(3)].Add(row.Draw, row.Row);
            }

            parts[2].Merge(parts[0]);
            parts[2].Merge(parts[1]);
            RankedRow[] expected = [.. all.Order().Take(k)];
            Assert.Equal(expected, whole.ToSorted());
            Assert.Equal(expected, parts[2].ToSorted());
            Assert.Equal(rows >= k && k > 0 ? expected[^1] : null, whole.Largest);
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 600)]
    [InlineData(3, 5000)]
    [InlineData(4, 1 << 20)]
    public void Thresholds_are_those_of_sorting(int seed, long memory)
    {
        var random = new Random(seed);
        for (int round = 0; round < 60; round++)
        {
            int groups = random.Next(1, 20);
            var sources = new (int, int[], ulong[]?)[random.Next(1, 4)];
            bool ties = random.Next(3) == 0;
            for (int s = 0; s < sources.Length; s++)
            {
                int[] codes = [.. Enumerable.Range(0, random.Next(0, 2000)).Select(_ => random.Next(-1, Math.Max(1, random.Next(groups + 1))))];
                sources[s] = (s * 2, codes, ties ? [.. codes.Select(_ => (ulong)random.Next(3) << 40)] : null);
            }

            var draw = new SeededDraw((ulong)seed, "thresholds");
            RankedRow[][] sorted = [.. Enumerable.Range(0, groups).Select(g => sources
                .SelectMany(s => s.Item2.Select((code, i) => (code, row: new RankedRow(s.Item3 is null ? draw.Bits(s.Item1, i) : s.Item3[i], new RowId(s.Item1, i)))))
                .Where(x => x.code == g).Select(x => x.row).Order().ToArray())];
            long[] counts = [.. sorted.Select(rows => (long)rows.Length)];
            long[] quotas = [.. counts.Select(count => random.NextInt64(0, count + 3))];
            RankedRow?[] thresholds = DrawThresholds.Find(new Codes(sources), draw, counts, quotas, memory);
            for (int g = 0; g < groups; g++)
            {
                RankedRow? expected = quotas[g] == 0 || counts[g] == 0 ? null : quotas[g] >= counts[g] ? RankedRow.Last : sorted[g][quotas[g] - 1];
                Assert.True(expected == thresholds[g], $"seed {seed}, round {round}, group {g}: {thresholds[g]}, not {expected}");
            }
        }
    }

    [Fact]
    public void Thresholds_take_few_passes()
    {
        var codes = new Codes((0, new int[200_000], null));
        var draw = new SeededDraw(9, "passes");
        RankedRow?[] thresholds = DrawThresholds.Find(codes, draw, [200_000], [70_000], 64 * 1024);
        Assert.Equal(2, codes.Passes);
        Assert.Equal(70_000, Enumerable.Range(0, 200_000).Count(i => new RankedRow(draw.Bits(0, i), new RowId(0, i)).CompareTo(thresholds[0]!.Value) <= 0));
    }

    [Fact]
    public void Thresholds_with_nothing_to_find_read_nothing()
    {
        var codes = new Codes((0, new int[10], null));
        Assert.Equal([RankedRow.Last, null, null], DrawThresholds.Find(codes, new SeededDraw(1, "x"), [10, 0, 5], [10, 4, 0], 1000));
        Assert.Equal(0, codes.Passes);
    }

    [Fact]
    public void DrawStream_below_has_no_bias()
    {
        var draws = new DrawStream(new SeededDraw(31, "below"));
        var observed = new long[7];
        for (int i = 0; i < 100_000; i++)
        {
            observed[draws.Below(7)]++;
        }

        ChiSquare.AssertFits(observed, [.. observed.Select(_ => 100_000 / 7.0)], "below 7");

        // Three quarters of the range: without rejection the lowest quarter would come up twice as often.
        const long Bound = 3L << 61;
        long low = 0;
        for (int i = 0; i < 100_000; i++)
        {
            long value = draws.Below(Bound);
            Assert.InRange(value, 0, Bound - 1);
            low += value < Bound / 3 ? 1 : 0;
        }

        ChiSquare.AssertFits([low, 100_000 - low], [100_000 / 3.0, 200_000 / 3.0], "below three quarters");
    }
}
