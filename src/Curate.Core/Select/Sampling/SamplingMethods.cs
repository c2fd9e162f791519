using Curate.Core.Methods;

namespace Curate.Core.Select.Sampling;

/// <summary>The methods that draw rows with chances of their own, or take them by a score.</summary>
internal static class SamplingMethods
{
    public static IReadOnlyList<NamedMethod> All { get; } =
    [
        new("stochastic-batch", static _ => StochasticBatch.Entry),
        new("conditional-poisson", static _ => ConditionalPoisson.Entry),
        new("perplexity-sampling", static _ => PerplexitySampling.Entry),
        new("score-prune", static _ => ScorePrune.Entry),
        new("uncertainty", static _ => Uncertainty.Entry),
        new("weakest-task-greedy", static _ => WeakestTask.Entry),
        new("active-test", static _ => ActiveTest.Entry),
        new("soft-cap-sampling", static _ => SoftCapSampling.Entry),
        new("disagreement-condensation", static _ => DisagreementCondensation.Entry),
    ];
}
