using Curate.Core.Numerics.Linear;

namespace Curate.Core.Numerics.Optimisation;

/// <summary>The end of a fit by expectation-maximisation; the family holds the parameters.</summary>
/// <param name="Proportions">The share of each component; they sum to 1.</param>
/// <param name="Responsibilities">Rows x components: the chance of each component given the row, at the final parameters.</param>
/// <param name="LogLikelihood">The weighted log-likelihood at the final parameters.</param>
/// <param name="History">The weighted log-likelihood before every iteration, then the final one.</param>
/// <param name="Converged">False when the limit of iterations came first.</param>
public sealed record MixtureFit(double[] Proportions, Matrix Responsibilities, double LogLikelihood, IReadOnlyList<double> History, bool Converged);
