using Curate.Core.Methods;

namespace Curate.Core.Select.Diversity;

/// <summary>The methods that pick rows for what they add to those picked before.</summary>
internal static class DiversityMethods
{
    public static IReadOnlyList<NamedMethod> All { get; } =
    [
        new("k-center", static _ => KCenter.Entry),
        new("facility-location", static _ => FacilityLocation.Entry),
        new("saturated-coverage", static _ => SaturatedCoverage.Entry),
        new("graph-cut", static _ => GraphCut.Entry),
        new("feature-based", static _ => FeatureBased.Entry),
        new("dpp", static _ => GreedyDpp.Entry),
        new("k-dpp", static _ => SampledDpp.Entry),
        new("vendi-greedy", static _ => VendiGreedy.Entry),
        new("herding", static _ => Herding.Entry),
        new("sieve-streaming", static _ => SieveStreaming.Entry),
        new("pivotal-leverage", static _ => PivotalLeverage.Entry),
        new("lp-sensitivity", static _ => LpSensitivity.Entry),
    ];
}
