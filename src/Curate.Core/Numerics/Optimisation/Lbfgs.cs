using Curate.Core.Numerics.Linear;

namespace Curate.Core.Numerics.Optimisation;

/// <summary>
/// Minimises a smooth function by limited-memory BFGS with a strong Wolfe search (Nocedal and Wright, algorithm 7.5). The same bits for the same objective.
/// </summary>
/// <remarks>8 n (2 m + 6) bytes and O(n m) beside the evaluations.</remarks>
public static class Lbfgs
{
    // Steps that lower neither value nor gradient before the end of the precision is taken as reached.
    private const int MostIdleSteps = 10;

    /// <param name="objective">The function; its value at the start is finite.</param>
    /// <param name="start">Where to begin; copied.</param>
    /// <param name="options">When to end.</param>
    /// <param name="ct">Looked at once an iteration.</param>
    public static Optimum Minimise(IObjective objective, ReadOnlySpan<double> start, LbfgsOptions options, CancellationToken ct = default)
    {
        double[] x = start.ToArray();
        var gradient = new double[x.Length];
        var direction = new double[x.Length];
        double value = objective.Evaluate(x, gradient);
        if (!double.IsFinite(value))
        {
            throw new ArgumentException("The objective is not finite where the minimisation starts.", nameof(start));
        }

        var search = new WolfeSearch(objective);
        var history = new StepHistory(x.Length, options.Memory);
        int iteration = 0;
        int idle = 0;
        double flattest = double.PositiveInfinity;
        StopReason reason = StopReason.Iterations;
        while (true)
        {
            double size = Dense.LargestAbsolute(gradient);
            if (size <= options.GradientTolerance)
            {
                reason = StopReason.Gradient;
                break;
            }

            idle = size < flattest ? 0 : idle;
            flattest = Math.Min(flattest, size);
            if (idle == MostIdleSteps)
            {
                reason = StopReason.NoProgress;
                break;
            }

            if (iteration == options.MaxIterations)
            {
                break;
            }

            ct.ThrowIfCancellationRequested();
            history.Direction(gradient, direction);
            double first = history.IsEmpty ? Math.Min(1, 1 / Dense.Norm(gradient)) : 1;
            if (!search.Find(x, value, gradient, direction, first))
            {
                if (!history.IsEmpty)
                {
                    // What was remembered misleads: once more along the gradient.
                    history.Clear();
                    continue;
                }

                reason = StopReason.NoProgress;
                break;
            }

            iteration++;
            history.Add(x, search.X, gradient, search.Gradient);
            double before = value;
            value = search.Value;
            idle = value < before ? 0 : idle + 1;
            search.X.CopyTo(x, 0);
            search.Gradient.CopyTo(gradient, 0);
            if (options.ValueTolerance > 0 && before - value <= options.ValueTolerance * Math.Max(Math.Abs(value), 1))
            {
                reason = StopReason.Value;
                break;
            }
        }

        return new Optimum(x, value, Dense.LargestAbsolute(gradient), iteration, search.Evaluations + 1, reason);
    }
}
