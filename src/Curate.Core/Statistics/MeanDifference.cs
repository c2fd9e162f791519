namespace Curate.Core.Statistics;

/// <summary>The difference of two means, second less first, from counts, means and sample variances.</summary>
/// <param name="CohensD">Over the pooled standard deviation (Cohen 1988); 0 for equal constants, infinite for unequal ones.</param>
/// <param name="T">Welch's statistic.</param>
/// <param name="DegreesOfFreedom">By Welch and Satterthwaite.</param>
/// <param name="PValue">Two-sided.</param>
public readonly record struct MeanDifference(double CohensD, double T, double DegreesOfFreedom, double PValue)
{
    /// <summary>NaN throughout where a side has fewer than two values.</summary>
    public static MeanDifference Of(long firstCount, double firstMean, double firstVariance, long secondCount, double secondMean, double secondVariance)
    {
        if (firstCount < 2 || secondCount < 2)
        {
            return new(double.NaN, double.NaN, double.NaN, double.NaN);
        }

        double gap = secondMean - firstMean;
        double first = firstCount - 1.0;
        double second = secondCount - 1.0;
        double pooled = Math.Sqrt(((first * firstVariance) + (second * secondVariance)) / (first + second));
        double a = firstVariance / firstCount;
        double b = secondVariance / secondCount;
        if (gap == 0)
        {
            return new(0, 0, first + second, 1);
        }

        if (a + b == 0)
        {
            double infinite = gap > 0 ? double.PositiveInfinity : double.NegativeInfinity;
            return new(infinite, infinite, first + second, 0);
        }

        double t = gap / Math.Sqrt(a + b);
        double degrees = (a + b) * (a + b) / ((a * a / first) + (b * b / second));
        return new(gap / pooled, t, degrees, StudentDistribution.TwoSided(t, degrees));
    }
}
