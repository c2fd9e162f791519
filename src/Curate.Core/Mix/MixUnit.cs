namespace Curate.Core.Mix;

/// <summary>What budgets, shares and the sizes of sources count.</summary>
public enum MixUnit
{
    /// <summary>Rows.</summary>
    Rows,
    /// <summary>Bytes of records.</summary>
    Bytes,
    /// <summary>Tokens: white-space separated words of a text column, or the values of a length column.</summary>
    Tokens,
    /// <summary>The values of a cost column.</summary>
    Cost,
}
