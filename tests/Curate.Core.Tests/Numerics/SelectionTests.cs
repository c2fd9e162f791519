using Curate.Core.Numerics;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics;

public sealed class SelectionTests
{
    [Fact]
    public void At_is_the_value_at_the_place_after_sorting() => Seeds.Each(3, seed =>
    {
        var draws = new SplitMix64(seed);
        foreach (int count in new[] { 1, 2, 3, 16, 17, 100, 1000, 20_000 })
        {
            foreach (int kinds in new[] { 1, 2, 7, int.MaxValue })
            {
                double[] random = [.. Enumerable.Range(0, count).Select(_ => (double)draws.Below(kinds) - 3)];
                double[] pipes = [.. Enumerable.Range(0, count).Select(i => (double)Math.Min(i, count - i))];
                foreach (double[] values in new[] { random, [.. random.Order()], [.. random.OrderDescending()], pipes })
                {
                    double[] sorted = [.. values.Order()];
                    foreach (int place in new[] { 0, count / 3, count / 2, count - 1 })
                    {
                        double[] own = [.. values];
                        Assert.Equal(sorted[place], Selection.At(own, place));
                        Assert.Equal(sorted, own.Order());
                    }
                }
            }
        }
    });

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 3)]
    [InlineData(3, -1)]
    public void At_of_no_place_throws(int count, int place) => Assert.Throws<ArgumentOutOfRangeException>(() => Selection.At(new double[count], place));
}
