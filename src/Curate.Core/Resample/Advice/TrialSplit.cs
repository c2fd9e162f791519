namespace Curate.Core.Resample.Advice;

/// <summary>Rows to learn from and rows to test on, both ascending.</summary>
internal sealed record TrialSplit(int[] Train, int[] Test);
