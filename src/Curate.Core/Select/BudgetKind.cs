namespace Curate.Core.Select;

/// <summary>What a budget counts.</summary>
public enum BudgetKind
{
    None,
    Rows,
    /// <summary>A share of the rows.</summary>
    Fraction,
    /// <summary>Bytes of the records.</summary>
    Bytes,
    /// <summary>White-space separated tokens of a text column.</summary>
    Tokens,
    /// <summary>The sum of a column.</summary>
    Cost,
}
