using Curate.Core.Numerics.Linear;

namespace Curate.Core.Check.TwoSample;

/// <summary>The sampled rows of one dataset as they were read.</summary>
/// <param name="Numbers">Rows x columns (or the values of vectors); NaN where a value is missing or not finite.</param>
/// <param name="Codes">For each text column the code of each row's value.</param>
/// <param name="Labels">Code of each row's label, or null.</param>
/// <param name="Times">Time of each row, or null.</param>
internal sealed record SamplePart(Matrix Numbers, int[][] Codes, int[]? Labels, double[]? Times);
