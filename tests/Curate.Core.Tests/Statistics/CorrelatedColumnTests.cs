using Curate.Core.Statistics;
using Curate.TestKit;

namespace Curate.Core.Tests.Statistics;

/// <summary>Columns made ready once correlate as pairs of columns do, to the bit.</summary>
public sealed class CorrelatedColumnTests
{
    [Theory]
    [InlineData(2, false)]
    [InlineData(50, false)]
    [InlineData(50, true)]
    [InlineData(1, false)]
    public void Ready_columns_give_what_pairs_give(int rows, bool missing)
    {
        var random = new SplitMix64(7);
        double[][] columns =
        [
            [.. Enumerable.Range(0, rows).Select(_ => random.Unit() * 1e6)],
            [.. Enumerable.Range(0, rows).Select(_ => (double)random.Below(4))],
            [.. Enumerable.Range(0, rows).Select(i => missing && i % 7 == 0 ? double.NaN : random.Unit() - 0.5)],
            [.. Enumerable.Repeat(3.5, rows)],
            [.. Enumerable.Range(0, rows).Select(i => i % 2 == 0 ? 0.0 : -0.0)],
        ];
        CorrelatedColumn[] ready = [.. columns.Select(static c => new CorrelatedColumn(c))];
        for (int a = 0; a < columns.Length; a++)
        {
            for (int b = 0; b < columns.Length; b++)
            {
                Assert.Equal(Correlation.Pearson(columns[a], columns[b]), ready[a].Pearson(ready[b]));
                Assert.Equal(Correlation.Spearman(columns[a], columns[b]), ready[a].Spearman(ready[b]));
            }
        }

        Assert.Equal(rows > 1, Math.Abs(ready[0].Pearson(ready[0]) - 1) < 1e-12);
    }
}
