using Curate.Core.Numerics;

namespace Curate.Core.Check.Calibration;

/// <summary>The temperature T for which the log-loss of 1 / (1 + exp(-logit(p) / T)) is least (Guo et al. 2017, "On calibration of modern neural networks").</summary>
internal static class Temperature
{
    private const double Least = 1e-15;
    private const int MostSteps = 200;

    /// <summary>The slope b = 1 / T solves sum z (sigma(b z) - y) = 0, which rises with b. O(n) a step. NaN where no slope or every slope does (all probabilities 1/2, or events that the sign of z tells).</summary>
    public static double Of(ReadOnlySpan<double> chances, ReadOnlySpan<bool> events)
    {
        var logits = new double[chances.Length];
        for (int i = 0; i < logits.Length; i++)
        {
            double p = Math.Clamp(chances[i], Least, 1 - Least);
            logits[i] = PortableMath.Log(p / (1 - p));
        }

        double low = 0;
        double high = 1;
        while (Slope(logits, events, high) < 0)
        {
            high *= 2;
            if (high > 1e6)
            {
                return double.NaN;
            }
        }

        if (!(Slope(logits, events, low) < 0))
        {
            return double.NaN;
        }

        for (int step = 0; step < MostSteps && high - low > 1e-9 * high; step++)
        {
            double middle = low + ((high - low) / 2);
            if (Slope(logits, events, middle) < 0)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return 1 / (low + ((high - low) / 2));
    }

    private static double Slope(double[] logits, ReadOnlySpan<bool> events, double slope)
    {
        double sum = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            sum += logits[i] * ((1 / (1 + PortableMath.Exp(-slope * logits[i]))) - (events[i] ? 1 : 0));
        }

        return sum;
    }
}
