namespace Curate.Core.Statistics;

/// <summary>
/// A column of numbers made ready to be correlated with many others: what Pearson's r and Spearman's rho need of one side alone is worked out once. The results
/// are those of <see cref="Correlation"/>, to the bit.
/// </summary>
/// <remarks>O(n log n) once and O(n) a pair; where a side has a NaN, the ranks depend on the pair and it is O(n log n) a pair. 24 n bytes.</remarks>
internal sealed class CorrelatedColumn
{
    private readonly double[] _values;
    private readonly CentredColumn? _plain;
    private readonly CentredColumn? _ranks;

    /// <param name="values">The column; NaN is a missing value.</param>
    public CorrelatedColumn(double[] values)
    {
        _values = values;
        if (values.Length > 1 && !Array.Exists(values, double.IsNaN))
        {
            _plain = new CentredColumn(values);
            _ranks = new CentredColumn(Correlation.Ranks(values));
        }
    }

    /// <summary>Pearson's r, as <see cref="Correlation.Pearson"/>.</summary>
    public double Pearson(CorrelatedColumn other) =>
        _plain is not null && other._plain is not null ? _plain.With(other._plain) : Correlation.Pearson(_values, other._values);

    /// <summary>Spearman's rho, as <see cref="Correlation.Spearman"/>.</summary>
    public double Spearman(CorrelatedColumn other) =>
        _ranks is not null && other._ranks is not null ? _ranks.With(other._ranks) : Correlation.Spearman(_values, other._values);
}
