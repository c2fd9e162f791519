namespace Curate.Core.Numerics.Optimisation;

/// <summary>Weights of entropy balancing and how well they meet the means.</summary>
/// <param name="Weights">One for each row; they sum to 1.</param>
/// <param name="Multipliers">The dual solution, one for each column, in units of 1 / column.</param>
/// <param name="Error">The largest |mean - target| in standard deviations of the column.</param>
/// <param name="Iterations">Newton steps.</param>
/// <param name="Converged">False when the targets lie outside what any weights reach, or the limit of iterations came first.</param>
public sealed record BalancingResult(double[] Weights, double[] Multipliers, double Error, int Iterations, bool Converged);
