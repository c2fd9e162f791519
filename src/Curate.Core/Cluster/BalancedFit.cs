using Curate.Core.Errors;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Options;

namespace Curate.Core.Cluster;

/// <summary>
/// Clusters of even sizes. Capacity: every step of k-means assigns all rows at the least sum of squared distances within bounds on the sizes. Recursive: rows are
/// halved by two centroids again and again, each half as large as its clusters will be. Bias: <see cref="BiasFit"/>.
/// </summary>
internal static class BalancedFit
{
    public static ClusterFit Of(FitInput input, BalancedOptions options)
    {
        int rows = input.Rows.Count;
        long clusters = options.K ?? ((rows + options.Capacity!.Value - 1) / options.Capacity.Value);
        if (clusters > rows)
        {
            clusters = rows;
        }

        if (options.Capacity is { } most && most * clusters < rows)
        {
            Fail.With(ErrorCodes.Infeasible, $"{NumberText.Of(clusters)} clusters of at most {NumberText.Of(most)} rows have room for {NumberText.Of(most * clusters)}, and there are {NumberText.Of(rows)}.",
                "Raise --capacity or --k, or leave --k out.");
        }

        if (options.MinSize * clusters > rows)
        {
            Fail.With(ErrorCodes.Infeasible, $"{NumberText.Of(clusters)} clusters of at least {NumberText.Of(options.MinSize)} rows need {NumberText.Of(options.MinSize * clusters)}, and there are {NumberText.Of(rows)}.",
                "Lower --min-size or --k.");
        }

        KMeansOptions fit = options.Fit with { TrainRows = 0, Clusters = (int)clusters };
        switch (options.Form)
        {
            case "recursive":
                return RecursiveFit.Of(input, (int)clusters, fit);
            case "bias":
                return BiasFit.Of(input, options, fit);
            default:
                KMeansOptions sized = options.Capacity is null && options.MinSize == 0 ? fit with { Balanced = true } : fit with { LeastRows = options.MinSize, MostRows = options.Capacity ?? 0 };
                return KMeansFit.Made(KMeans.Fit(input.Rows, sized, input.Draw, input.Run, input.Weights), sized);
        }
    }
}
