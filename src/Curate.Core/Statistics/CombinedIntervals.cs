using Curate.Core.Profile.Report;

namespace Curate.Core.Statistics;

/// <summary>
/// Intervals of functions of independent estimates, recovered from the estimates' own intervals (MOVER: Zou and Donner 2008, "Construction of confidence
/// limits about effect measures"). They keep a width where a plug-in variance would be 0.
/// </summary>
public static class CombinedIntervals
{
    private const int Steps = 256;

    /// <summary>The mean of independent estimates. NaN values are left out; NaN for none.</summary>
    public static Interval Mean(ReadOnlySpan<Interval> parts)
    {
        double sum = 0;
        double below = 0;
        double above = 0;
        int count = 0;
        foreach (Interval part in parts)
        {
            if (double.IsNaN(part.Value))
            {
                continue;
            }

            count++;
            sum += part.Value;
            below += (part.Value - part.Low) * (part.Value - part.Low);
            above += (part.High - part.Value) * (part.High - part.Value);
        }

        double mean = sum / count;
        return count == 0 ? Interval.Of(double.NaN) : new(mean, mean - (Math.Sqrt(below) / count), mean + (Math.Sqrt(above) / count));
    }

    /// <summary>
    /// A function that rises with both of two independent estimates. MOVER's bounds for a sum are its extremes over the ellipse whose half axes are the
    /// distances to the limits; for other functions the same ellipse is searched, at 257 points of the quarter that can hold the extreme.
    /// </summary>
    public static Interval Rising(Interval first, Interval second, Func<double, double, double> function)
    {
        double value = function(first.Value, second.Value);
        if (double.IsNaN(value))
        {
            return Interval.Of(double.NaN);
        }

        double low = value;
        double high = value;
        for (int i = 0; i <= Steps; i++)
        {
            // Points of the unit circle without an angle: ((1 - u^2) / (1 + u^2), 2u / (1 + u^2)).
            double u = (double)i / Steps;
            double whole = 1 + (u * u);
            double x = (1 - (u * u)) / whole;
            double y = 2 * u / whole;
            double under = function(first.Value - (x * (first.Value - first.Low)), second.Value - (y * (second.Value - second.Low)));
            double over = function(first.Value + (x * (first.High - first.Value)), second.Value + (y * (second.High - second.Value)));
            low = under < low ? under : low;
            high = over > high ? over : high;
        }

        return new(value, low, high);
    }
}
