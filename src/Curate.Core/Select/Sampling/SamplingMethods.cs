using Curate.Core.Methods;

namespace Curate.Core.Select.Sampling;

/// <summary>The methods that draw rows with chances of their own, or take them by a score.</summary>
internal static class SamplingMethods
{
    public static IReadOnlyList<MethodEntry> All { get; } = [StochasticBatch.Entry, ConditionalPoisson.Entry, PerplexitySampling.Entry, ScorePrune.Entry, Uncertainty.Entry, WeakestTask.Entry, ActiveTest.Entry, SoftCapSampling.Entry, DisagreementCondensation.Entry];
}
