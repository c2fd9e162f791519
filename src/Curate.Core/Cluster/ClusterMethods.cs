using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Resample.Clusters;
using Curate.Core.Resample.Features;

namespace Curate.Core.Cluster;

/// <summary>The methods of <c>curate cluster</c>.</summary>
public static class ClusterMethods
{
    private const MethodTraits AllRows = MethodTraits.KeepsOrder | MethodTraits.Subset | MethodTraits.KeepsAll | MethodTraits.AddsColumns;
    private const MethodTraits Fitted = AllRows | MethodTraits.InMemory | MethodTraits.Random;
    private const string Sampled = "the rows of --train-rows where it is given, and then 9 to 12 a row";

    public static IReadOnlyList<NamedMethod> All { get; } =
    [
        new("kmeans", static _ => KMeans),
        new("balanced-kmeans", static _ => Balanced),
        new("hierarchical-kmeans", static _ => Hierarchical),
        new("bisecting-kmeans", static _ => Bisecting),
        new("leader", static _ => LeaderEntry),
        new("assign", static _ => Assign),
    ];

    private static MethodEntry KMeans => new MethodEntry<ClusteringOptions>("cluster", "kmeans", "Puts rows into k clusters around their means (k-means): full passes, mini-batches or directions; k may be found.", Fitted)
    {
        Memory = "4 (features + 8) bytes a row, twice the features with --metric cosine, 8 k (features + 1) bytes a worker; of " + Sampled + "; 8 sample^2 / 2",
        Passes = FeatureOptionSpecs.Passes(2) + ", and one more each where kinds are inferred, and with --weight, --train-rows, or --label, --text or --id",
        Source = "S. P. Lloyd 1982; D. Arthur and S. Vassilvitskii 2007; P. J. Rousseeuw 1987 for --k auto",
        Usage = "curate cluster wine.csv --method kmeans --label class --scale standard --k auto -o clusters.csv",
        CompanionOption = "centroids",
        LabelsClasses = false,
        Defaults = new ClusteringOptions { MaxIterations = 300 },
        Options =
        [
            OptionSpec<ClusteringOptions>.Text("k", "Clusters, or auto: the number from 2 on with the largest mean silhouette.", (o, v) => v == "auto" ? o with { K = null, AutoK = true } : o with { K = Count(v), AutoK = false }, "auto") with { Placeholder = "N|auto" },
            OptionSpec<ClusteringOptions>.Whole("max-k", "The largest number that --k auto tries.", (o, v) => o with { MaxK = (int)v }, 20, min: 2, max: 1000),
            .. ClusteringOptionSpecs.Features<ClusteringOptions>(),
            ClusteringOptionSpecs.Weight<ClusteringOptions>(),
            .. ClusteringOptionSpecs.Fit<ClusteringOptions>(300),
            OptionSpec<ClusteringOptions>.Whole("batch-rows", "Rows of a mini-batch; 0 for full passes.", (o, v) => o with { BatchRows = (int)v }, 0, min: 0, max: int.MaxValue, unit: "rows"),
            ClusteringOptionSpecs.TrainRows<ClusteringOptions>(),
            .. ClusteringOptionSpecs.Output<ClusteringOptions>(),
        ],
        ReportsBy = static o => o.FitOnly ? "fit-only" : null,
        Validate = static o =>
        {
            ClusteringOptionSpecs.Check(o);
            if (o.K is null && o.SampleRows < 2)
            {
                Fail.Usage("--k auto compares silhouettes, and --sample leaves no rows for them.", "Raise --sample, or say --k.");
            }
        },
        Start = static (options, request) => Start(options, request, "cluster-kmeans", (input, o) => KMeansFit.Of(input, o, o.Fit with { BatchRows = o.BatchRows, TrainRows = 0 })),
        Example = static table => table.Classes == 0 ? null : new ClusteringOptions { Label = table.Label, Features = [table.Number], Missing = MissingValues.Drop, K = 5, MaxIterations = 2, SampleRows = 50 },
    };

    private static MethodEntry Balanced => new MethodEntry<BalancedOptions>("cluster", "balanced-kmeans", "Puts rows into clusters of even sizes: by a capacity, by recursive halving, or by biases that even out loads.", Fitted)
    {
        Memory = "4 (features + 8) bytes a row, twice the features with --metric cosine and --form recursive; with --form capacity 8 k bytes a row and 12 k^2; 8 sample^2 / 2",
        Passes = FeatureOptionSpecs.Passes(2) + ", and one more each where kinds are inferred, and with --label, --text or --id",
        Source = "M. I. Malinen and P. Franti 2014; K. Dahiya et al. 2022; L. Wang et al. 2024",
        Usage = "curate cluster wine.csv --method balanced-kmeans --label class --scale standard --k 6 -o even.csv",
        CompanionOption = "centroids",
        LabelsClasses = false,
        Defaults = new BalancedOptions(),
        Options =
        [
            OptionSpec<BalancedOptions>.Choice("form", "Sizes within bounds at the least sum of squared distances; recursive halves, for many clusters; or a bias for each cluster that evens out loads and serves further rows.",
                ["capacity", "recursive", "bias"], (o, v) => o with { Form = v }, "capacity"),
            ClusteringOptionSpecs.Clusters<BalancedOptions>("Clusters; without it as many as --capacity needs."),
            OptionSpec<BalancedOptions>.Whole("capacity", "Most rows of a cluster; without it sizes differ by at most one.", (o, v) => o with { Capacity = v }, min: 1, unit: "rows"),
            OptionSpec<BalancedOptions>.Whole("min-size", "Least rows of a cluster.", (o, v) => o with { MinSize = v }, 0, min: 0, unit: "rows"),
            OptionSpec<BalancedOptions>.Number("bias-step", "How far a bias moves after a block of rows, as a share of the mean squared distance; it shrinks with every pass.", (o, v) => o with { BiasStep = v }, 0.1, min: 0, aboveMin: true),
            OptionSpec<BalancedOptions>.Whole("bias-passes", "Passes over the vectors in which biases move.", (o, v) => o with { BiasPasses = (int)v }, 20, min: 0, max: 10_000),
            .. ClusteringOptionSpecs.Features<BalancedOptions>(),
            .. ClusteringOptionSpecs.Fit<BalancedOptions>(50),
            .. ClusteringOptionSpecs.Output<BalancedOptions>(),
        ],
        ReportsBy = static o => o.FitOnly ? "fit-only" : null,
        Validate = static o =>
        {
            ClusteringOptionSpecs.Check(o);
            if (o.K is null && o.Capacity is null)
            {
                Fail.Usage("How many clusters there are to be is not said.", "Pass --k N, or --capacity N for as many as that needs.");
            }

            if (o.Form != "capacity" && o.MinSize > 0)
            {
                Fail.Usage($"--min-size is kept by --form capacity alone, and --form is {o.Form}.", "Leave one of the two out.");
            }

            if (o.Form != "capacity" && o.K is not null && o.Capacity is not null)
            {
                Fail.Usage($"--form {o.Form} makes sizes as even as it can, so --k alone or --capacity alone says how many clusters there are.", "Leave out one of the two, or pass --form capacity.");
            }
        },
        Start = static (options, request) => Start(options, request, "cluster-balanced", BalancedFit.Of),
        Example = static table => table.Classes == 0 ? null : new BalancedOptions { Label = table.Label, Features = [table.Number], Missing = MissingValues.Drop, K = 4, MaxIterations = 1, Form = "recursive", SampleRows = 50 },
    };

    private static MethodEntry Hierarchical => new MethodEntry<HierarchyOptions>("cluster", "hierarchical-kmeans", "Puts rows into clusters of clusters, flattened in rounds so that dense parts get no more clusters than rare ones.", Fitted)
    {
        Memory = "4 (features + 8) bytes a row for each level, twice the features in rounds and with --metric cosine, 8 clusters (features + 1) bytes a worker; of " + Sampled + "; 8 sample^2 / 2",
        Passes = FeatureOptionSpecs.Passes(2) + ", and one more each where kinds are inferred, and with --train-rows, or --label, --text or --id",
        Source = "H. V. Vo et al. 2024",
        Usage = "curate cluster wine.csv --method hierarchical-kmeans --label class --scale standard --levels 12,3 -o tree.csv",
        CompanionOption = "centroids",
        LabelsClasses = false,
        Defaults = new HierarchyOptions(),
        Options =
        [
            OptionSpec<HierarchyOptions>.List("levels", "Clusters of each level, the finest first; without it one for 25 rows (at most 10,000), then a tenth of the level below down to 20.",
                (o, v) => o with { Levels = ClusterOptionSpecs.Counts("levels", v, 1) }),
            OptionSpec<HierarchyOptions>.Whole("rounds", "How often each level is fitted again on equally many members of each cluster; 0 for plain k-means.", (o, v) => o with { Rounds = (int)v }, 10, min: 0, max: 1000),
            OptionSpec<HierarchyOptions>.List("round-members", "Members that each cluster gives to a round, for each level, 0 for no rounds there; without it half the mean size of a cluster.",
                (o, v) => o with { RoundMembers = ClusterOptionSpecs.Counts("round-members", v, 0) }),
            OptionSpec<HierarchyOptions>.Choice("round-pick", "Members of a round: the nearest to their centroid, or random ones.", ["nearest", "random"], (o, v) => o with { RandomMembers = v == "random" }, "nearest"),
            .. ClusteringOptionSpecs.Features<HierarchyOptions>(),
            .. ClusteringOptionSpecs.Fit<HierarchyOptions>(50),
            ClusteringOptionSpecs.TrainRows<HierarchyOptions>(),
            .. ClusteringOptionSpecs.Output<HierarchyOptions>(),
        ],
        ReportsBy = static o => o.FitOnly ? "fit-only" : null,
        Validate = static o =>
        {
            ClusteringOptionSpecs.Check(o);
            ClusterOptionSpecs.CheckLevels(o.Levels, o.RoundMembers);
        },
        Start = static (options, request) => Start(options, request, "cluster-hierarchical", HierarchicalFit.Of),
        Example = static table => table.Classes == 0 ? null : new HierarchyOptions { Label = table.Label, Features = [table.Number], Missing = MissingValues.Drop, Levels = [8, 2], Rounds = 1, MaxIterations = 2, SampleRows = 50 },
    };

    private static MethodEntry Bisecting => new MethodEntry<BisectingOptions>("cluster", "bisecting-kmeans", "Cuts the largest cluster in two by k-means, again and again, until there are k.", Fitted)
    {
        Memory = "8 (features + 8) bytes a row, three times the features with --metric cosine; of " + Sampled + "; 8 sample^2 / 2",
        Passes = FeatureOptionSpecs.Passes(2) + ", and one more each where kinds are inferred, and with --weight, --train-rows, or --label, --text or --id",
        Source = "M. Steinbach, G. Karypis and V. Kumar 2000",
        Usage = "curate cluster wine.csv --method bisecting-kmeans --label class --scale standard --k 3 -o halves.csv",
        CompanionOption = "centroids",
        LabelsClasses = false,
        Defaults = new BisectingOptions { MaxIterations = 300 },
        Options =
        [
            ClusteringOptionSpecs.Clusters<BisectingOptions>("Clusters.") with { Required = true },
            OptionSpec<BisectingOptions>.Choice("cut", "Which cluster is cut next: the one with the largest sum of squared distances, or with most rows.", ["inertia", "size"], (o, v) => o with { BySize = v == "size" }, "inertia"),
            OptionSpec<BisectingOptions>.Flag("refine", "Let steps of k-means over all rows follow the cuts.", (o, v) => o with { Refines = v }),
            .. ClusteringOptionSpecs.Features<BisectingOptions>(),
            ClusteringOptionSpecs.Weight<BisectingOptions>(),
            .. ClusteringOptionSpecs.Fit<BisectingOptions>(300),
            ClusteringOptionSpecs.TrainRows<BisectingOptions>(),
            .. ClusteringOptionSpecs.Output<BisectingOptions>(),
        ],
        ReportsBy = static o => o.FitOnly ? "fit-only" : null,
        Validate = ClusteringOptionSpecs.Check,
        Start = static (options, request) => Start(options, request, "cluster-bisecting", BisectingFit.Of),
        Example = static table => table.Classes == 0 ? null : new BisectingOptions { Label = table.Label, Features = [table.Number], Missing = MissingValues.Drop, K = 4, MaxIterations = 1, SampleRows = 50 },
    };

    private static MethodEntry LeaderEntry => new MethodEntry<LeaderOptions>("cluster", "leader", "Puts rows of a stream into clusters that open as rows come that are far from all others; the order of rows matters.",
        AllRows | MethodTraits.InMemory | MethodTraits.OrderSensitive)
    {
        Memory = "12 features bytes a cluster, 9 to 14 a row, 4 features more a row while kinds are found; 8 sample^2 / 2",
        Passes = "1 with --threshold on unscaled vectors, of which one tells their number; one more each where kinds are inferred, and with --label, --text or --id",
        Source = "J. A. Hartigan 1975, chapter 3; the moving threshold is ours",
        Usage = "curate cluster wine.csv --method leader --label class --scale standard --threshold 3 -o stream.csv",
        CompanionOption = "centroids",
        LabelsClasses = false,
        Defaults = new LeaderOptions(),
        Options =
        [
            OptionSpec<LeaderOptions>.Number("threshold", "Distance up to which a row joins a cluster; without it the mean and --spread of the distances so far.", (o, v) => o with { Threshold = v }, min: 0),
            OptionSpec<LeaderOptions>.Number("spread", "Standard deviations above the mean distance at which a moving threshold lies.", (o, v) => o with { Spread = v }, 3, min: 0, max: 1000),
            OptionSpec<LeaderOptions>.Whole("max-clusters", "Most clusters; rows join the nearest one from then on, however far.", (o, v) => o with { MaxClusters = (int)v }, min: 1, max: int.MaxValue),
            .. ClusteringOptionSpecs.Features<LeaderOptions>(streams: true),
            ClusterOptionSpecs.Fit<LeaderOptions>().Single(static o => o.Name == "metric"),
            .. ClusteringOptionSpecs.Output<LeaderOptions>(),
        ],
        ReportsBy = static o => o.FitOnly ? "fit-only" : null,
        Validate = ClusteringOptionSpecs.Check,
        Start = static (options, request) => MethodStart.With(new LeaderPlanner(ClusteringOptionSpecs.Resolve(options, request), request.Context)),
        Example = static table => table.Classes == 0 ? null : new LeaderOptions { Label = table.Label, Features = [table.Number], Missing = MissingValues.Drop, Threshold = 20, SampleRows = 50 },
    };

    private static MethodEntry Assign => new MethodEntry<ClusteringOptions>("cluster", "assign", "Gives every row the nearest of the centroids that another method saved; rows stream, and shards merge.", AllRows | MethodTraits.Shardable)
    {
        Memory = "the centroids, and 9 to 12 bytes a row in scratch beyond --memory",
        Passes = "1, and one more with --label",
        Usage = "curate cluster wine.csv --method assign --centroids wine-centroids.csv -o assigned.csv",
        InputOptions = ["centroids"],
        LabelsClasses = false,
        Defaults = new ClusteringOptions { NearestRows = 3 },
        Options =
        [
            OptionSpec<ClusteringOptions>.Path("centroids", "A table of centroids that another method of curate cluster wrote with --centroids.", (o, _) => o) with { Required = true },
            .. ClusteringOptionSpecs.Columns<ClusteringOptions>(),
            ClusteringOptionSpecs.Nearest<ClusteringOptions>(),
        ],
        Start = static (options, request) => MethodStart.With(new AssignPlanner(ClusteringOptionSpecs.Resolve(options, request), request.Context)),
        Example = static table => new ClusteringOptions { Label = table.Label, Given = CentroidTable.Of(table.Number, 10, 200, 100) },
    };

    private static MethodStart Start<T>(T options, StartRequest request, string purpose, Func<FitInput, T, ClusterFit> find)
        where T : ClusteringOptions
    {
        T resolved = ClusteringOptionSpecs.Resolve(options, request);
        return MethodStart.With(new ClusterPlanner(resolved, purpose, input => find(input, resolved), request.Context));
    }

    private static int Count(string text)
    {
        if (!NumberText.TryWhole(text, out long count) || count < 1 || count > int.MaxValue)
        {
            Fail.Usage($"--k {Fail.Show(text)} is neither a whole number from 1 on nor auto.", "Pass --k 10, or --k auto to find the number.");
        }

        return (int)count;
    }
}
