using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Resample.Clusters;

namespace Curate.Core.Cluster;

/// <summary>The options that methods of <c>curate cluster</c> share, and what they check together.</summary>
internal static class ClusteringOptionSpecs
{
    /// <summary>Columns and how vectors are made of them.</summary>
    /// <param name="streams">Rows are not held, so there are no quantiles.</param>
    public static IReadOnlyList<OptionSpec<T>> Features<T>(bool streams = false)
        where T : ClusteringOptions
    {
        OptionSpec<T>[] all = [.. ClusterOptionSpecs.Features<T>("What stands for a missing number: nothing (error), the column's mean or median, zero; drop leaves the row out of all clusters, its columns are then empty.")
            .Where(static o => o.Name != "cluster-id")];
        if (streams)
        {
            all = [.. all.Select(static o => o.Name switch
            {
                "scale" => OptionSpec<T>.Choice("scale", o.Help, ["none", "standard", "minmax"], (p, v) => o.Set(p, new OptionValue(OptionKind.Choice) { Text = v }), "none"),
                "missing" => OptionSpec<T>.Choice("missing", "What stands for a missing number: nothing (error), the column's mean, zero; drop leaves the row out of all clusters, its columns are then empty.",
                    ["error", "drop", "mean", "zero"], (p, v) => o.Set(p, new OptionValue(OptionKind.Choice) { Text = v }), "error"),
                _ => o,
            })];
        }

        return
        [
            .. all,
            OptionSpec<T>.Column("text", "Text column: its hashed words and character n-grams are the vectors where no --features and no --embedding are named; its words describe clusters.", (o, v) => o with { Text = v }) with { Role = true },
            OptionSpec<T>.Whole("text-columns", "Columns that n-grams of texts are hashed to.", (o, v) => o with { TextColumns = (int)v }, 256, min: 2, max: 65_536),
        ];
    }

    /// <summary>How k-means is fitted.</summary>
    public static IReadOnlyList<OptionSpec<T>> Fit<T>(int iterations)
        where T : ClusteringOptions =>
    [
        .. ClusterOptionSpecs.Fit<T>().Select(o => o.Name != "max-iterations" ? o
            : OptionSpec<T>.Whole("max-iterations", o.Help, static (p, v) => p with { MaxIterations = (int)v }, iterations, min: 1, max: int.MaxValue)),
    ];

    /// <summary>Fit on a sample.</summary>
    public static OptionSpec<T> TrainRows<T>()
        where T : ClusteringOptions =>
        OptionSpec<T>.Whole("train-rows", "Hold and fit so many random rows alone, scales and word weights too, then stream all rows past the centroids; 0 for all rows.", (o, v) => o with { TrainRows = (int)v }, 0, min: 0, max: int.MaxValue, unit: "rows");

    /// <summary>The weight of rows.</summary>
    public static OptionSpec<T> Weight<T>()
        where T : ClusteringOptions =>
        OptionSpec<T>.Column("weight", "Column of weights: a row counts as so many.", (o, v) => o with { Weight = v }) with { Role = true };

    /// <summary>The most clusters, as a number.</summary>
    public static OptionSpec<T> Clusters<T>(string help)
        where T : ClusteringOptions => OptionSpec<T>.Whole("k", help, (o, v) => o with { K = (int)v }, min: 1, max: int.MaxValue);

    /// <summary>What is written and reported, centroids among it.</summary>
    public static IReadOnlyList<OptionSpec<T>> Output<T>()
        where T : ClusteringOptions =>
    [
        .. Columns<T>(),
        OptionSpec<T>.Path("centroids", "Write the centroids, with all that makes vectors of rows, to this file; --method assign reads it.", (o, _) => o with { SavesCentroids = true }),
        OptionSpec<T>.Flag("fit-only", "Write no rows: the centroids, and the report.", (o, v) => o with { FitOnly = v }),
        OptionSpec<T>.Whole("sample", "Random rows that silhouettes are taken of; 0 for none.", (o, v) => o with { SampleRows = (int)v }, 2000, min: 0, max: 20_000, unit: "rows"),
        Nearest<T>(),
        OptionSpec<T>.Whole("words", "Words of --text that the report shows of each cluster.", (o, v) => o with { Words = (int)v }, 8, min: 0, max: 1000),
    ];

    /// <summary>The columns that are added.</summary>
    public static IReadOnlyList<OptionSpec<T>> Columns<T>()
        where T : ClusteringOptions =>
    [
        OptionSpec<T>.Column("label", "Column of classes that the report compares clusters with; clusters do not see it.", (o, v) => o with { Label = v }) with { Role = true },
        OptionSpec<T>.Text("cluster-column", "Name of the added column; the names of the others begin with it.", (o, v) => o with { ClusterColumn = v }, "cluster"),
        OptionSpec<T>.Flag("cluster-size", "Add a column with the rows of each row's cluster.", (o, v) => o with { WithSize = v }),
    ];

    /// <summary>How many of the nearest rows are shown.</summary>
    public static OptionSpec<T> Nearest<T>()
        where T : ClusteringOptions =>
        OptionSpec<T>.Whole("nearest", "Rows nearest to its centroid that the report shows of each cluster.", (o, v) => o with { NearestRows = (int)v }, 3, min: 0, max: 1000, unit: "rows");

    /// <summary>What options mean together; nothing is opened.</summary>
    /// <exception cref="CurateException">They contradict each other.</exception>
    public static void Check(ClusteringOptions options)
    {
        ClusterOptionSpecs.Check(options);
        if (RowVectors.OfText(options) && options.Scale != FeatureScaling.None)
        {
            Fail.Usage("--scale is for columns of numbers, and vectors of --text have the length 1.", "Leave --scale out, or name columns with --features.");
        }

        if (RowVectors.OfText(options) && options.Missing is not (MissingValues.Error or MissingValues.Drop))
        {
            Fail.Usage("Nothing stands for a missing text.", "Pass --missing drop to leave such rows out.");
        }
    }

    /// <summary>The options with columns resolved to names of the dataset.</summary>
    public static T Resolve<T>(T options, StartRequest request)
        where T : ClusteringOptions => ClusterOptionSpecs.Resolve(options, request) with
        {
            Text = options.Text is { } text ? request.Column(text) : null,
            Weight = options.Weight is { } weight ? request.Column(weight) : null,
        };
}
