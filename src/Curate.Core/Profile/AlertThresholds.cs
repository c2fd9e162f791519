namespace Curate.Core.Profile;

/// <summary>From which figure on an alert is raised.</summary>
public sealed record AlertThresholds
{
    /// <summary>Share of nulls, zeros or infinities, each.</summary>
    public double Missing { get; init; } = 0.01;

    public double Zeros { get; init; } = 0.01;

    public double Infinities { get; init; } = 0;

    /// <summary>Share of one value that makes a column near-constant.</summary>
    public double NearConstant { get; init; } = 0.99;

    /// <summary>Distinct values of a category.</summary>
    public long Cardinality { get; init; } = 50;

    /// <summary>1 - H / log2(K) of a category or class.</summary>
    public double Imbalance { get; init; } = 0.5;

    /// <summary>Absolute skewness.</summary>
    public double Skewness { get; init; } = 20;

    /// <summary>p-value of a chi-square test against equal shares, above which a column is suspiciously even.</summary>
    public double Uniform { get; init; } = 0.999;

    /// <summary>Absolute association of two columns.</summary>
    public double Association { get; init; } = 0.9;

    /// <summary>Share of duplicate rows.</summary>
    public double Duplicates { get; init; } = 0;

    /// <summary>Population stability index that counts as a shift.</summary>
    public double Shift { get; init; } = 0.2;

    /// <summary>Change of a class share, as a difference of shares, that counts.</summary>
    public double ClassShare { get; init; } = 0.05;

    /// <summary>Balanced accuracy of the nearest class mean from which on classes are suspiciously easy to tell apart.</summary>
    public double Separability { get; init; } = 0.99;
}
