namespace Curate.Core.Numerics.Optimisation;

/// <summary>What the weights are to sum to within each category of one variable.</summary>
/// <param name="Categories">The category of each row; -1 for rows that this margin leaves alone.</param>
/// <param name="Totals">The wanted sum of weights of each category, not negative.</param>
public sealed record RakingMargin(int[] Categories, double[] Totals);
