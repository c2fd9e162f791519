using Curate.Core.Cluster;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Resample.Clusters;
using Curate.Core.Select.Clusters;
using Curate.Core.Text.Tokens;

namespace Curate.Core.Select.Target;

/// <summary>The options that targeted methods share, and the entry that they make.</summary>
internal static class TargetSpecs
{
    public static OptionSpec<TargetOptions> Text { get; } = OptionSpec<TargetOptions>.Column("text", "Text column of the input and of the target.", (o, v) => o with { Text = v }) with { Role = true, Required = true };

    public static OptionSpec<TargetOptions> MaxOverlap { get; } = OptionSpec<TargetOptions>.Fraction("max-overlap",
        "Share of a row's runs of five words that may stand in target texts; a row with more is a near-copy of the target and is not taken; 1 lets all be.", (o, v) => o with { MaxOverlap = v }, 0.8);

    /// <summary>How texts become n-grams.</summary>
    public static IReadOnlyList<OptionSpec<TargetOptions>> Grams(int buckets) =>
    [
        OptionSpec<TargetOptions>.Whole("ngrams", "Words of the longest n-gram.", (o, v) => o with { LongestGram = (int)v }, 2, min: 1, max: 5),
        OptionSpec<TargetOptions>.Whole("buckets", "Buckets that n-grams are hashed to.", (o, v) => o with { Buckets = (int)v }, buckets, min: 2, max: 1 << 24),
    ];

    /// <summary>What rows are compared by: columns of numbers, of vectors, or a text.</summary>
    /// <param name="textColumns">Columns that n-grams of texts are hashed to.</param>
    public static IReadOnlyList<OptionSpec<TargetOptions>> Vectors(int textColumns) =>
    [
        .. ClusteringOptionSpecs.Features<TargetOptions>(streams: true).Select(o => o.Name switch
        {
            "id" => o with { Help = "Column that identifies rows, by which --must finds them: it is no feature." },
            "text" => o with { Help = "Text column: its hashed words and character n-grams are the vectors where no --features and no --embedding are named." },
            "text-columns" => OptionSpec<TargetOptions>.Whole("text-columns", o.Help, static (p, v) => p with { TextColumns = (int)v }, textColumns, min: 2, max: 65_536),
            "missing" => o with { Help = "What stands for a missing number: nothing (error), the column's mean, zero; drop leaves the row out: it is not picked." },
            _ => o,
        }),
    ];

    /// <summary>Checks what rows are compared by; nothing is opened.</summary>
    public static void CheckVectors(TargetOptions options) => ClusteringOptionSpecs.Check(options with { ClusterIds = [] });

    /// <summary>An entry over a target.</summary>
    /// <param name="name">Name of the method.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="defaults">Options as they stand when nothing is given.</param>
    /// <param name="score">Scores all rows.</param>
    /// <param name="own">Options of the method.</param>
    /// <param name="more">Traits beyond those that all have.</param>
    /// <param name="memory">Memory beyond that of all.</param>
    /// <param name="passes">Passes beyond those of all.</param>
    /// <param name="source">The paper.</param>
    /// <param name="usage">A command on the examples.</param>
    /// <param name="validate">Checks of the method's own.</param>
    /// <param name="example">What the law tests run it with, beyond a text column, a target and a budget.</param>
    /// <param name="inputs">Options whose values are further datasets, after <c>--must</c> and <c>--target</c>.</param>
    public static MethodEntry Entry(string name, string summary, TargetOptions defaults, Func<TargetJob, TargetScores> score, IReadOnlyList<OptionSpec<TargetOptions>> own, MethodTraits more,
        string memory, string passes, string source, string usage, Action<TargetOptions>? validate = null, Func<LawCase, TargetOptions, TargetOptions>? example = null, params string[] inputs) =>
        new MethodEntry<TargetOptions>("select", name, summary, MethodTraits.KeepsOrder | MethodTraits.Subset | MethodTraits.InMemory | more)
        {
            Memory = "8 to 12 bytes a row and 1 to 4 each with --per and --source, in scratch beyond --memory; 24 a picked row and random subset; with --bytes, --tokens or --cost 8 a row, and 24 for each row that may be picked; " + memory,
            Passes = passes + "; one more each with --like, --per or --must, and --source",
            Source = source,
            Usage = usage,
            Defaults = defaults,
            InputOptions = ["must", "target", .. inputs],
            DropReasons = [PickSpecs.Reason, TargetRows.Reason, .. own.Any(static o => o.Name == "max-overlap") ? [TargetPlanner.CopyReason] : Array.Empty<string>()],
            LabelsClasses = false,
            FileOptions = [TokenizerSpecs.File],
            Options = [.. ClusterPickSpecs.Budget<TargetOptions>(), .. ClusterPickSpecs.Sizes<TargetOptions>(ownText: true), .. own.Any(static o => o.Name == "id") ? [] : new[] { Id }, .. Target, .. own, ScoreColumn, Source],
            Validate = options =>
            {
                Check(options);
                validate?.Invoke(options);
            },
            Start = (options, request) => MethodStart.With(new TargetPlanner(name, Resolve(options, request), score, RowSizer.Of(options.Budget, options.Sizes with { Text = options.Text }, request), request.Context)),
            Example = table => table.Classes < 3 || table.Rows < 50 ? null : Example(table, defaults, example),
        };

    private static OptionSpec<TargetOptions> Id { get; } = PickSpecs.Id<TargetOptions>((o, v) => o with { Id = v });

    private static IReadOnlyList<OptionSpec<TargetOptions>> Target { get; } =
    [
        OptionSpec<TargetOptions>.Path("target", "A dataset of the rows that the picked ones shall be like, with the columns that rows are compared by.", (o, _) => o with { HasTarget = true }),
        OptionSpec<TargetOptions>.Text("like", "COL=VALUE: rows of the input with this value are the target; they are not picked themselves.", (o, v) => o with { Like = TargetRows.Parse(v) }),
    ];

    private static OptionSpec<TargetOptions> ScoreColumn { get; } = OptionSpec<TargetOptions>.Text("score-column", "Name of an added column with the score.", (o, v) => o with { ScoreColumn = v });

    private static OptionSpec<TargetOptions> Source { get; } = OptionSpec<TargetOptions>.Column("source", "Column of sources, of which the report tells the shares.", (o, v) => o with { Source = v }) with { Role = true };

    private static TargetOptions Example(LawCase table, TargetOptions defaults, Func<LawCase, TargetOptions, TargetOptions>? example)
    {
        TargetOptions options = defaults with { Text = table.Text, Like = (table.Label, "b"), Fraction = 0.2 };
        return example is null ? options : example(table, options);
    }

    private static void Check(TargetOptions options)
    {
        PickSpecs.Check(options.Budget, options.Must, options.Id, sized: true);
        PickSpecs.CheckSizes(options.Budget, options.Sizes with { Text = options.Text }, ownText: true);
        if (options.HasTarget == options.Like is not null)
        {
            Fail.Usage(options.HasTarget ? "--target and --like both say what the target is." : "There is no target.", "Pass --target FILE or --like COL=VALUE.");
        }
    }

    private static TargetOptions Resolve(TargetOptions options, StartRequest request) => ClusterOptionSpecs.Resolve(options, request) with
    {
        Groups = request.Columns(options.Groups),
        Text = options.Text is { } text ? request.Column(text) : null,
        Source = options.Source is { } source ? request.Column(source) : null,
        Like = options.Like is { } like ? (request.Column(like.Column), like.Value) : null,
    };
}
