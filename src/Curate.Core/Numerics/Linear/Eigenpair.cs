namespace Curate.Core.Numerics.Linear;

/// <summary>One eigenvalue with its unit vector.</summary>
/// <param name="Value">The Rayleigh quotient v'Av.</param>
/// <param name="Vector">Of length 1; its largest component by size is positive.</param>
/// <param name="Residual">|A v - value v|.</param>
/// <param name="Iterations">Products with the matrix.</param>
/// <param name="Converged">False when the limit of iterations came first.</param>
public sealed record Eigenpair(double Value, double[] Vector, double Residual, int Iterations, bool Converged);
