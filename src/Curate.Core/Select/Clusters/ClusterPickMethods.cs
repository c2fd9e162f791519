using Curate.Core.Methods;

namespace Curate.Core.Select.Clusters;

/// <summary>The methods of <c>curate select</c> that pick rows by their clusters.</summary>
internal static class ClusterPickMethods
{
    public static IReadOnlyList<NamedMethod> All { get; } =
    [
        new("kmeans-representative", static _ => KMeansRepresentative.Entry),
        new("cluster-balanced", static _ => ClusterBalanced.Entry),
        new("cluster-top-score", static _ => ClusterTopScore.Entry),
        new("cluster-sensitivity", static _ => ClusterSensitivity.Entry),
        new("cluster-bandit", static _ => ClusterBandit.Entry),
    ];
}
