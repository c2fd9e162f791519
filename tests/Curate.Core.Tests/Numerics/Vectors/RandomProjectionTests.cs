using Curate.Core.Numerics.Vectors;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics.Vectors;

public sealed class RandomProjectionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Projection_keeps_squared_distances_on_average(bool gaussian) => Seeds.Each(3, seed =>
    {
        RunContext run = TestVectors.Run();
        using VectorStore rows = TestVectors.Numbers(seed, 40, 300, 0, run);
        var draw = new SeededDraw(seed, "projection");
        using VectorStore projected = gaussian ? RandomProjection.Gaussian(rows, 200, draw, run) : RandomProjection.Sparse(rows, 200, draw, run);
        var rule = new DistanceRule(Metric.Euclidean);
        double sum = 0;
        for (int i = 1; i < 40; i++)
        {
            double ratio = rule.Rank(projected[0], projected[i], 200) / rule.Rank(rows[0], rows[i], 300);

            // 200 directions: the standard deviation of the ratio is 0.1; five of them for one pair.
            Assert.InRange(ratio, 0.5, 1.5);
            sum += ratio;
        }

        Assert.InRange(sum / 39, 0.8, 1.2);
    });

    [Fact]
    public void Projection_has_the_same_bits_for_any_number_of_workers()
    {
        var draw = new SeededDraw(3, "projection");
        using VectorStore rows = TestVectors.Numbers(3, 500, 20, 0, TestVectors.Run());
        using VectorStore one = RandomProjection.Gaussian(rows, 40, draw, TestVectors.Run(1));
        using VectorStore seven = RandomProjection.Gaussian(rows, 40, draw, TestVectors.Run(7));
        Assert.Equal(one.Rows(0, 500).ToArray(), seven.Rows(0, 500).ToArray());
    }
}
