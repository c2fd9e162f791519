namespace Curate.Core.Select;

/// <summary>How much to take: rows, a share of the rows, or a sum of bytes, tokens or cost.</summary>
/// <param name="Kind">What is counted.</param>
/// <param name="Amount">How much of it.</param>
public readonly record struct Budget(BudgetKind Kind, double Amount)
{
    public static Budget None { get; } = new(BudgetKind.None, 0);

    /// <summary>Rows are not all equal under this budget: sizes must be read.</summary>
    public bool IsSized => Kind is BudgetKind.Bytes or BudgetKind.Tokens or BudgetKind.Cost;
}
