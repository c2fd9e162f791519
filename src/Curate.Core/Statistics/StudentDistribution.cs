namespace Curate.Core.Statistics;

/// <summary>Student's t distribution.</summary>
public static class StudentDistribution
{
    /// <summary>Share above t.</summary>
    public static double Upper(double t, double degrees)
    {
        double half = TwoSided(t, degrees) / 2;
        return t < 0 ? 1 - half : half;
    }

    /// <summary>Share further from 0 than t: the two-sided p-value.</summary>
    public static double TwoSided(double t, double degrees)
    {
        double square = t * t;
        double sum = degrees + square;
        return double.IsPositiveInfinity(square) ? 0 : IncompleteBeta.Lower(degrees / 2, 0.5, degrees / sum, square / sum);
    }
}
