namespace Curate.Core.Numerics.Learners;

/// <summary>Fills the scores of one row.</summary>
internal delegate void RowScore(ReadOnlySpan<double> row, Span<double> scores);
