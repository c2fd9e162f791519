namespace Curate.Core.Resample.Advice;

/// <summary>What wins under one learner and measure. Better and worse than doing nothing are decided at 5%, all treatments counted together (Holm 1979).</summary>
/// <param name="Learner">The learner.</param>
/// <param name="Measure">The measure.</param>
/// <param name="Simple">Class weights or a moved threshold, the one of larger gain, where it is better than doing nothing; else null.</param>
/// <param name="Method">The method of largest gain among those that are better than doing nothing; null where none is.</param>
/// <param name="MethodBeatsSimple">That method is also better, by its own paired test, than the best of doing nothing, class weights and a moved threshold.</param>
/// <param name="Worse">Treatments that are worse than doing nothing.</param>
public sealed record AdviceFinding(string Learner, AdviceMeasure Measure, string? Simple, string? Method, bool MethodBeatsSimple, IReadOnlyList<string> Worse)
{
    /// <summary>What wins: a method only where it beats what leaves the rows alone, or where nothing else helps; null where nothing beats doing nothing.</summary>
    public string? Winner => MethodBeatsSimple ? Method : Simple ?? Method;
}
