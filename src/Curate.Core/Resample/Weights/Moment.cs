namespace Curate.Core.Resample.Weights;

/// <summary>A mean that weights shall have: of one function of each row.</summary>
/// <param name="Name">As messages and reports show it: <c>age</c>, <c>sex=f</c>, <c>var(age)</c>, <c>m3(age)</c>, <c>corr(age:income)</c>.</param>
/// <param name="Values">The function of each row.</param>
/// <param name="Target">The wanted mean of the function.</param>
/// <param name="Tolerance">How far the mean may be from it.</param>
/// <param name="Unit">What the mean is divided by in reports (1, or the deviations of both columns of a correlation).</param>
/// <param name="IsImplied">It follows from the others and is reported only: the last level of a column.</param>
internal sealed record Moment(string Name, double[] Values, double Target, double Tolerance, double Unit = 1, bool IsImplied = false);
