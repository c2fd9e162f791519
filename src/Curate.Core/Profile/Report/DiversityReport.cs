namespace Curate.Core.Profile.Report;

/// <summary>How good, how different and how complex rows are: as a whole, by source, and as a quality filter would leave them.</summary>
public sealed record DiversityReport
{
    /// <summary>Columns that rows are compared by; empty where only texts are looked at.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Numbers of a vector.</summary>
    public int Dimension { get; init; }

    /// <summary><c>cosine</c> or <c>rbf</c>; null without vectors.</summary>
    public string? Similarity { get; init; }

    /// <summary>Width of the Gaussian; null for the cosine.</summary>
    public double? Bandwidth { get; init; }

    public string? Text { get; init; }

    public string? Score { get; init; }

    public string? Loss { get; init; }

    /// <summary>Column of how much rows count in Vendi scores.</summary>
    public string? Weight { get; init; }

    public string? Source { get; init; }

    /// <summary>Rows that samples have at most.</summary>
    public int SampleLimit { get; init; }

    /// <summary>All rows first, then the values of the source column, in order.</summary>
    public required IReadOnlyList<DiversitySet> Sets { get; init; }

    /// <summary>Samples of all rows whose score reaches a quantile of the scores; empty without scores.</summary>
    public IReadOnlyList<QualityStep> Filter { get; init; } = [];
}
