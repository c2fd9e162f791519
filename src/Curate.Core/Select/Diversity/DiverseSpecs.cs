using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Resample.Features;
using Curate.Core.Text.Tokens;

namespace Curate.Core.Select.Diversity;

/// <summary>The options that methods of picking row by row share, and the entry that they make.</summary>
internal static class DiverseSpecs
{
    /// <summary>How rows are compared.</summary>
    public static OptionSpec<DiverseOptions> Bandwidth { get; } = OptionSpec<DiverseOptions>.Number("bandwidth",
        "Width h of rbf, exp(-distance^2 / (2 h^2)); without it the median distance of rows.", (o, v) => o with { Bandwidth = v }, min: 0, aboveMin: true);

    public static OptionSpec<DiverseOptions> Score { get; } = OptionSpec<DiverseOptions>.Column("score", "Column of numbers that says how good rows are.", (o, v) => o with { Score = v }) with { Role = true };

    public static OptionSpec<DiverseOptions> ScoreWeight { get; } = OptionSpec<DiverseOptions>.Number("score-weight", "What a unit of --score weighs against the objective.", (o, v) => o with { ScoreWeight = v }, 1);

    /// <summary>An entry over vectors.</summary>
    /// <param name="name">Name of the method.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="defaults">Options as they stand when nothing is given.</param>
    /// <param name="pick">Picks rows of one pool.</param>
    /// <param name="own">Options of the method.</param>
    /// <param name="more">Traits beyond those that all have.</param>
    /// <param name="memory">Memory beyond the vectors.</param>
    /// <param name="source">The paper.</param>
    /// <param name="usage">A command on the examples.</param>
    /// <param name="example">What the law tests run it with, beyond a number column and a budget.</param>
    /// <param name="validate">Checks of the method's own.</param>
    /// <param name="sized">Rows are picked one after the other, so that a budget of sizes can end the picking.</param>
    /// <param name="rowBytes">What is held of a row of so many features beside its vector and what the method takes by itself.</param>
    public static MethodEntry Entry(string name, string summary, DiverseOptions defaults, Func<Pool, DiverseOptions, Picks> pick, IReadOnlyList<OptionSpec<DiverseOptions>> own, MethodTraits more,
        string memory, string source, string usage, Func<LawCase, DiverseOptions, DiverseOptions>? example = null, Action<DiverseOptions>? validate = null, bool sized = true, Func<int, long>? rowBytes = null) =>
        new MethodEntry<DiverseOptions>("select", name, summary, MethodTraits.KeepsOrder | MethodTraits.Subset | MethodTraits.InMemory | more)
        {
            Memory = "4 features bytes a row, twice with --per; " + memory,
            Passes = FeatureOptionSpecs.Passes(2) + ", and one more each where kinds are inferred and with --per, --must, --score, --bytes, --tokens or --cost",
            Source = source,
            Usage = usage,
            Defaults = defaults,
            InputOptions = ["must"],
            DropReasons = [PickSpecs.Reason],
            LabelsClasses = false,
            Refusals = sized ? new Dictionary<string, string>() : PickSpecs.FixedSize,
            FileOptions = sized ? [TokenizerSpecs.File] : [],
            Options = [.. Budgets, .. sized ? Sizes : [], .. Features, .. own, Order],
            Validate = options =>
            {
                Check(options, sized);
                validate?.Invoke(options);
            },
            Start = (options, request) => MethodStart.With(new PickPlanner(name, Resolve(options, request), pick, RowSizer.Of(options.Budget, options.Sizes, request), rowBytes ?? (static _ => PickPlanner.LeastRowBytes), request.Context)),
            Example = table => table.Classes == 0 ? null : Example(table, defaults, example),
        };

    /// <summary>Checks what one option alone cannot; nothing is opened.</summary>
    public static void Check(DiverseOptions options, bool sized = true)
    {
        PickSpecs.Check(options.Budget, options.Must, options.Id, sized);
        PickSpecs.CheckSizes(options.Budget, options.Sizes);
        if (options.Embedding is not null && options.Features.Count > 0)
        {
            Fail.Usage("--embedding and --features both say what rows are compared by.", "Pass one of them.");
        }
    }

    /// <summary>Scores times their weight, or null.</summary>
    public static double[]? Weighed(Pool pool, DiverseOptions options) => pool.Scores is { } scores ? Array.ConvertAll(scores, s => s * options.ScoreWeight) : null;

    /// <summary>Says which similarity was used.</summary>
    public static void AddSimilarity(Picks picks, Similarities similarities)
    {
        picks.Figures.Add(("similarity", similarities.Kind switch { SimilarityKind.Cosine => "cosine", SimilarityKind.Rbf => "rbf", SimilarityKind.Linear => "linear", _ => "euclidean" }));
        if (similarities.Kind == SimilarityKind.Rbf)
        {
            picks.Figures.Add(("bandwidth", similarities.Bandwidth));
        }
    }

    private static IReadOnlyList<OptionSpec<DiverseOptions>> Budgets { get; } =
        PickSpecs.Budgets<DiverseOptions>(o => o.Budget, (o, v) => o with { Budget = v }, (o, v) => o with { Groups = v }, o => o with { Must = true });

    private static IReadOnlyList<OptionSpec<DiverseOptions>> Sizes { get; } =
        PickSpecs.Sizes<DiverseOptions>(o => o.Budget, (o, v) => o with { Budget = v }, o => o.Sizes, (o, v) => o with { Sizes = v });

    private static IReadOnlyList<OptionSpec<DiverseOptions>> Features { get; } =
    [
        OptionSpec<DiverseOptions>.Column("label", "Column of classes that the report looks at; rows are picked without it.", (o, v) => o with { Label = v }) with { Role = true },
        OptionSpec<DiverseOptions>.Column("embedding", "Column of vectors that rows are compared by, in place of --features.", (o, v) => o with { Embedding = v }) with { Role = true },
        .. FeatureOptionSpecs.Of<DiverseOptions>("", duplicates: false, categorical: false).Where(static o => o.Name is "features" or "id" or "scale"),
        FeatureOptionSpecs.Of<DiverseOptions>("", duplicates: false, categorical: false).Single(static o => o.Name == "missing") with
        {
            Help = "What stands for a missing number: nothing (error), the column's mean or median, zero; drop leaves the row out, and it is not picked.",
        },
    ];

    private static OptionSpec<DiverseOptions> Order { get; } = PickSpecs.Order<DiverseOptions>((o, v) => o with { InPickOrder = v });

    private static DiverseOptions Example(LawCase table, DiverseOptions defaults, Func<LawCase, DiverseOptions, DiverseOptions>? example)
    {
        DiverseOptions options = defaults with { Features = [table.Number], Missing = MissingValues.Mean, Budget = new Budget(BudgetKind.Rows, Math.Min(6, table.Rows)), Label = table.Label };
        return example is null ? options : example(table, options);
    }

    private static DiverseOptions Resolve(DiverseOptions options, StartRequest request) => options with
    {
        Label = options.Label.Length == 0 ? "" : request.Column(options.Label),
        Embedding = options.Embedding is { } embedding ? request.Column(embedding) : null,
        Features = options.Embedding is { } vectors ? [request.Column(vectors)] : request.Columns(options.Features),
        Groups = request.Columns(options.Groups),
        Score = options.Score is { } score ? request.Column(score) : null,
        Id = options.Id is { } id ? request.Column(id) : null,
    };
}
