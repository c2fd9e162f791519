using Curate.Core.Methods;

namespace Curate.Core.Select.Clusters;

/// <summary>The methods of <c>curate select</c> that pick rows by their clusters.</summary>
internal static class ClusterPickMethods
{
    public static IReadOnlyList<MethodEntry> All { get; } = [KMeansRepresentative.Entry, ClusterBalanced.Entry, ClusterTopScore.Entry, ClusterSensitivity.Entry, ClusterBandit.Entry];
}
