namespace Curate.Core.Numerics.Optimisation;

/// <summary>Raked weights and how well they meet the margins.</summary>
/// <param name="Weights">One for each row.</param>
/// <param name="Error">The largest miss of a total, relative to it (absolute for a total of 0).</param>
/// <param name="Iterations">Passes over all margins.</param>
/// <param name="Converged">False when the margins cannot be met together, or not within the limit of iterations.</param>
public sealed record RakingResult(double[] Weights, double Error, int Iterations, bool Converged);
