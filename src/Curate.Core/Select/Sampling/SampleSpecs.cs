using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Resample.Features;

namespace Curate.Core.Select.Sampling;

/// <summary>The options that sampling methods share, and the entry that they make.</summary>
internal static class SampleSpecs
{
    public const string Reason = "not-selected";

    public static OptionSpec<SampleOptions> Inclusion { get; } = OptionSpec<SampleOptions>.Text("inclusion-column", "Name of an added column with the chance that the row had to be drawn.", (o, v) => o with { InclusionColumn = v }, "inclusion");

    public static OptionSpec<SampleOptions> Weight { get; } = OptionSpec<SampleOptions>.Text("weight-column", "Name of an added column with 1 / chance, by which sums over the sample estimate sums over all rows.", (o, v) => o with { WeightColumn = v }, "weight");

    /// <summary>A column of scores, by the words of the method.</summary>
    public static OptionSpec<SampleOptions> Score(string help) => OptionSpec<SampleOptions>.Column("score", help, (o, v) => o with { Score = v }) with { Role = true, Required = true };

    /// <summary>An entry over scores, or over features where <paramref name="vectors"/>.</summary>
    public static MethodEntry Entry(string name, string summary, SampleOptions defaults, bool vectors, Func<Stratum, SampleOptions, Sampled> draw, IReadOnlyList<OptionSpec<SampleOptions>> own, MethodTraits traits,
        string memory, string source, string usage, Action<SampleOptions>? validate = null, bool repeats = false) =>
        new MethodEntry<SampleOptions>("select", name, summary, MethodTraits.KeepsOrder | MethodTraits.InMemory | traits)
        {
            Memory = memory,
            Passes = vectors ? "2, and one more each where kinds are inferred and with --per or --must" : "1, and one more with --must",
            Source = source,
            Usage = usage,
            Defaults = defaults,
            InputOptions = ["must"],
            DropReasons = [Reason],
            LabelsClasses = false,
            Options = [.. Budgets, .. vectors ? Features : [Id], .. own],
            Validate = options =>
            {
                Check(options);
                validate?.Invoke(options);
            },
            Start = (options, request) => MethodStart.With(new SamplePlanner(name, Resolve(options, request), vectors, repeats, draw, request.Context)),
            Example = table => table.Classes == 0 ? null : vectors
                ? defaults with { Features = [table.Number], Missing = MissingValues.Mean, Budget = new Budget(BudgetKind.Rows, Math.Min(6, table.Rows)) }
                : defaults with { Score = table.Id, Beta = 0.001, Budget = new Budget(BudgetKind.Rows, Math.Min(3, table.Rows)) },
        };

    private static IReadOnlyList<OptionSpec<SampleOptions>> Budgets { get; } =
    [
        OptionSpec<SampleOptions>.Whole("rows", "Rows to take.", (o, v) => With(o, BudgetKind.Rows, v), min: 0),
        OptionSpec<SampleOptions>.Fraction("fraction", "Share of the rows to take.", (o, v) => With(o, BudgetKind.Fraction, v)),
        OptionSpec<SampleOptions>.Columns("per", "The budget holds for each group of these columns.", (o, v) => o with { Groups = v }),
        OptionSpec<SampleOptions>.Path("must", "A file with an --id column; its rows are taken first.", (o, v) => o with { Must = true }),
    ];

    private static OptionSpec<SampleOptions> Id { get; } = OptionSpec<SampleOptions>.Column("id", "Column that --must finds rows by.", (o, v) => o with { Id = v }) with { Role = true };

    private static IReadOnlyList<OptionSpec<SampleOptions>> Features { get; } =
    [
        OptionSpec<SampleOptions>.Column("embedding", "Column of vectors that rows are compared by, in place of --features.", (o, v) => o with { Embedding = v }) with { Role = true },
        .. FeatureOptionSpecs.Of<SampleOptions>("", duplicates: false, categorical: false).Where(static o => o.Name is "features" or "id" or "scale"),
        FeatureOptionSpecs.Of<SampleOptions>("", duplicates: false, categorical: false).Single(static o => o.Name == "missing") with
        {
            Help = "What stands for a missing number: nothing (error), the column's mean or median, zero; drop leaves the row out, and it is not picked.",
        },
    ];

    private static void Check(SampleOptions options)
    {
        if (options.Budget.Kind == BudgetKind.None)
        {
            Fail.Usage("No budget is given.", "Pass --rows N or --fraction P%.");
        }

        if (options.Must && options.Id is null)
        {
            Fail.Usage("--must needs --id, the column that its rows are found by.");
        }

        if (options.Embedding is not null && options.Features.Count > 0)
        {
            Fail.Usage("--embedding and --features both say what rows are compared by.", "Pass one of them.");
        }

        if (options.InclusionColumn is { } name && name == options.WeightColumn)
        {
            Fail.Usage($"--inclusion-column and --weight-column are both {Fail.Show(name)}.", "Give them two names.");
        }
    }

    private static SampleOptions Resolve(SampleOptions options, StartRequest request) => options with
    {
        Embedding = options.Embedding is { } embedding ? request.Column(embedding) : null,
        Features = options.Embedding is { } vectors ? [request.Column(vectors)] : request.Columns(options.Features),
        Groups = request.Columns(options.Groups),
        Score = options.Score is { } score ? request.Column(score) : null,
        Id = options.Id is { } id ? request.Column(id) : null,
    };

    private static SampleOptions With(SampleOptions options, BudgetKind kind, double amount)
    {
        if (options.Budget.Kind != BudgetKind.None)
        {
            Fail.Usage("More than one budget is given.", "Pass one of --rows, --fraction.");
        }

        return options with { Budget = new Budget(kind, amount) };
    }
}
