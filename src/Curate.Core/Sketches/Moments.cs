namespace Curate.Core.Sketches;

/// <summary>Moments of a set of numbers, each rounded once from its exact value.</summary>
/// <param name="Sum">Sum of all.</param>
/// <param name="Mean">Sum over count.</param>
/// <param name="Variance">Sample variance (n - 1); NaN below two numbers.</param>
/// <param name="Skewness">g1 = m3 / m2^1.5; NaN where all are equal.</param>
/// <param name="Kurtosis">Excess g2 = m4 / m2^2 - 3; NaN where all are equal.</param>
public readonly record struct Moments(double Sum, double Mean, double Variance, double Skewness, double Kurtosis);
