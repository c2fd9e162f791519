using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Select.Clusters;
using Curate.Core.Select.Report;
using Curate.Core.Text.Tokens;

namespace Curate.Core.Select;

/// <summary>The methods of <c>curate select</c>.</summary>
public static class SelectMethods
{
    private const MethodTraits SubsetTraits = MethodTraits.KeepsOrder | MethodTraits.Subset | MethodTraits.Shardable | MethodTraits.Random;

    public static IReadOnlyList<NamedMethod> All { get; } =
    [
        new("random-subset", static _ => RandomSubset),
        new("stratified", static _ => Stratified),
        new("rules", static _ => Rules.RulesMethod.Entry),
        .. ClusterPickMethods.All,
        .. Diversity.DiversityMethods.All,
        .. Items.ItemMethods.All,
        .. Sampling.SamplingMethods.All,
        .. Target.TargetMethods.All,
    ];

    private static MethodEntry RandomSubset => new MethodEntry<SubsetOptions>("select", "random-subset",
        "Takes a uniform random subset of exact size, in all or per group.", SubsetTraits)
    {
        Memory = "1 to 4 bytes a row; 8 more with --id; 8 more with --bytes, --tokens or --cost; in scratch beyond --memory. With the latter 16 a row of the largest group, too; 4 features more with --features",
        Passes = "2, and one more with --features, --embedding or --label",
        Usage = "curate select penguins.csv --rows 100 -o sample.csv",
        Defaults = new SubsetOptions(),
        InputOptions = ["must"],
        FileOptions = [TokenizerSpecs.File],
        DropReasons = [SubsetPlanner.Reason],
        Options = [.. BudgetOptions, OptionSpec<SubsetOptions>.Columns("per", "The budget holds for each group of these columns.", (o, v) => o with { Groups = v }), .. Compared],
        Validate = Check,
        Start = Start,
        Example = static table => new SubsetOptions { Budget = new Budget(BudgetKind.Rows, table.Rows / 2) },
    };

    private static MethodEntry Stratified => new MethodEntry<SubsetOptions>("select", "stratified",
        "Takes a random subset that keeps (or evens out) the shares of groups, with an exact total.", SubsetTraits)
    {
        Memory = "1 to 4 bytes a row; 8 more with --id; 8 more with --bytes, --tokens or --cost; in scratch beyond --memory; 4 features more with --features",
        Passes = "2, and one more with --features, --embedding or --label",
        Usage = "curate select penguins.csv --method stratified --by species --rows 60 -o sample.csv",
        Defaults = new SubsetOptions { Allocation = Allocation.Proportional },
        InputOptions = ["must"],
        FileOptions = [TokenizerSpecs.File],
        DropReasons = [SubsetPlanner.Reason],
        Options =
        [
            .. BudgetOptions,
            OptionSpec<SubsetOptions>.Columns("by", "Columns whose values make the strata.", (o, v) => o with { Groups = v }) with { Required = true },
            OptionSpec<SubsetOptions>.Choice("allocation", "How rows are shared out: proportional to the strata, equal, or by square roots.",
                ["proportional", "equal", "sqrt"], (o, v) => o with { Allocation = v switch { "equal" => Allocation.Equal, "sqrt" => Allocation.SquareRoot, _ => Allocation.Proportional } }, "proportional"),
            OptionSpec<SubsetOptions>.Whole("at-least", "Rows that each stratum gets at least, or all it has.", (o, v) => o with { AtLeast = v }, 0, 0),
            .. Compared,
        ],
        Validate = Check,
        Start = Start,
        Example = static table => new SubsetOptions { Budget = new Budget(BudgetKind.Rows, table.Rows / 2), Groups = [table.Label], Allocation = Allocation.Proportional },
    };

    private static IReadOnlyList<OptionSpec<SubsetOptions>> BudgetOptions =>
    [
        .. PickSpecs.Budgets<SubsetOptions>(static o => o.Budget, static (o, v) => o with { Budget = v }, static (o, v) => o with { Groups = v }, static o => o with { Must = true }).Where(static o => o.Name is "rows" or "fraction"),
        .. PickSpecs.Sizes<SubsetOptions>(static o => o.Budget, static (o, v) => o with { Budget = v }, static o => o.Sizes, static (o, v) => o with { Sizes = v }),
        OptionSpec<SubsetOptions>.Column("id", "Key draws by this column instead of the row number, so that appended rows change few picks.", (o, v) => o with { Id = v }) with { Role = true },
        OptionSpec<SubsetOptions>.Path("must", "A file with an --id column; its rows are taken first.", (o, v) => o with { Must = true }),
    ];

    private static IEnumerable<OptionSpec<SubsetOptions>> Compared => ComparedBy.Specs<SubsetOptions>(static o => o.Compared, static (o, v) => o with { Compared = v });

    private static MethodStart Start(SubsetOptions options, StartRequest request)
    {
        SubsetOptions bound = options with
        {
            Groups = request.Columns(options.Groups),
            Id = options.Id is { } id ? request.Column(id) : null,
        };
        return MethodStart.With(ComparedPlanner.Of(new SubsetPlanner(bound, RowSizer.Of(options.Budget, options.Sizes, request), request.Context), options.Compared, request));
    }

    private static void Check(SubsetOptions options)
    {
        switch (options)
        {
            case { Budget.Kind: BudgetKind.None }:
                Fail.Usage("How much to take is not said.", "Pass one of --rows N, --fraction P, --bytes SIZE, --tokens N, --cost N.");
                break;
            case { Must: true, Id: null }:
                Fail.Usage("--must needs to know which column names a row.", "Pass --id COL.");
                break;
        }

        PickSpecs.CheckSizes(options.Budget, options.Sizes);
        options.Compared.Check();
    }
}
