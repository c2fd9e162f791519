using Curate.Core.Data;
using Curate.Core.Randomness;

namespace Curate.Core.Tests.Randomness;

public sealed class SmallestDrawsTests
{
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
