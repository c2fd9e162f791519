namespace Curate.Core.Statistics;

/// <summary>The chi-square distribution.</summary>
public static class ChiSquareDistribution
{
    /// <summary>Share below x.</summary>
    public static double Lower(double x, double degrees) => IncompleteGamma.Lower(degrees / 2, x / 2);

    /// <summary>Share above x: the p-value of a chi-square statistic.</summary>
    public static double Upper(double x, double degrees) => IncompleteGamma.Upper(degrees / 2, x / 2);
}
