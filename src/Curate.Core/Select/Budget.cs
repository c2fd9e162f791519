namespace Curate.Core.Select;

/// <summary>How much to take: rows, a share of the rows, or a sum of bytes, tokens or cost.</summary>
/// <param name="Kind">What is counted.</param>
/// <param name="Amount">How much of it.</param>
public readonly record struct Budget(BudgetKind Kind, double Amount)
{
    public static Budget None { get; } = new(BudgetKind.None, 0);

    /// <summary>Rows are not all equal under this budget: sizes must be read.</summary>
    public bool IsSized => Kind is BudgetKind.Bytes or BudgetKind.Tokens or BudgetKind.Cost;

    /// <summary>The rows that a share of some rows is, or the rows that are asked for; shares are rounded to the nearest, halves to even.</summary>
    public long RowsOf(long rows)
    {
        if (Kind == BudgetKind.Rows)
        {
            return (long)Amount;
        }

        double exact = Amount * rows;
        double nearest = Math.Round(exact);
        return (long)(Math.Abs(exact - nearest) < 1e-9 * Math.Max(1, nearest) ? nearest : Math.Round(exact, MidpointRounding.ToEven));
    }
}
