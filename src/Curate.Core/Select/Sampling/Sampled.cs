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
}
