namespace Curate.Core.Numerics.Linear;

/// <summary>How an iterative solution ended.</summary>
/// <param name="Residual">|b - A x| as the recurrence carries it.</param>
/// <param name="Iterations">Products with the matrix.</param>
/// <param name="Converged">False when the limit of iterations came first or the matrix proved not positive definite.</param>
public readonly record struct LinearSolution(double Residual, int Iterations, bool Converged);
