namespace Curate.Core.Resample.Balance;

/// <summary>Options of <see cref="MakeImbalance"/>.</summary>
internal sealed record ImbalanceOptions
{
    /// <summary>Label, weights and id.</summary>
    public RandomOptions Rows { get; init; } = new() { Mode = BalanceMode.Under };

    /// <summary>exponential, linear, step, uniform or ratios.</summary>
    public string Shape { get; init; } = "exponential";

    /// <summary>Rows of the largest class over rows of the smallest; null where it was not said.</summary>
    public double? Factor { get; init; }

    /// <summary>With step: share of the classes that are small; null where it was not said.</summary>
    public double? MinorityShare { get; init; }

    /// <summary>With ratios: rows of a class over rows of the largest.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Ratios { get; init; } = [];

    /// <summary>Classes from the largest to the smallest; empty for sorted order.</summary>
    public IReadOnlyList<string> Order { get; init; } = [];

    /// <summary>The last class of the order is the largest.</summary>
    public bool Backward { get; init; }

    /// <summary>Rows of the largest class; null for the most that all classes allow.</summary>
    public long? Head { get; init; }
}
