using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Resample.Clusters;

namespace Curate.Core.Select.Clusters;

/// <summary>The options that methods over clusters share.</summary>
internal static class ClusterPickSpecs
{
    /// <summary>How many rows are picked.</summary>
    public static IReadOnlyList<OptionSpec<ClusterPickOptions>> Budget { get; } =
    [
        OptionSpec<ClusterPickOptions>.Whole("rows", "Rows to take.", (o, v) => o with { Rows = v }, min: 1, unit: "rows"),
        OptionSpec<ClusterPickOptions>.Fraction("fraction", "Rows to take, as a share of those in clusters.", (o, v) => o with { Fraction = v }, max: 1, aboveMin: true),
    ];

    /// <summary>Columns, how clusters are found, and the column of clusters.</summary>
    /// <param name="k">The help of <c>--k</c>.</param>
    /// <param name="ready">Ready clusters will do.</param>
    /// <param name="cosine">Directions are the default.</param>
    public static IReadOnlyList<OptionSpec<ClusterPickOptions>> Clusters(string k, bool ready, bool cosine = false) =>
    [
        .. ClusterOptionSpecs.Features<ClusterPickOptions>("What stands for a missing number: nothing (error), the column's mean or median, zero; drop leaves the row out of all clusters, and it leaves.")
            .Where(o => ready || o.Name != "cluster-id"),
        OptionSpec<ClusterPickOptions>.Whole("k", k, (o, v) => o with { K = (int)v }, min: 1, max: int.MaxValue),
        OptionSpec<ClusterPickOptions>.Text("cluster-column", "Add a column of this name with the cluster of each row.", (o, v) => o with { ClusterColumn = v }),
        .. ClusterOptionSpecs.Fit<ClusterPickOptions>().Select(o => o.Name != "metric" || !cosine ? o
            : OptionSpec<ClusterPickOptions>.Choice("metric", o.Help, ["euclidean", "cosine"], static (p, v) => p with { Cosine = v == "cosine" }, "cosine")),
        ClusterOptionSpecs.TrainRows<ClusterPickOptions>(),
    ];

    /// <summary>What options mean together.</summary>
    /// <exception cref="CurateException">They contradict each other.</exception>
    public static void Check(ClusterPickOptions options)
    {
        // Directions are a default here, and ready clusters make nothing of them.
        ClusterOptionSpecs.Check(options.ClusterIds.Count > 0 ? options with { Cosine = false } : options);
        if (options.Rows is null && options.Fraction is null && !options.Centres)
        {
            Fail.Usage("How many rows to take is not said.", "Pass --rows N or --fraction P%.");
        }

        if (options.ClusterIds.Count > 0 && options.K is not null)
        {
            Fail.Usage("--k says how many clusters to find, and --cluster-id names ready ones.", "Leave out one of the two.");
        }
    }

    /// <summary>Columns as names of the dataset.</summary>
    public static ClusterPickOptions Resolve(ClusterPickOptions options, StartRequest request) =>
        ClusterOptionSpecs.Resolve(options, request) with { Score = options.Score is { } score ? request.Column(score) : null };

    /// <summary>The rows that a budget is, of so many.</summary>
    /// <exception cref="CurateException">There are fewer, or none are asked for.</exception>
    public static int Rows(ClusterPickOptions options, long available)
    {
        long rows = options.Rows ?? (long)Math.Round(options.Fraction!.Value * available, MidpointRounding.ToEven);
        if (rows > available)
        {
            Fail.With(ErrorCodes.Infeasible, $"--rows {NumberText.Of(rows)} asks for more than the {NumberText.Of(available)} rows in clusters.", "Ask for fewer, or use --fraction.");
        }

        return checked((int)rows);
    }
}
