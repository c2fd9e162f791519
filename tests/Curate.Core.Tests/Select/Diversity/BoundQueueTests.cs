using Curate.Core.Select.Diversity;
using Curate.TestKit;

namespace Curate.Core.Tests.Select.Diversity;

public sealed class BoundQueueTests
{
    [Fact]
    public void Rows_come_out_by_bound_and_of_equal_ones_the_first() => Seeds.Each(50, seed =>
    {
        var draws = new SplitMix64(seed);
        var queue = new BoundQueue(draws.Below(5));
        var model = new SortedSet<(double Negated, int Row)>();
        double[] bounds = [double.PositiveInfinity, 3, 2.5, 0, -1];
        for (int step = 0; step < 2000; step++)
        {
            // Bounds repeat, so that rows decide.
            if (model.Count == 0 || draws.Below(2) == 0)
            {
                int row = step;
                double bound = bounds[draws.Below(bounds.Length)];
                queue.Add(row, bound);
                model.Add((-bound, row));
            }
            else
            {
                Assert.Equal((model.Min.Row, -model.Min.Negated), queue.First);
                Assert.Equal(model.Min.Row, queue.Take());
                model.Remove(model.Min);
            }

            Assert.Equal(model.Count, queue.Count);
        }

        queue.Clear();
        Assert.Equal(0, queue.Count);
    });
}
