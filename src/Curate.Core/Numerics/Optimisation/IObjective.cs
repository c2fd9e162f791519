namespace Curate.Core.Numerics.Optimisation;

/// <summary>A differentiable function of a vector.</summary>
public interface IObjective
{
    /// <summary>Length of the vector.</summary>
    int Size { get; }

    /// <summary>The value at x, and its gradient. A value that is not finite says that x is out of reach; the gradient is then not read.</summary>
    double Evaluate(ReadOnlySpan<double> x, Span<double> gradient);
}
