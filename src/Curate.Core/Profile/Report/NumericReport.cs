namespace Curate.Core.Profile.Report;

/// <summary>Figures of the finite numbers of a column (or of lengths, or of norms).</summary>
public sealed record NumericReport
{
    /// <summary>Finite numbers.</summary>
    public required long Count { get; init; }

    public double Min { get; init; }

    public double Max { get; init; }

    public double Sum { get; init; }

    public double Mean { get; init; }

    /// <summary>Sample variance (n - 1); NaN for fewer than two values.</summary>
    public double Variance { get; init; }

    public double StandardDeviation { get; init; }

    /// <summary>g1 = m3 / m2^1.5; NaN for constant columns.</summary>
    public double Skewness { get; init; }

    /// <summary>Excess kurtosis g2 = m4 / m2^2 - 3; NaN for constant columns.</summary>
    public double Kurtosis { get; init; }

    public long Zeros { get; init; }

    public long Negatives { get; init; }

    public long NaNs { get; init; }

    public long PositiveInfinities { get; init; }

    public long NegativeInfinities { get; init; }

    public IReadOnlyList<Quantile> Quantiles { get; init; } = [];

    /// <summary>Largest relative error of a quantile; 0 where they are exact.</summary>
    public double QuantileError { get; init; }

    public IReadOnlyList<HistogramBin> Histogram { get; init; } = [];

    public Quantile? At(double share)
    {
        foreach (Quantile quantile in Quantiles)
        {
            if (quantile.Share == share)
            {
                return quantile;
            }
        }

        return null;
    }
}
