using Curate.Core.Numerics;
using Curate.Core.Running;
using Curate.Core.Statistics;

namespace Curate.Core.Cluster;

/// <summary>The tables of a report on clusters.</summary>
internal static class ClusterReport
{
    /// <summary>All of them, in order.</summary>
    /// <param name="placed">The cluster and distance of every row.</param>
    /// <param name="cosine">Distances are 1 - cosine.</param>
    /// <param name="fit">What was fitted; null where centroids were given.</param>
    /// <param name="features">What rows were compared by; null where that is not known.</param>
    /// <param name="description">Labels, names and words.</param>
    /// <param name="options">The column of labels, and how many words are shown.</param>
    /// <param name="silhouettes">The final cluster and the silhouette of sampled rows.</param>
    public static IEnumerable<ReportTable> Of(PlacedClusters placed, bool cosine, ClusterFit? fit, ReportTable? features, ClusterDescription description, ClusteringOptions options, (int Cluster, double Silhouette)[] silhouettes)
    {
        yield return Clustering(placed, cosine, fit, silhouettes);
        if (features is not null)
        {
            yield return features;
        }

        foreach (ReportTable own in fit?.Tables ?? [])
        {
            yield return own;
        }

        if (placed.Levels > 1 && placed.Count > 0)
        {
            yield return Levels(placed);
        }

        yield return Clusters(placed, description, options.Words, silhouettes);
        if (options.Label.Length > 0)
        {
            yield return Agreement(placed, description, options.Label);
        }

        if (Nearest(placed, description) is { Rows.Count: > 0 } nearest)
        {
            yield return nearest;
        }
    }

    /// <summary>exp of the entropy of shares: as many equally large clusters would be as varied.</summary>
    public static double Effective(IEnumerable<long> sizes)
    {
        double total = sizes.Sum();
        double entropy = 0;
        foreach (long size in sizes.Where(static s => s > 0))
        {
            entropy -= size / total * PortableMath.Log(size / total);
        }

        return total > 0 ? PortableMath.Exp(entropy) : 0;
    }

    /// <summary>k x sum of squared sizes / n^2: 1 for equally large clusters.</summary>
    public static double Imbalance(IEnumerable<long> sizes)
    {
        double total = sizes.Sum();
        double squares = 0;
        int count = 0;
        foreach (long size in sizes)
        {
            squares += (double)size * size;
            count++;
        }

        return total > 0 ? count * squares / (total * total) : 0;
    }

    private static ReportTable Clustering(PlacedClusters placed, bool cosine, ClusterFit? fit, (int Cluster, double Silhouette)[] silhouettes)
    {
        var table = new ReportTable("clustering", "Clustering",
            ["rows", "unclustered", "clusters", "smallest", "largest", "effective_clusters", "imbalance", "inertia", "mean_distance", "iterations", "converged", "silhouette", "silhouette_rows"]);
        var inertia = new ExactSum();
        var distance = new ExactSum();
        for (long row = 0; row < placed.Rows; row++)
        {
            double own = placed.Distances[row];
            distance.Add(own);
            if (cosine)
            {
                inertia.Add(2 * own);
            }
            else
            {
                inertia.AddSquare(own);
            }
        }

        bool measured = placed.Count > 1 && silhouettes.Length > 1;
        table.Add(placed.Rows, placed.Rows - placed.Clustered, (long)placed.Count, placed.Count == 0 ? 0L : placed.Sizes.Min(), placed.Count == 0 ? 0L : placed.Sizes.Max(),
            Effective(placed.Sizes), Imbalance(placed.Sizes), fit?.Inertia ?? inertia.ToDouble(), placed.Clustered == 0 ? null : distance.ToDouble() / placed.Clustered,
            fit?.Iterations is { } iterations ? (long)iterations : null, fit?.Iterations is null ? null : fit.Converged ? "yes" : "no",
            measured ? SampledRows.Mean([.. silhouettes.Select(static s => s.Silhouette)]) : null, measured ? (long)silhouettes.Length : null);
        return table;
    }

    private static ReportTable Levels(PlacedClusters placed)
    {
        var table = new ReportTable("levels", "Levels", ["level", "clusters", "smallest", "largest", "effective_clusters", "imbalance"]);
        for (int level = 0; level < placed.Levels; level++)
        {
            int[] nodes = placed.NodesAt(level);
            var rows = new long[placed.LabelsOf(level).Count];
            for (int c = 0; c < nodes.Length; c++)
            {
                rows[nodes[c]] += placed.Sizes[c];
            }

            table.Add((long)level + 1, (long)rows.Length, rows.Min(), rows.Max(), Effective(rows), Imbalance(rows));
        }

        return table;
    }

    private static ReportTable Clusters(PlacedClusters placed, ClusterDescription description, int mostWords, (int Cluster, double Silhouette)[] silhouettes)
    {
        bool labelled = description.Labels.Count > 0 && description.Classes.Count > 0;
        string[][]? words = description.Words?.Strongest(mostWords);
        var table = new ReportTable("clusters", "Clusters",
        [
            "cluster", "rows", "share", "mean_distance", "largest_distance", "silhouette",
            .. labelled ? ["most_frequent_class", "its_share"] : Array.Empty<string>(), .. words is null ? Array.Empty<string>() : ["words"],
        ]);
        var sums = new double[placed.Count];
        var largest = new double[placed.Count];
        for (long row = 0; row < placed.Rows; row++)
        {
            int cluster = placed.Codes[row] - 1;
            if (cluster >= 0)
            {
                sums[cluster] += placed.Distances[row];
                largest[cluster] = Math.Max(largest[cluster], placed.Distances[row]);
            }
        }

        var classes = description.Classes.ToLookup(static p => p.Key.Cluster, static p => (p.Key.Class, Rows: p.Value));
        var sampled = silhouettes.ToLookup(static s => s.Cluster, static s => s.Silhouette);
        for (int c = 0; c < placed.Count; c++)
        {
            bool any = placed.Sizes[c] > 0;
            var cells = new List<object?> { (long)c, placed.Sizes[c], any ? (double)placed.Sizes[c] / placed.Clustered : 0.0, any ? sums[c] / placed.Sizes[c] : null, any ? largest[c] : null, sampled[c].Any() && placed.Count > 1 ? SampledRows.Mean([.. sampled[c]]) : null };
            if (labelled)
            {
                (int Class, long Rows)[] own = [.. classes[c].OrderByDescending(static p => p.Rows).ThenBy(p => description.Labels[p.Class], StringComparer.Ordinal)];
                cells.Add(own.Length == 0 ? null : description.Labels[own[0].Class]);
                cells.Add(own.Length == 0 ? null : (double)own[0].Rows / own.Sum(static o => o.Rows));
            }

            if (words is not null)
            {
                cells.Add(string.Join(", ", words[c]));
            }

            table.Add([.. cells]);
        }

        return table;
    }

    private static ReportTable Agreement(PlacedClusters placed, ClusterDescription description, string label)
    {
        var table = new ReportTable("agreement", $"Agreement with '{label}'", ["rows", "classes", "clusters", "purity", "largest_class", "nmi", "ari", "homogeneity", "completeness"]);
        PartitionAgreement of = PartitionAgreement.Of(description.Classes.Select(static p => (p.Key.Cluster, p.Key.Class, p.Value)));
        table.Add(of.Rows, (long)description.Classes.Keys.Select(static k => k.Class).Distinct().Count(), (long)placed.Count,
            of.Purity, of.Majority, of.NormalisedInformation, of.AdjustedRand, of.Homogeneity, of.Completeness);
        return table;
    }

    private static ReportTable Nearest(PlacedClusters placed, ClusterDescription description)
    {
        bool named = description.Names.Count > 0;
        var table = new ReportTable("nearest", "Rows nearest to their centroids", ["cluster", "row", "distance", .. named ? ["value"] : Array.Empty<string>()]);
        for (int c = 0; c < placed.Count; c++)
        {
            foreach ((double distance, long row) in description.Nearest.Rows(c))
            {
                object?[] cells = [(long)c, row, distance, .. named ? [description.Names.GetValueOrDefault(row)] : Array.Empty<object?>()];
                table.Add(cells);
            }
        }

        return table;
    }
}
