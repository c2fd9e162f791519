namespace Curate.Core.Numerics.Optimisation;

/// <summary>Where a minimisation ended.</summary>
/// <param name="X">The point.</param>
/// <param name="Value">The value there.</param>
/// <param name="Gradient">The largest component, by size, of the gradient (of the pseudo-gradient where there is an L1 term).</param>
/// <param name="Iterations">Steps taken.</param>
/// <param name="Evaluations">Calls of the objective.</param>
/// <param name="Reason">Why it ended.</param>
public sealed record Optimum(double[] X, double Value, double Gradient, int Iterations, int Evaluations, StopReason Reason)
{
    /// <summary>True unless the limit of iterations ended it.</summary>
    public bool Converged => Reason != StopReason.Iterations;
}
