using Curate.Core.Numerics.Linear;

namespace Curate.Core.Numerics.Optimisation;

/// <summary>The last m steps and gradient changes, and their product with a vector: the two-loop recursion of Nocedal and Wright, algorithm 7.4.</summary>
internal sealed class StepHistory(int size, int memory)
{
    private readonly Matrix _steps = new(memory, size);
    private readonly Matrix _changes = new(memory, size);
    private readonly double[] _inverse = new double[memory];
    private readonly double[] _alpha = new double[memory];
    private int _count;
    private int _next;

    public bool IsEmpty => _count == 0;

    public void Clear() => _count = 0;

    /// <summary>Keeps the pair unless its curvature is not safely positive.</summary>
    public void Add(ReadOnlySpan<double> x, ReadOnlySpan<double> next, ReadOnlySpan<double> gradient, ReadOnlySpan<double> nextGradient)
    {
        if (memory == 0)
        {
            return;
        }

        Span<double> step = _steps.Row(_next);
        Span<double> change = _changes.Row(_next);
        for (int i = 0; i < size; i++)
        {
            step[i] = next[i] - x[i];
            change[i] = nextGradient[i] - gradient[i];
        }

        double curvature = Dense.Dot(step, change);
        if (!(curvature > 1e-14 * Dense.Norm(step) * Dense.Norm(change)))
        {
            return;
        }

        _inverse[_next] = 1 / curvature;
        _next = (_next + 1) % memory;
        _count = Math.Min(_count + 1, memory);
    }

    /// <summary>direction = -H gradient.</summary>
    public void Direction(ReadOnlySpan<double> gradient, Span<double> direction)
    {
        gradient.CopyTo(direction);
        for (int k = 1; k <= _count; k++)
        {
            int at = (_next - k + memory) % memory;
            _alpha[at] = _inverse[at] * Dense.Dot(_steps.Row(at), direction);
            Dense.AddScaled(-_alpha[at], _changes.Row(at), direction);
        }

        if (_count > 0)
        {
            int last = (_next - 1 + memory) % memory;
            Dense.Scale(1 / (_inverse[last] * Dense.Dot(_changes.Row(last), _changes.Row(last))), direction);
        }

        for (int k = _count; k >= 1; k--)
        {
            int at = (_next - k + memory) % memory;
            double beta = _inverse[at] * Dense.Dot(_changes.Row(at), direction);
            Dense.AddScaled(_alpha[at] - beta, _steps.Row(at), direction);
        }

        Dense.Scale(-1, direction);
    }
}
