using Curate.Core.Select.Report;

namespace Curate.Core.Select;

/// <summary>Options of <c>select --method random-subset</c> and <c>stratified</c>.</summary>
public sealed record SubsetOptions
{
    /// <summary>How much to take.</summary>
    public Budget Budget { get; init; } = Budget.None;

    /// <summary>The budget holds for each group of these columns (<c>--per</c>), or the strata (<c>--by</c>).</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>How the budget is shared out among strata; null = each group has the whole budget.</summary>
    public Allocation? Allocation { get; init; }

    /// <summary>No stratum that has rows gets fewer than this many (or all it has).</summary>
    public long AtLeast { get; init; }

    /// <summary>Draws are keyed by this column instead of the row number.</summary>
    public string? Id { get; init; }

    /// <summary>A dataset of ids was given; its rows are always taken.</summary>
    public bool Must { get; init; }

    /// <summary>How large rows are under <c>--tokens</c> and <c>--cost</c>.</summary>
    public SizeOptions Sizes { get; init; } = new();

    /// <summary>What the report compares by.</summary>
    public ComparedBy Compared { get; init; } = new();
}
