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

    /// <summary>The t further from 0 than which a share lies, by bisection to the last bits.</summary>
    /// <param name="share">Above 0 and below 1.</param>
    /// <param name="degrees">Degrees of freedom.</param>
    public static double TwoSidedQuantile(double share, double degrees)
    {
        double low = 0;
        double high = 1;
        while (TwoSided(high, degrees) > share)
        {
            (low, high) = (high, high * 2);
        }

        for (int step = 0; step < 200; step++)
        {
            double middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
            {
                break;
            }

            (low, high) = TwoSided(middle, degrees) > share ? (middle, high) : (low, middle);
        }

        return high;
    }
}
