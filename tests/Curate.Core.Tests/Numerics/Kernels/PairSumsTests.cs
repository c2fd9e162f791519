using Curate.Core.Numerics.Kernels;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics.Kernels;

public sealed class PairSumsTests
{
    [Fact]
    public void Sums_with_a_widened_vector_have_the_bits_of_those_without() => Seeds.Each(3, seed =>
    {
        var draws = new SplitMix64(seed);
        for (int d = 0; d < 70; d++)
        {
            float[] a = [.. Enumerable.Range(0, d).Select(_ => (float)(draws.Unit() - 0.5))];
            float[] b = [.. Enumerable.Range(0, d).Select(_ => (float)(draws.Unit() * 1000))];
            var wide = new double[d];
            PairSums.Widen(a, wide);
            Assert.Equal(Array.ConvertAll(a, static value => (double)value), wide);
            Assert.Equal(PairSums.Squares(a, b), PairSums.Squares(wide, b));
            Assert.Equal(PairSums.Products(a, b), PairSums.Products(wide, b));
            Assert.Equal(PairSums.Squares(b, a), PairSums.Squares(wide, b));
        }
    });
}
