using Curate.Core.Numerics;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Running;

namespace Curate.Core.Cluster;

/// <summary>k-means with a number of clusters that is given, or that the mean silhouette of a sample decides.</summary>
internal static class KMeansFit
{
    /// <summary>Fits the clusters that options ask for.</summary>
    public static ClusterFit Of(FitInput input, ClusteringOptions options, KMeansOptions fit)
    {
        if (options.K is { } clusters)
        {
            KMeansResult result = KMeans.Fit(input.Rows, fit with { Clusters = Math.Min(clusters, input.Rows.Count) }, input.Draw, input.Run, input.Weights);
            return Made(result, fit);
        }

        return Best(input, options, fit);
    }

    /// <summary>A fit of a result, which it takes over.</summary>
    public static ClusterFit Made(KMeansResult result, KMeansOptions fit) => new(result.Centroids, result)
    {
        Labels = result.Labels,
        Cosine = fit.Spherical,
        Inertia = result.Inertia,
        Iterations = result.Iterations,
        Converged = result.Converged || fit.BatchRows > 0,
    };

    /// <summary>
    /// Fits every number of clusters from 1 on and keeps the one whose rows of the sample have the largest mean silhouette, of equal ones the smallest. With
    /// fewer than three different vectors, or a sample of fewer rows, it is 1.
    /// </summary>
    private static ClusterFit Best(FitInput input, ClusteringOptions options, KMeansOptions fit)
    {
        var evidence = new ReportTable("k", "Number of clusters", ["k", "inertia", "explained", "calinski_harabasz", "silhouette", "chosen"]);
        (long Row, int Vector, int Label)[] sample = input.Sample.Sorted();
        double weight = input.Weights is { } weights ? Sum(weights) : input.Rows.Count;
        KMeansResult? best = null;
        double largest = 0;
        double total = 0;
        try
        {
            int most = Math.Min(options.MaxK, input.Rows.Count - 1);
            for (int k = 1; k <= Math.Max(1, most); k++)
            {
                KMeansResult result = KMeans.Fit(input.Rows, fit with { Clusters = k }, input.Draw.For((ulong)k), input.Run, input.Weights);
                bool full = Array.TrueForAll(result.Sizes, static s => s > 0);
                double? silhouette = k > 1 && full ? SampledRows.Mean(input.Sample.Silhouettes(Array.ConvertAll(sample, s => result.Labels[s.Vector]), k)) : null;
                total = k == 1 ? result.Inertia : total;
                double? between = k > 1 && full && result.Inertia > 0 && weight > k ? (total - result.Inertia) / (k - 1) / (result.Inertia / (weight - k)) : null;
                if (full)
                {
                    evidence.Add((long)k, result.Inertia, total > 0 ? 1 - (result.Inertia / total) : null, between, silhouette, null);
                }

                bool wins = best is null || (silhouette is { } own && own > largest);
                largest = wins && k > 1 ? silhouette!.Value : largest;
                if (wins)
                {
                    best?.Dispose();
                    best = result;
                }
                else
                {
                    result.Dispose();
                }

                // There are fewer different vectors than clusters from here on.
                if (!full)
                {
                    break;
                }
            }
        }
        catch
        {
            best?.Dispose();
            throw;
        }

        foreach (object?[] row in evidence.Rows)
        {
            row[5] = (long)row[0]! == best!.Centroids.Count ? "yes" : null;
        }

        ClusterFit made = Made(best!, fit);
        made.Tables.Add(evidence);
        return made;
    }

    private static double Sum(double[] weights)
    {
        var sum = new ExactSum();
        sum.Add(weights);
        return sum.ToDouble();
    }
}
