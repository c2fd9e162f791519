namespace Curate.Core.Resample;

/// <summary>Which way class counts may move.</summary>
public enum BalanceMode
{
    /// <summary>Classes only grow.</summary>
    Over,
    /// <summary>Classes only shrink.</summary>
    Under,
    /// <summary>Both; forms that fix no total keep the number of rows.</summary>
    Both,
}
