using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Select.Report;
using Curate.Core.Text.Tokens;

namespace Curate.Core.Select.Sampling;

/// <summary>The options that sampling methods share, and the entry that they make.</summary>
internal static class SampleSpecs
{
    public static OptionSpec<SampleOptions> Inclusion { get; } = OptionSpec<SampleOptions>.Text("inclusion-column", "Name of an added column with the chance that the row had to be drawn.", (o, v) => o with { InclusionColumn = v }, "inclusion");

    public static OptionSpec<SampleOptions> Weight { get; } = OptionSpec<SampleOptions>.Text("weight-column", "Name of an added column with 1 / chance, by which sums over the sample estimate sums over all rows.", (o, v) => o with { WeightColumn = v }, "weight");

    /// <summary>A column of scores, by the words of the method.</summary>
    public static OptionSpec<SampleOptions> Score(string help) => OptionSpec<SampleOptions>.Column("score", help, (o, v) => o with { Score = v }) with { Role = true, Required = true };

    /// <summary>An entry over scores; <c>rowBytes</c> and, for each value of several columns, <c>valueBytes</c> are what a run takes from the budget for a row.</summary>
    public static MethodEntry Entry(string name, string summary, SampleOptions defaults, Func<Stratum, SampleOptions, Sampled> draw, IReadOnlyList<OptionSpec<SampleOptions>> own, MethodTraits traits,
        int rowBytes, string source, string usage, Action<SampleOptions>? validate = null, Func<LawCase, SampleOptions, SampleOptions>? example = null, bool must = true, bool sized = false, int valueBytes = 0, string values = "", string moreMemory = "", string passWith = "--must") =>
        new MethodEntry<SampleOptions>("select", name, summary, MethodTraits.KeepsOrder | MethodTraits.InMemory | traits)
        {
            Memory = $"{rowBytes} bytes a row{(valueBytes == 0 ? "" : $", and {valueBytes} a {values}")}{moreMemory}; 4 features a row more with --features",
            Passes = $"1, and one more each with {passWith} and with --features, --embedding or --label",
            Source = source,
            Usage = usage,
            Defaults = defaults,
            InputOptions = must ? ["must"] : [],
            DropReasons = [PickSpecs.Reason],
            LabelsClasses = false,
            Refusals = sized ? new Dictionary<string, string>() : PickSpecs.FixedSize,
            FileOptions = sized ? [TokenizerSpecs.File] : [],
            Options = [.. Budgets.Where(o => must || o.Name != "must"), .. sized ? Sizes : [], .. must ? [Id] : Array.Empty<OptionSpec<SampleOptions>>(), .. own, .. Compared.Where(o => own.All(p => p.Name != o.Name))],
            Validate = options =>
            {
                Check(options, sized);
                validate?.Invoke(options);
            },
            Start = (options, request) => MethodStart.With(ComparedPlanner.Of(new SamplePlanner(name, Resolve(options, request), draw, RowSizer.Of(options.Budget, options.Sizes, request), rowBytes, valueBytes, request.Context), options.Compared, request)),
            Example = table => table.Classes == 0 ? null : Example(table, defaults, example),
        };

    private static IReadOnlyList<OptionSpec<SampleOptions>> Budgets { get; } =
        PickSpecs.Budgets<SampleOptions>(o => o.Budget, (o, v) => o with { Budget = v }, (o, v) => o with { Groups = v }, o => o with { Must = true });

    private static IEnumerable<OptionSpec<SampleOptions>> Compared { get; } = [.. ComparedBy.Specs<SampleOptions>(static o => o.Compared, static (o, v) => o with { Compared = v })];

    private static IReadOnlyList<OptionSpec<SampleOptions>> Sizes { get; } =
        PickSpecs.Sizes<SampleOptions>(o => o.Budget, (o, v) => o with { Budget = v }, o => o.Sizes, (o, v) => o with { Sizes = v });

    private static OptionSpec<SampleOptions> Id { get; } = PickSpecs.Id<SampleOptions>((o, v) => o with { Id = v });

    private static SampleOptions Example(LawCase table, SampleOptions defaults, Func<LawCase, SampleOptions, SampleOptions>? example)
    {
        SampleOptions options = defaults with { Budget = new Budget(BudgetKind.Rows, Math.Min(3, table.Rows)) };
        return example is null ? options with { Score = table.Id, Beta = 0.001 } : example(table, options);
    }

    private static void Check(SampleOptions options, bool sized)
    {
        PickSpecs.Check(options.Budget, options.Must, options.Id, sized);
        PickSpecs.CheckSizes(options.Budget, options.Sizes);
        options.Compared.Check();
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
