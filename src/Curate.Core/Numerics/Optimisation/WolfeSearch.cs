using Curate.Core.Numerics.Linear;

namespace Curate.Core.Numerics.Optimisation;

/// <summary>
/// A step length that meets the strong Wolfe conditions with 1e-4 and 0.9: bracketing, then zooming by the minimum of the cubic through values and
/// slopes of both ends (Nocedal and Wright, algorithms 3.5 and 3.6, equation 3.59). Where values differ by no more than rounding, the slope alone decides
/// (Hager and Zhang 2005, "A new conjugate gradient method with guaranteed descent and an efficient line search", equation 2.8).
/// </summary>
internal sealed class WolfeSearch(IObjective objective)
{
    private const double Decrease = 1e-4;
    private const double Curvature = 0.9;
    private const double Rounding = 1e-14;
    private const int MostTrials = 40;

    private double[] _start = [];
    private double[] _direction = [];
    private double _value;
    private double _slope;

    /// <summary>The point, value and gradient of the last trial.</summary>
    public double[] X { get; private set; } = [];

    public double[] Gradient { get; private set; } = [];

    public double Value { get; private set; }

    public int Evaluations { get; private set; }

    /// <summary>Searches along a direction of descent. False: nothing better was found and the trial point is of no use.</summary>
    public bool Find(double[] x, double value, double[] gradient, double[] direction, double first)
    {
        _start = x;
        _direction = direction;
        _value = value;
        _slope = Dense.Dot(gradient, direction);
        if (X.Length != x.Length)
        {
            X = new double[x.Length];
            Gradient = new double[x.Length];
        }

        if (!(_slope < 0))
        {
            return false;
        }

        var before = new Trial(0, value, _slope);
        double length = first;
        for (int i = 0; i < MostTrials; i++)
        {
            Trial now = Try(length);
            if (Equal(now))
            {
                return true;
            }

            if (!double.IsFinite(now.Value) || now.Value > _value + (Decrease * length * _slope) || (i > 0 && now.Value >= before.Value))
            {
                return Zoom(before, now);
            }

            if (Math.Abs(now.Slope) <= -Curvature * _slope)
            {
                return true;
            }

            if (now.Slope >= 0)
            {
                return Zoom(now, before);
            }

            before = now;
            length *= 2;
        }

        // Downhill without end within 2^40 of the first length: the last trial is lower than the start.
        return true;
    }

    private bool Zoom(Trial low, Trial high)
    {
        for (int i = 0; i < MostTrials; i++)
        {
            double length = Between(low, high);
            if (length == low.Length || length == high.Length)
            {
                break;
            }

            Trial now = Try(length);
            if (Equal(now))
            {
                return true;
            }

            if (!double.IsFinite(now.Value) || now.Value > _value + (Decrease * length * _slope) || now.Value >= low.Value)
            {
                high = now;
                continue;
            }

            if (Math.Abs(now.Slope) <= -Curvature * _slope)
            {
                return true;
            }

            if (now.Slope * (high.Length - low.Length) >= 0)
            {
                high = low;
            }

            low = now;
        }

        // Rounding keeps the conditions out of reach; the lowest point still counts when it is lower than the start.
        if (low.Length > 0 && low.Value < _value)
        {
            Try(low.Length);
            return true;
        }

        return false;
    }

    /// <summary>The value is that of the start but for rounding, and the slope is flatter.</summary>
    private bool Equal(Trial now) => Math.Abs(now.Value - _value) <= Rounding * Math.Abs(_value) && Math.Abs(now.Slope) <= -Curvature * _slope;

    private Trial Try(double length)
    {
        _start.CopyTo(X, 0);
        Dense.AddScaled(length, _direction, X);
        Value = objective.Evaluate(X, Gradient);
        Evaluations++;
        return new Trial(length, Value, double.IsFinite(Value) ? Dense.Dot(Gradient, _direction) : 0);
    }

    private static double Between(Trial a, Trial b)
    {
        double width = b.Length - a.Length;
        double middle = a.Length + (0.5 * width);
        if (!double.IsFinite(b.Value))
        {
            return a.Length + (0.1 * width);
        }

        double d1 = a.Slope + b.Slope - (3 * (a.Value - b.Value) / (a.Length - b.Length));
        double square = (d1 * d1) - (a.Slope * b.Slope);
        if (!(square >= 0))
        {
            return middle;
        }

        double d2 = Math.Sqrt(square) * (width > 0 ? 1 : -1);
        double length = b.Length - (width * ((b.Slope + d2 - d1) / (b.Slope - a.Slope + (2 * d2))));

        // A tenth of the bracket from either end, so that it shrinks.
        double near = a.Length + (0.1 * width);
        double far = b.Length - (0.1 * width);
        return double.IsFinite(length) ? Math.Clamp(length, Math.Min(near, far), Math.Max(near, far)) : middle;
    }

    private readonly record struct Trial(double Length, double Value, double Slope);
}
