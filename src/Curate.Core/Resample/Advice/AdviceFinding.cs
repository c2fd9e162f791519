namespace Curate.Core.Resample.Advice;

/// <summary>What wins under one learner and measure.</summary>
/// <param name="Learner">The learner.</param>
/// <param name="Measure">The measure.</param>
/// <param name="Winner">The treatment of largest gain among those that are better than doing nothing; null where none is.</param>
/// <param name="Resampler">The method that is also better than class weights and a moved threshold, whichever of both is better; null where none is.</param>
/// <param name="Worse">Treatments that are worse than doing nothing.</param>
public sealed record AdviceFinding(string Learner, AdviceMeasure Measure, string? Winner, string? Resampler, IReadOnlyList<string> Worse);
