namespace Curate.Core.Resample.Advice;

/// <summary>A treatment under one learner and measure.</summary>
/// <param name="Learner">The learner.</param>
/// <param name="Measure">The measure.</param>
/// <param name="Treatment">nothing, class-weights, threshold or a method.</param>
/// <param name="Mean">The mean over splits.</param>
/// <param name="Gain">How much better than doing nothing, above 0 is better whichever way the measure counts; 0 for doing nothing.</param>
/// <param name="Low">Lower end of the 95% interval of the gain; NaN with one split.</param>
/// <param name="High">Upper end.</param>
/// <param name="PValue">Two-sided, of no difference, by Holm for all treatments of this learner and measure.</param>
public sealed record AdviceResult(string Learner, AdviceMeasure Measure, string Treatment, double Mean, double Gain, double Low, double High, double PValue)
{
    /// <summary>The level of <see cref="Verdict"/>.</summary>
    public const double Level = 0.05;

    /// <summary>A smaller difference counts for nothing, however certain it is.</summary>
    public const double LeastGain = 0.001;

    /// <summary>1 better than doing nothing, -1 worse, 0 undecided.</summary>
    public int Verdict => PValue < Level && Math.Abs(Gain) >= LeastGain ? Math.Sign(Gain) : 0;
}
