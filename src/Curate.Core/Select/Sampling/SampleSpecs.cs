using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Core.Select.Sampling;

/// <summary>The options that sampling methods share, and the entry that they make.</summary>
internal static class SampleSpecs
{
    public static OptionSpec<SampleOptions> Inclusion { get; } = OptionSpec<SampleOptions>.Text("inclusion-column", "Name of an added column with the chance that the row had to be drawn.", (o, v) => o with { InclusionColumn = v }, "inclusion");

    public static OptionSpec<SampleOptions> Weight { get; } = OptionSpec<SampleOptions>.Text("weight-column", "Name of an added column with 1 / chance, by which sums over the sample estimate sums over all rows.", (o, v) => o with { WeightColumn = v }, "weight");

    /// <summary>A column of scores, by the words of the method.</summary>
    public static OptionSpec<SampleOptions> Score(string help) => OptionSpec<SampleOptions>.Column("score", help, (o, v) => o with { Score = v }) with { Role = true, Required = true };

    /// <summary>An entry over scores.</summary>
    public static MethodEntry Entry(string name, string summary, SampleOptions defaults, Func<Stratum, SampleOptions, Sampled> draw, IReadOnlyList<OptionSpec<SampleOptions>> own, MethodTraits traits,
        string memory, string source, string usage, Action<SampleOptions>? validate = null, Func<LawCase, SampleOptions, SampleOptions>? example = null, bool must = true) =>
        new MethodEntry<SampleOptions>("select", name, summary, MethodTraits.KeepsOrder | MethodTraits.InMemory | traits)
        {
            Memory = memory,
            Passes = "1, and one more with --must",
            Source = source,
            Usage = usage,
            Defaults = defaults,
            InputOptions = must ? ["must"] : [],
            DropReasons = [PickSpecs.Reason],
            LabelsClasses = false,
            Options = [.. Budgets.Where(o => must || o.Name != "must"), .. must ? [Id] : Array.Empty<OptionSpec<SampleOptions>>(), .. own],
            Validate = options =>
            {
                Check(options);
                validate?.Invoke(options);
            },
            Start = (options, request) => MethodStart.With(new SamplePlanner(name, Resolve(options, request), draw, request.Context)),
            Example = table => table.Classes == 0 ? null : Example(table, defaults, example),
        };

    private static IReadOnlyList<OptionSpec<SampleOptions>> Budgets { get; } =
        PickSpecs.Budgets<SampleOptions>(o => o.Budget, (o, v) => o with { Budget = v }, (o, v) => o with { Groups = v }, o => o with { Must = true });

    private static OptionSpec<SampleOptions> Id { get; } = OptionSpec<SampleOptions>.Column("id", "Column that --must finds rows by.", (o, v) => o with { Id = v }) with { Role = true };

    private static SampleOptions Example(LawCase table, SampleOptions defaults, Func<LawCase, SampleOptions, SampleOptions>? example)
    {
        SampleOptions options = defaults with { Budget = new Budget(BudgetKind.Rows, Math.Min(3, table.Rows)) };
        return example is null ? options with { Score = table.Id, Beta = 0.001 } : example(table, options);
    }

    private static void Check(SampleOptions options)
    {
        PickSpecs.Check(options.Budget, options.Must, options.Id);
        if (options.InclusionColumn is { } name && name == options.WeightColumn)
        {
            Fail.Usage($"--inclusion-column and --weight-column are both {Fail.Show(name)}.", "Give them two names.");
        }

        if (options.OrderColumn is { } order && (order == options.WeightColumn || order == options.InclusionColumn))
        {
            Fail.Usage($"--draw-column and another added column are both {Fail.Show(order)}.", "Give them different names.");
        }
    }

    private static SampleOptions Resolve(SampleOptions options, StartRequest request) => options with
    {
        Groups = request.Columns(options.Groups),
        Score = options.Score is { } score ? request.Column(score) : null,
        Columns = request.Columns(options.Columns),
        Loss = options.Loss is { } loss ? request.Column(loss) : null,
        Id = options.Id is { } id ? request.Column(id) : null,
    };
}
