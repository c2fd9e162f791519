namespace Curate.Core.Numerics.Optimisation;

/// <summary>Shares that sum to 1, each between bounds of its own: who is inside, the nearest point, and the least of a smooth function.</summary>
public sealed class BoundedSimplex
{
    private readonly double[] _least;
    private readonly double[] _most;
    private readonly double[] _breaks;

    /// <param name="least">Lower bounds, from 0, summing to at most 1.</param>
    /// <param name="most">Upper bounds, not below the lower ones, summing to at least 1.</param>
    /// <exception cref="ArgumentException">No share vector fits the bounds.</exception>
    public BoundedSimplex(double[] least, double[] most)
    {
        const double Rounding = 1e-12;
        double low = 0;
        double high = 0;
        for (int i = 0; i < least.Length; i++)
        {
            if (!(least[i] >= 0) || !(least[i] <= most[i]))
            {
                throw new ArgumentException("A lower bound is from 0 and not above its upper one.", nameof(least));
            }

            low += least[i];
            high += most[i];
        }

        if (low > 1 + Rounding || high < 1 - Rounding)
        {
            throw new ArgumentException("Lower bounds sum to at most 1, upper ones to at least 1.", nameof(most));
        }

        _least = least;
        _most = most;
        _breaks = new double[2 * least.Length];
    }

    public int Size => _least.Length;

    /// <summary>
    /// Changes <paramref name="x"/> to the nearest point, in Euclidean distance: x less one shift, clamped to the bounds, where the shift makes the sum 1. The
    /// sum falls with the shift and is linear between the 2 n shifts where a component meets a bound (Brucker 1984). O(n^2). For one thread at a time.
    /// </summary>
    public void Project(Span<double> x)
    {
        for (int i = 0; i < x.Length; i++)
        {
            _breaks[2 * i] = x[i] - _most[i];
            _breaks[(2 * i) + 1] = x[i] - _least[i];
        }

        Array.Sort(_breaks);
        int low = 0;
        int high = _breaks.Length - 1;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            (low, high) = Sum(x, _breaks[middle]) >= 1 ? (middle, high) : (low, middle);
        }

        double from = Sum(x, _breaks[low]);
        double to = Sum(x, _breaks[high]);
        double part = from > to ? Math.Clamp((from - 1) / (from - to), 0, 1) : 0;
        double shift = _breaks[low] + (part * (_breaks[high] - _breaks[low]));
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = Math.Clamp(x[i] - shift, _least[i], _most[i]);
        }
    }

    /// <summary>
    /// Projected gradient descent with a step that doubles and halves by sufficient decrease (Bertsekas 1976, along the projection arc). The value never
    /// rises; a convex function ends at its least value.
    /// </summary>
    /// <param name="objective">The function; finite on the simplex.</param>
    /// <param name="start">Where to begin; projected first, not changed.</param>
    /// <param name="steps">Most steps.</param>
    /// <returns>Where it ended, and the value there.</returns>
    public (double[] X, double Value) Minimise(IObjective objective, ReadOnlySpan<double> start, int steps = 2000)
    {
        double[] x = start.ToArray();
        Project(x);
        var gradient = new double[x.Length];
        var next = new double[x.Length];
        var nextGradient = new double[x.Length];
        double value = objective.Evaluate(x, gradient);
        double length = 1;
        for (int step = 0; step < steps; step++)
        {
            bool moved = false;
            for (length *= 2; length > 1e-14; length /= 2)
            {
                double slope = 0;
                double apart = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    next[i] = x[i] - (length * gradient[i]);
                }

                Project(next);
                for (int i = 0; i < x.Length; i++)
                {
                    slope += gradient[i] * (next[i] - x[i]);
                    apart = Math.Max(apart, Math.Abs(next[i] - x[i]));
                }

                if (apart < 1e-10)
                {
                    break;
                }

                double reached = objective.Evaluate(next, nextGradient);
                if (reached <= value + (1e-4 * slope) && reached < value)
                {
                    (x, next) = (next, x);
                    (gradient, nextGradient) = (nextGradient, gradient);
                    value = reached;
                    moved = true;
                    break;
                }
            }

            if (!moved)
            {
                break;
            }
        }

        return (x, value);
    }

    private double Sum(ReadOnlySpan<double> x, double shift)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += Math.Clamp(x[i] - shift, _least[i], _most[i]);
        }

        return sum;
    }
}
