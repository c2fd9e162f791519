namespace Curate.Core.Check.Leakage;

/// <summary>Options of <c>check --with split-leakage</c>.</summary>
public sealed record SplitLeakageOptions
{
    /// <summary>The column whose values name the part of a row; null = parts are files.</summary>
    public string? SplitColumn { get; init; }

    /// <summary>The value of the rows that learn.</summary>
    public string? Train { get; init; }

    /// <summary>Columns whose values make two rows the same; empty = all that every part has, id and split column aside.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>Columns with the ids of the rows that a row was made from.</summary>
    public IReadOnlyList<string> Parent { get; init; } = [];

    /// <summary>Least Jaccard similarity of two texts that are nearly the same.</summary>
    public double NearThreshold { get; init; } = 0.8;
}
