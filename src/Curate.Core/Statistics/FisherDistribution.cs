namespace Curate.Core.Statistics;

/// <summary>Fisher's F distribution of a ratio of two variances.</summary>
public static class FisherDistribution
{
    /// <summary>Share above f.</summary>
    public static double Upper(double f, double degreesAbove, double degreesBelow)
    {
        double above = degreesAbove * f;
        double sum = above + degreesBelow;
        return double.IsPositiveInfinity(above) ? 0 : IncompleteBeta.Lower(degreesBelow / 2, degreesAbove / 2, degreesBelow / sum, above / sum);
    }
}
