namespace Curate.Core.Numerics.Learners;

/// <summary>
/// The dual of a support vector classifier by sequential minimal optimisation: a pair of multipliers a step, the first the worst violator, the second the
/// one that lowers the objective most by second order (Fan, Chen and Lin 2005, WSS 2; Platt 1999). Ties go to the lower row. No shrinking.
/// </summary>
internal static class SequentialMinimal
{
    private const double Tiny = 1e-12;

    /// <summary>alpha_i y_i for every row, and the constant of the decision sum alpha y K + constant.</summary>
    public static double[] Solve(
        KernelRows kernel, double[] y, double[] caps, KernelSvcOptions options, CancellationToken ct, out double constant, out long steps)
    {
        int n = y.Length;
        var alpha = new double[n];
        var gradient = new double[n];
        Array.Fill(gradient, -1);
        for (steps = 0; options.MaxIterations == 0 || steps < options.MaxIterations; steps++)
        {
            if ((steps & 1023) == 0)
            {
                ct.ThrowIfCancellationRequested();
            }

            int i = -1;
            double top = double.NegativeInfinity;
            for (int t = 0; t < n; t++)
            {
                if (CanRise(y[t], alpha[t], caps[t]) && -y[t] * gradient[t] > top)
                {
                    top = -y[t] * gradient[t];
                    i = t;
                }
            }

            if (i < 0)
            {
                break;
            }

            double[] rowI = kernel.Row(i);
            int j = -1;
            double bottom = double.PositiveInfinity;
            double best = 0;
            for (int t = 0; t < n; t++)
            {
                if (!CanFall(y[t], alpha[t], caps[t]))
                {
                    continue;
                }

                double value = -y[t] * gradient[t];
                bottom = Math.Min(bottom, value);
                double gap = top - value;
                if (gap > 0)
                {
                    double curve = 2 - (2 * rowI[t]);
                    double gain = gap * gap / (curve > Tiny ? curve : Tiny);
                    if (gain > best)
                    {
                        best = gain;
                        j = t;
                    }
                }
            }

            if (j < 0 || top - bottom <= options.Tolerance)
            {
                break;
            }

            double[] rowJ = kernel.Row(j);
            double curvature = Math.Max(2 - (2 * rowI[j]), Tiny);
            double step = (top + (y[j] * gradient[j])) / curvature;

            // alpha_i y_i rises by the step and alpha_j y_j falls by it, as far as both stay within their bounds.
            step = Math.Min(step, y[i] > 0 ? caps[i] - alpha[i] : alpha[i]);
            step = Math.Min(step, y[j] > 0 ? alpha[j] : caps[j] - alpha[j]);
            double beforeI = alpha[i];
            double beforeJ = alpha[j];
            alpha[i] = Snapped(beforeI + (y[i] * step), caps[i]);
            alpha[j] = Snapped(beforeJ - (y[j] * step), caps[j]);
            double changeI = (alpha[i] - beforeI) * y[i];
            double changeJ = (alpha[j] - beforeJ) * y[j];
            for (int t = 0; t < n; t++)
            {
                gradient[t] += y[t] * ((changeI * rowI[t]) + (changeJ * rowJ[t]));
            }
        }

        constant = Constant(y, alpha, caps, gradient);
        for (int t = 0; t < n; t++)
        {
            alpha[t] *= y[t];
        }

        return alpha;
    }

    private static bool CanRise(double y, double alpha, double cap) => y > 0 ? alpha < cap : alpha > 0;

    private static bool CanFall(double y, double alpha, double cap) => y > 0 ? alpha > 0 : alpha < cap;

    private static double Snapped(double alpha, double cap) => alpha < 1e-15 * cap ? 0 : alpha > cap * (1 - 1e-15) ? cap : alpha;

    /// <summary>The mean of -y G over free multipliers; the middle of its bounds where none is free.</summary>
    private static double Constant(double[] y, double[] alpha, double[] caps, double[] gradient)
    {
        double sum = 0;
        int free = 0;
        double low = double.NegativeInfinity;
        double high = double.PositiveInfinity;
        for (int t = 0; t < y.Length; t++)
        {
            double value = -y[t] * gradient[t];
            if (alpha[t] > 0 && alpha[t] < caps[t])
            {
                sum += value;
                free++;
                continue;
            }

            low = CanRise(y[t], alpha[t], caps[t]) ? Math.Max(low, value) : low;
            high = CanFall(y[t], alpha[t], caps[t]) ? Math.Min(high, value) : high;
        }

        return free > 0 ? sum / free
            : double.IsInfinity(low) ? (double.IsInfinity(high) ? 0 : high)
            : double.IsInfinity(high) ? low : 0.5 * (low + high);
    }
}
