using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Select.Clusters;
using Curate.Core.Text.Tokens;

namespace Curate.Core.Select;

/// <summary>The methods of <c>curate select</c>.</summary>
public static class SelectMethods
{
    private const MethodTraits SubsetTraits = MethodTraits.KeepsOrder | MethodTraits.Subset | MethodTraits.Shardable | MethodTraits.Random;

    public static IReadOnlyList<MethodEntry> All { get; } =
        [RandomSubset, Stratified, Rules.RulesMethod.Entry, .. ClusterPickMethods.All, .. Diversity.DiversityMethods.All, .. Items.ItemMethods.All, .. Sampling.SamplingMethods.All, .. Target.TargetMethods.All];

    private static MethodEntry RandomSubset => new MethodEntry<SubsetOptions>("select", "random-subset",
        "Takes a uniform random subset of exact size, in all or per group.", SubsetTraits)
    {
        Memory = "1 to 4 bytes a row; 8 more with --id; 8 more with --bytes, --tokens or --cost; in scratch beyond --memory. With the latter 16 a row of the largest group, too",
        Passes = "2",
        Usage = "curate select penguins.csv --rows 100 -o sample.csv",
        Defaults = new SubsetOptions(),
        InputOptions = ["must"],
        FileOptions = [TokenizerSpecs.File],
        DropReasons = [SubsetPlanner.Reason],
        Options = [.. BudgetOptions, OptionSpec<SubsetOptions>.Columns("per", "The budget holds for each group of these columns.", (o, v) => o with { Groups = v })],
        Validate = Check,
        Start = Start,
        Example = static table => new SubsetOptions { Budget = new Budget(BudgetKind.Rows, table.Rows / 2) },
    };

    private static MethodEntry Stratified => new MethodEntry<SubsetOptions>("select", "stratified",
        "Takes a random subset that keeps (or evens out) the shares of groups, with an exact total.", SubsetTraits)
    {
        Memory = "1 to 4 bytes a row; 8 more with --id; in scratch beyond --memory",
        Passes = "2",
        Usage = "curate select penguins.csv --method stratified --by species --rows 60 -o sample.csv",
        Defaults = new SubsetOptions { Allocation = Allocation.Proportional },
        InputOptions = ["must"],
        DropReasons = [SubsetPlanner.Reason],
        Options =
        [
            .. BudgetOptions.Where(static o => o.Name is not ("bytes" or "tokens" or "cost" or "cost-column" or "text" or "length-column") && !TokenizerSpecs.Names.Contains(o.Name)),
            OptionSpec<SubsetOptions>.Columns("by", "Columns whose values make the strata.", (o, v) => o with { Groups = v }) with { Required = true },
            OptionSpec<SubsetOptions>.Choice("allocation", "How rows are shared out: proportional to the strata, equal, or by square roots.",
                ["proportional", "equal", "sqrt"], (o, v) => o with { Allocation = v switch { "equal" => Allocation.Equal, "sqrt" => Allocation.SquareRoot, _ => Allocation.Proportional } }, "proportional"),
            OptionSpec<SubsetOptions>.Whole("at-least", "Rows that each stratum gets at least, or all it has.", (o, v) => o with { AtLeast = v }, 0, 0),
        ],
        Validate = Check,
        Start = Start,
        Example = static table => new SubsetOptions { Budget = new Budget(BudgetKind.Rows, table.Rows / 2), Groups = [table.Label], Allocation = Allocation.Proportional },
    };

    private static IReadOnlyList<OptionSpec<SubsetOptions>> BudgetOptions =>
    [
        OptionSpec<SubsetOptions>.Whole("rows", "Rows to take.", (o, v) => With(o, BudgetKind.Rows, v), min: 0),
        OptionSpec<SubsetOptions>.Fraction("fraction", "Share of the rows to take.", (o, v) => With(o, BudgetKind.Fraction, v)),
        OptionSpec<SubsetOptions>.Size("bytes", "Bytes of records to take at most.", (o, v) => With(o, BudgetKind.Bytes, v)),
        OptionSpec<SubsetOptions>.Whole("tokens", "Tokens of --text or --length-column to take at most.", (o, v) => With(o, BudgetKind.Tokens, v), min: 0),
        OptionSpec<SubsetOptions>.Number("cost", "Sum of --cost-column to take at most.", (o, v) => With(o, BudgetKind.Cost, v), min: 0),
        OptionSpec<SubsetOptions>.Column("cost-column", "Column that --cost adds up; a missing value costs nothing.", (o, v) => o with { CostColumn = v }),
        OptionSpec<SubsetOptions>.Column("text", "Text column whose tokens are counted: what white space separates, or those of --tokenizer.", (o, v) => o with { Text = v }) with { Role = true },
        .. TokenizerSpecs.For<SubsetOptions>(static o => o.Tokenizer, static (o, v) => o with { Tokenizer = v }),
        OptionSpec<SubsetOptions>.Column("length-column", "Column that holds the tokens of each row.", (o, v) => o with { LengthColumn = v }),
        OptionSpec<SubsetOptions>.Column("id", "Key draws by this column instead of the row number, so that appended rows change few picks.", (o, v) => o with { Id = v }) with { Role = true },
        OptionSpec<SubsetOptions>.Path("must", "A file with an --id column; its rows are taken first.", (o, v) => o with { Must = true }),
    ];

    private static MethodStart Start(SubsetOptions options, StartRequest request)
    {
        SubsetOptions bound = options with
        {
            Groups = request.Columns(options.Groups),
            Id = options.Id is { } id ? request.Column(id) : null,
            CostColumn = options.CostColumn is { } cost ? request.Column(cost) : null,
            Text = options.Text is { } text ? request.Column(text) : null,
            LengthColumn = options.LengthColumn is { } length ? request.Column(length) : null,
        };
        return MethodStart.With(new SubsetPlanner(bound, RowTokens.Of(bound.Text, bound.LengthColumn, bound.Tokenizer, request), request.Context));
    }

    private static SubsetOptions With(SubsetOptions options, BudgetKind kind, double amount)
    {
        if (options.Budget.Kind != BudgetKind.None)
        {
            Fail.Usage("More than one budget is given.", "Pass one of --rows, --fraction, --bytes, --tokens, --cost.");
        }

        return options with { Budget = new Budget(kind, amount) };
    }

    private static void Check(SubsetOptions options)
    {
        TokenizerSpecs.Check(options.Tokenizer, options.Text);
        switch (options)
        {
            case { Budget.Kind: BudgetKind.None }:
                Fail.Usage("How much to take is not said.", "Pass one of --rows N, --fraction P, --bytes SIZE, --tokens N, --cost N.");
                break;
            case { Must: true, Id: null }:
                Fail.Usage("--must needs to know which column names a row.", "Pass --id COL.");
                break;
            case { Budget.Kind: BudgetKind.Cost, CostColumn: null }:
                Fail.Usage("--cost needs a column to add up.", "Pass --cost-column COL.");
                break;
            case { Budget.Kind: BudgetKind.Tokens, Text: null, LengthColumn: null }:
                Fail.Usage("--tokens needs a column to count them in.", "Pass --text COL or --length-column COL.");
                break;
            case { Text: not null, LengthColumn: not null }:
                Fail.Usage("--text and --length-column both say how many tokens a row has.", "Pass one of them.");
                break;
        }
    }
}
