using Curate.Core.Numerics.Clustering;
using Curate.Core.Resample.Clusters;
using Curate.Core.Running;

namespace Curate.Core.Cluster;

/// <summary>Clusters of clusters, flattened in rounds: <see cref="HierarchicalKMeans"/>.</summary>
internal static class HierarchicalFit
{
    public static ClusterFit Of(FitInput input, HierarchyOptions options)
    {
        var tree = new HierarchicalOptions
        {
            Clusters = options.Levels.Count > 0 ? options.Levels : HierarchicalSampling.DefaultLevels(input.Rows.Count),
            Rounds = options.Rounds,
            Members = options.RoundMembers,
            TakesNearest = !options.RandomMembers,
            Fit = options.Fit with { TrainRows = 0 },
        };
        HierarchicalResult result = HierarchicalKMeans.Fit(input.Rows, tree, input.Draw, input.Run);
        var fit = new ClusterFit(result.Levels[0].Centroids, result)
        {
            Labels = result.Levels[0].Parents,
            Cosine = options.Cosine,
            Parents = [.. result.Levels.Skip(1).Select(static l => l.Parents)],
            Upper = [.. result.Levels.Skip(1).Select(static l => l.Centroids)],
        };
        var rounds = new ReportTable("rounds", "Rounds", ["level", "clusters", "members_of_a_round", "mean_squared_distance"]);
        for (int level = 0; level < result.Levels.Count; level++)
        {
            HierarchyLevel own = result.Levels[level];
            rounds.Add((long)level + 1, (long)own.Centroids.Count, (long)own.Members, own.Inertia / own.Parents.Length);
        }

        fit.Tables.Add(rounds);
        return fit;
    }
}
