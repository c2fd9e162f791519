namespace Curate.Core.Select.Sampling;

/// <summary>What was drawn from a <see cref="Stratum"/>.</summary>
internal sealed class Sampled
{
    /// <summary>Rows of the stratum that stay, in any order, each once.</summary>
    public required IReadOnlyList<int> Rows { get; init; }

    /// <summary>The chance of every row of the stratum to be drawn; null where it is not known.</summary>
    public double[]? Inclusion { get; init; }

    /// <summary>Figures for the report; the same names for every stratum.</summary>
    public IReadOnlyList<(string Name, object? Value)> Figures { get; init; } = [];

    /// <summary>The score of every row of the stratum that the method found; null for that of the column.</summary>
    public double[]? Scores { get; init; }

    /// <summary>The weight of every row of the stratum; null for one over its chance.</summary>
    public double[]? Weights { get; init; }

    /// <summary>The number of the draw of every row of the stratum, or null.</summary>
    public double[]? Order { get; init; }

    /// <summary>One more table of the report, the same for every stratum: its first column is the group, and lines come without it.</summary>
    public (string Key, string Title, string[] Columns, List<object?[]> Lines)? Table { get; init; }
}
