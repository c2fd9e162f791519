using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Resample.Features;
using Curate.Core.Select;

namespace Curate.Core.Resample.Clusters;

/// <summary>The options that resamplers over clusters share, and what they check together.</summary>
internal static class ClusterOptionSpecs
{
    /// <summary>Columns and how vectors are made of them, label and target aside.</summary>
    public static IReadOnlyList<OptionSpec<T>> Features<T>(string missing)
        where T : ClusterOptions =>
    [
        OptionSpec<T>.Column("embedding", "Column of vectors that rows are compared by, in place of --features.", (o, v) => o with { Embedding = v }) with { Role = true },
        .. FeatureOptionSpecs.Of<T>("", duplicates: false, categorical: false).Where(static o => o.Name is "features" or "id" or "scale"),
        FeatureOptionSpecs.Of<T>("", duplicates: false, categorical: false).Single(static o => o.Name == "missing") with { Help = missing },
        OptionSpec<T>.Columns("cluster-id", "Columns that hold ready clusters, the coarsest first: nothing is clustered.", (o, v) => o with { ClusterIds = v }) with { Role = true },
    ];

    /// <summary>How k-means is fitted.</summary>
    public static IReadOnlyList<OptionSpec<T>> Fit<T>()
        where T : ClusterOptions =>
    [
        OptionSpec<T>.Choice("metric", "What is near: by the distance of vectors, or by their direction alone.", ["euclidean", "cosine"], (o, v) => o with { Cosine = v == "cosine" }, "euclidean"),
        OptionSpec<T>.Choice("init", "How k-means picks the rows that it starts from: k-means++, its parallel form for many clusters, or rows at random.", ["k-means++", "parallel", "random"],
            (o, v) => o with { Init = v switch { "parallel" => KMeansInit.Parallel, "random" => KMeansInit.Random, _ => KMeansInit.PlusPlus } }, "k-means++"),
        OptionSpec<T>.Whole("max-iterations", "Most iterations of k-means.", (o, v) => o with { MaxIterations = (int)v }, 50, min: 1, max: int.MaxValue),
        OptionSpec<T>.Whole("n-init", "Starts of k-means; the best counts.", (o, v) => o with { Starts = (int)v }, 1, min: 1, max: 10_000),
    ];

    /// <summary>The size of a sample that centroids are fitted on.</summary>
    public static OptionSpec<T> TrainRows<T>()
        where T : ClusterOptions =>
        OptionSpec<T>.Whole("train-rows", "Fit centroids on so many random rows, then assign all; 0 for all rows.", (o, v) => o with { TrainRows = (int)v }, 0, min: 0, max: int.MaxValue, unit: "rows");

    /// <summary>How much is written.</summary>
    public static IReadOnlyList<OptionSpec<T>> Budget<T>()
        where T : ClusterOptions =>
    [
        OptionSpec<T>.Whole("rows", "Rows to write.", (o, v) => o with { Rows = v }, min: 1, unit: "rows"),
        OptionSpec<T>.Fraction("fraction", "Rows to write, as a share of the rows in clusters; above 1 with --max-repeat.", (o, v) => o with { Fraction = v }, max: 1_000_000, aboveMin: true),
    ];

    /// <summary>What is written.</summary>
    public static IReadOnlyList<OptionSpec<T>> Output<T>(string repeats, double? maxRepeat, string clusterColumn)
        where T : ClusterOptions =>
    [
        OptionSpec<T>.Choice("as", "Write rows, or keep every row and write a weight column.", ["rows", "weights"], (o, v) => o with { AsWeights = v == "weights" }, "rows"),
        OptionSpec<T>.Text("weight-column", "Name of the column that --as weights adds.", (o, v) => o with { WeightColumn = v }, "weight"),
        OptionSpec<T>.Number("max-repeat", repeats, (o, v) => o with { MaxRepeat = v }, maxRepeat, min: 1, max: 1_000_000),
        OptionSpec<T>.Text("cluster-column", clusterColumn, (o, v) => o with { ClusterColumn = v }),
    ];

    /// <summary>What options mean together; nothing is opened.</summary>
    /// <exception cref="CurateException">They contradict each other.</exception>
    public static void Check(ClusterOptions options)
    {
        if (options.Embedding is not null && options.Features.Count > 0)
        {
            Fail.Usage("--embedding and --features both say what rows are compared by.", "Pass one of them.");
        }

        if (options.ClusterIds.Count > 0 && (options.Embedding is not null || options.Features.Count > 0 || options.Scale != FeatureScaling.None || options.Cosine || options.TrainRows > 0))
        {
            Fail.Usage("--cluster-id names ready clusters, and an option says how to find some.", "Leave out --cluster-id, or --features, --embedding, --scale, --metric and --train-rows.");
        }

        if (options.Rows is not null && options.Fraction is not null)
        {
            Fail.Usage("--rows and --fraction both say how many rows to write.", "Pass one of them.");
        }

        if (!options.AsWeights && options.MaxRepeat is { } repeat && repeat != Math.Floor(repeat))
        {
            Fail.Usage($"--max-repeat {NumberText.Of(repeat)} is no whole number, and rows come out whole times.", "Round it, or use --as weights.");
        }

        if (options.AsWeights && options.WeightColumn == options.ClusterColumn)
        {
            Fail.Usage($"--weight-column and --cluster-column are both {Fail.Show(options.WeightColumn)}.", "Give them two names.");
        }
    }

    /// <summary>As <see cref="Check"/>, for methods that write a number of rows.</summary>
    /// <exception cref="CurateException">They contradict each other, or the number is missing.</exception>
    public static void CheckBudget(ClusterOptions options)
    {
        Check(options);
        if (!options.AsWeights && options.Budget.Kind == BudgetKind.None)
        {
            Fail.Usage("How many rows to write is not said.", "Pass --rows N or --fraction P%" + (options.RepeatsRows ? ", or --as weights." : "."));
        }
    }

    /// <summary>The options with column lists resolved to names of the dataset.</summary>
    public static T Resolve<T>(T options, StartRequest request)
        where T : ClusterOptions => options with
        {
            Label = options.Label.Length == 0 ? "" : request.Column(options.Label),
            Embedding = options.Embedding is { } embedding ? request.Column(embedding) : null,
            Features = options.Embedding is { } vectors ? [request.Column(vectors)] : request.Columns(options.Features),
            ClusterIds = request.Columns(options.ClusterIds),
            Id = options.Id is { } id ? request.Column(id) : null,
            Groups = request.Columns(options.Groups),
        };

    /// <summary>Refuses an embedding that is none.</summary>
    /// <exception cref="CurateException">The column that <c>--embedding</c> names holds no vectors.</exception>
    public static void CheckEmbedding(ClusterOptions options, FeatureColumns columns) => columns.CheckEmbedding(options.Embedding);

    /// <summary>Refuses levels that do not go from fine to coarse, and members that are not one number for each.</summary>
    /// <exception cref="CurateException">They do not fit together.</exception>
    public static void CheckLevels(IReadOnlyList<int> levels, IReadOnlyList<int> members)
    {
        for (int level = 1; level < levels.Count; level++)
        {
            if (levels[level] >= levels[level - 1])
            {
                Fail.Usage($"--levels {string.Join(',', levels)}: level {NumberText.Of(level + 1)} has {NumberText.Of(levels[level])} clusters of the {NumberText.Of(levels[level - 1])} below it.",
                    "Levels come from the finest to the coarsest, each with fewer clusters: 1000,100,10.");
            }
        }

        if (members.Count > 0 && members.Count != levels.Count)
        {
            Fail.Usage($"--round-members has {NumberText.Of(members.Count)} numbers, and --levels has {NumberText.Of(levels.Count)}.", "Give one for each level, and name the levels with --levels.");
        }
    }

    /// <summary>Whole numbers of a list, each at least so large.</summary>
    /// <exception cref="CurateException">An item is none.</exception>
    public static int[] Counts(string option, string[] items, int least)
    {
        var counts = new int[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            if (!NumberText.TryWhole(items[i], out long count) || count < least || count > int.MaxValue)
            {
                Fail.Usage($"--{option}: {Fail.Show(items[i])} is no whole number from {NumberText.Of(least)} on.", "Give whole numbers with commas between them, such as 1000,100,10.");
            }

            counts[i] = (int)count;
        }

        return counts;
    }
}
