using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Select.Diversity;
using Curate.Core.Text.Tokens;

namespace Curate.Core.Select.Items;

/// <summary>The options that methods over values share, and the entry that they make.</summary>
internal static class ItemSpecs
{
    /// <summary>An entry over rows as sets of values.</summary>
    public static MethodEntry Entry(string name, string summary, ItemOptions defaults, Func<ItemPool, ItemOptions, Picks> pick, IReadOnlyList<OptionSpec<ItemOptions>> own, MethodTraits more,
        string memory, string source, string usage, Func<LawCase, ItemOptions, ItemOptions> example) =>
        new MethodEntry<ItemOptions>("select", name, summary, MethodTraits.KeepsOrder | MethodTraits.Subset | MethodTraits.InMemory | more)
        {
            Memory = memory,
            Passes = "1, and one more with --per, --must, --bytes, --tokens or --cost",
            Source = source,
            Usage = usage,
            Defaults = defaults,
            InputOptions = ["must"],
            DropReasons = [PickSpecs.Reason],
            LabelsClasses = false,
            FileOptions = own.Any(static o => o.Name == "tokens") ? [] : [TokenizerSpecs.File],
            Options = [.. Budgets, .. SizesOf(own), Id, .. own, Order],
            Validate = static options =>
            {
                PickSpecs.Check(options.Budget, options.Must, options.Id, sized: true);
                PickSpecs.CheckSizes(options.Budget, options.Sizes);
            },
            Start = (options, request) => MethodStart.With(new ItemPlanner(name, Resolve(options, request), pick, RowSizer.Of(options.Budget, options.Sizes, request), request.Context)),
            Example = table => table.Classes == 0 ? null : example(table, defaults with { Budget = new Budget(BudgetKind.Rows, Math.Min(6, table.Rows)) }),
        };

    private static IReadOnlyList<OptionSpec<ItemOptions>> Budgets { get; } =
        PickSpecs.Budgets<ItemOptions>(o => o.Budget, (o, v) => o with { Budget = v }, (o, v) => o with { Groups = v }, o => o with { Must = true });

    /// <summary>Budgets of sizes; without that of tokens where <c>--tokens</c> says what a token of the method is.</summary>
    private static IEnumerable<OptionSpec<ItemOptions>> SizesOf(IReadOnlyList<OptionSpec<ItemOptions>> own) =>
        PickSpecs.Sizes<ItemOptions>(o => o.Budget, (o, v) => o with { Budget = v }, o => o.Sizes, (o, v) => o with { Sizes = v })
            .Where(o => !own.Any(static p => p.Name == "tokens") || o.Name is "bytes" or "cost" or "cost-column");

    private static OptionSpec<ItemOptions> Id { get; } = PickSpecs.Id<ItemOptions>((o, v) => o with { Id = v });

    private static OptionSpec<ItemOptions> Order { get; } = PickSpecs.Order<ItemOptions>((o, v) => o with { InPickOrder = v });

    private static ItemOptions Resolve(ItemOptions options, StartRequest request) => options with
    {
        Groups = request.Columns(options.Groups),
        Id = options.Id is { } id ? request.Column(id) : null,
        Attributes = request.Columns(options.Attributes),
        Text = options.Text is { } text ? request.Column(text) : null,
        Template = options.Template is { } template ? request.Column(template) : null,
    };
}
