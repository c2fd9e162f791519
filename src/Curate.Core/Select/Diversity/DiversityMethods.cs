using Curate.Core.Methods;

namespace Curate.Core.Select.Diversity;

/// <summary>The methods that pick rows for what they add to those picked before.</summary>
internal static class DiversityMethods
{
    public static IReadOnlyList<MethodEntry> All { get; } = [KCenter.Entry, FacilityLocation.Entry, SaturatedCoverage.Entry, GraphCut.Entry, FeatureBased.Entry, GreedyDpp.Entry, SampledDpp.Entry, VendiGreedy.Entry, Herding.Entry, SieveStreaming.Entry, PivotalLeverage.Entry, LpSensitivity.Entry];
}
