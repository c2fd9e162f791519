using Curate.Core.Numerics.Linear;

namespace Curate.Core.Numerics.Optimisation;

/// <summary>
/// Minimises f(x) + sum p_i |x_i| for smooth convex f: L-BFGS within the orthant that the pseudo-gradient points into, with a backtracking search whose
/// points are cut off where a component changes its sign (Andrew and Gao 2007, "Scalable training of L1-regularized log-linear models"). Components end at
/// exact zeros.
/// </summary>
/// <remarks>8 n (2 m + 8) bytes and O(n m) beside the evaluations.</remarks>
public static class OrthantwiseLbfgs
{
    private const double Decrease = 1e-4;
    private const int MostTrials = 60;

    /// <param name="objective">f.</param>
    /// <param name="penalties">p, one for each component, not negative.</param>
    /// <param name="start">Where to begin; copied.</param>
    /// <param name="options">When to end; the gradient is the pseudo-gradient, which is zero exactly at a minimum.</param>
    /// <param name="ct">Looked at once an iteration.</param>
    public static Optimum Minimise(
        IObjective objective, ReadOnlySpan<double> penalties, ReadOnlySpan<double> start, LbfgsOptions options, CancellationToken ct = default)
    {
        int n = start.Length;
        ArgumentOutOfRangeException.ThrowIfNotEqual(penalties.Length, n);
        double[] x = start.ToArray();
        var gradient = new double[n];
        var pseudo = new double[n];
        var direction = new double[n];
        var next = new double[n];
        var nextGradient = new double[n];
        double value = objective.Evaluate(x, gradient) + Penalty(penalties, x);
        int evaluations = 1;
        if (!double.IsFinite(value))
        {
            throw new ArgumentException("The objective is not finite where the minimisation starts.", nameof(start));
        }

        var history = new StepHistory(n, options.Memory);
        int iteration = 0;
        StopReason reason = StopReason.Iterations;
        while (true)
        {
            PseudoGradient(penalties, x, gradient, pseudo);
            if (Dense.LargestAbsolute(pseudo) <= options.GradientTolerance)
            {
                reason = StopReason.Gradient;
                break;
            }

            if (iteration == options.MaxIterations)
            {
                break;
            }

            ct.ThrowIfCancellationRequested();
            history.Direction(pseudo, direction);
            for (int i = 0; i < n; i++)
            {
                direction[i] = direction[i] * pseudo[i] < 0 ? direction[i] : 0;
            }

            double length = history.IsEmpty ? Math.Min(1, 1 / Dense.Norm(pseudo)) : 1;
            bool lower = false;
            double tried = value;
            for (int trial = 0; trial < MostTrials && !lower; trial++, length *= 0.5)
            {
                double change = 0;
                for (int i = 0; i < n; i++)
                {
                    double side = x[i] != 0 ? x[i] : -pseudo[i];
                    double to = Math.FusedMultiplyAdd(length, direction[i], x[i]);
                    next[i] = penalties[i] > 0 && to * side <= 0 ? 0 : to;
                    change = Math.FusedMultiplyAdd(pseudo[i], next[i] - x[i], change);
                }

                tried = objective.Evaluate(next, nextGradient) + Penalty(penalties, next);
                evaluations++;
                lower = tried < value && tried <= value + (Decrease * change);
            }

            if (!lower)
            {
                if (!history.IsEmpty)
                {
                    history.Clear();
                    continue;
                }

                reason = StopReason.NoProgress;
                break;
            }

            iteration++;
            history.Add(x, next, gradient, nextGradient);
            double before = value;
            value = tried;
            (x, next) = (next, x);
            (gradient, nextGradient) = (nextGradient, gradient);
            if (options.ValueTolerance > 0 && before - value <= options.ValueTolerance * Math.Max(Math.Abs(value), 1))
            {
                reason = StopReason.Value;
                break;
            }
        }

        PseudoGradient(penalties, x, gradient, pseudo);
        return new Optimum(x, value, Dense.LargestAbsolute(pseudo), iteration, evaluations, reason);
    }

    private static double Penalty(ReadOnlySpan<double> penalties, ReadOnlySpan<double> x)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum = Math.FusedMultiplyAdd(penalties[i], Math.Abs(x[i]), sum);
        }

        return sum;
    }

    /// <summary>The subgradient of least size: where x is 0, what is left of the gradient beyond the penalty.</summary>
    private static void PseudoGradient(ReadOnlySpan<double> penalties, double[] x, double[] gradient, double[] pseudo)
    {
        for (int i = 0; i < x.Length; i++)
        {
            double p = penalties[i];
            double g = gradient[i];
            pseudo[i] = x[i] > 0 ? g + p : x[i] < 0 ? g - p : g > p ? g - p : g < -p ? g + p : 0;
        }
    }
}
