using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;
using Curate.Core.Tests.Support;
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

    [Fact]
    public void A_block_gives_the_bits_of_pairs() => Seeds.Each(3, seed =>
    {
        var draws = new SplitMix64(seed);
        RunContext run = TestRuns.Context(workers: 1);
        for (int d = 1; d < 70; d++)
        {
            using var rows = new VectorStore(WideBlock.Rows + WideBlock.Others, d, 0, run);
            foreach (ref float value in rows.Rows(0, rows.Count))
            {
                value = (float)((draws.Unit() - 0.5) * 100);
            }

            for (int count = 0; count <= WideBlock.Rows; count++)
            {
                using var block = new WideBlock(d);
                for (int i = 0; i < count; i++)
                {
                    block.Add(rows[i]);
                }

                Assert.Equal(count, block.Count);
                for (int others = 1; others <= WideBlock.Others; others++)
                {
                    int[] ids = [.. Enumerable.Range(WideBlock.Rows, others)];
                    var sums = new double[count * others];
                    Array.Fill(sums, double.NaN);
                    block.Squares(rows, ids, sums);
                    Assert.Equal(ids.SelectMany(other => Enumerable.Range(0, count).Select(i => PairSums.Squares(rows[i], rows[other]))), sums);
                    block.Products(rows, ids, sums);
                    Assert.Equal(ids.SelectMany(other => Enumerable.Range(0, count).Select(i => PairSums.Products(rows[i], rows[other]))), sums);
                }
            }
        }
    });

    [Fact]
    public void A_triangle_holds_the_bits_of_pairs()
    {
        var draws = new SplitMix64(5);
        RunContext run = TestRuns.Context(workers: 2);
        using var rows = new VectorStore(50, 37, 0, run);
        foreach (ref float value in rows.Rows(0, rows.Count))
        {
            value = (float)draws.Unit();
        }

        foreach (int count in new[] { 0, 1, 15, 16, 17, 49 })
        {
            int[] ids = [.. Enumerable.Range(0, count).Select(i => (i * 7) % 50)];
            double[] squares = SquaredTriangle.Of(rows, ids, run);
            Assert.Equal(count * (count + 1) / 2, squares.Length);
            for (int i = 0; i < count; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    Assert.Equal(PairSums.Squares(rows[ids[i]], rows[ids[j]]), squares[SquaredTriangle.Place(i, j)]);
                }
            }
        }
    }
}
