using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Select.Diversity;

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
            Passes = "1, and one more each with --per and --must",
            Source = source,
            Usage = usage,
            Defaults = defaults,
            InputOptions = ["must"],
            DropReasons = [PickSpecs.Reason],
            LabelsClasses = false,
            Options = [.. Budgets, Id, .. own, Order],
            Validate = static options => PickSpecs.Check(options.Budget, options.Must, options.Id),
            Start = (options, request) => MethodStart.With(new ItemPlanner(name, Resolve(options, request), pick, request.Context)),
            Example = table => table.Classes == 0 ? null : example(table, defaults with { Budget = new Budget(BudgetKind.Rows, Math.Min(6, table.Rows)) }),
        };

    private static IReadOnlyList<OptionSpec<ItemOptions>> Budgets { get; } =
        PickSpecs.Budgets<ItemOptions>(o => o.Budget, (o, v) => o with { Budget = v }, (o, v) => o with { Groups = v }, o => o with { Must = true });

    private static OptionSpec<ItemOptions> Id { get; } = OptionSpec<ItemOptions>.Column("id", "Column that --must finds rows by.", (o, v) => o with { Id = v }) with { Role = true };

    private static OptionSpec<ItemOptions> Order { get; } = OptionSpec<ItemOptions>.Choice("order", "Rows come out in the order of the input, or in that in which they were picked.",
        ["input", "pick"], (o, v) => o with { InPickOrder = v == "pick" }, "input");

    private static ItemOptions Resolve(ItemOptions options, StartRequest request) => options with
    {
        Groups = request.Columns(options.Groups),
        Id = options.Id is { } id ? request.Column(id) : null,
        Attributes = request.Columns(options.Attributes),
        Text = options.Text is { } text ? request.Column(text) : null,
        Template = options.Template is { } template ? request.Column(template) : null,
    };
}
