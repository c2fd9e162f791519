namespace Curate.Core.Select.Sampling;

/// <summary>Options of <c>select --method soft-cap-sampling</c>.</summary>
internal sealed record SoftCapOptions
{
    /// <summary>Draws, or a share of the rows, which may be above 1.</summary>
    public Budget Budget { get; init; } = Budget.None;

    /// <summary>The budget holds for each group of these columns.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>A dataset of ids was given; its rows come out at least once.</summary>
    public bool Must { get; init; }

    /// <summary>The column that finds them.</summary>
    public string? Id { get; init; }

    /// <summary>Columns of scores.</summary>
    public IReadOnlyList<string> Scores { get; init; } = [];

    /// <summary>What each column weighs; empty for 1.</summary>
    public IReadOnlyList<double> Weights { get; init; } = [];

    /// <summary>A column of how useful rows were, as far as that is known: weights are fitted to it; or null.</summary>
    public string? Useful { get; init; }

    /// <summary>Chances go with exp (beta score) rather than with score^beta.</summary>
    public bool Power { get; init; }

    public double Beta { get; init; } = 1;

    /// <summary>What a draw takes from the logarithm of the chance of the row.</summary>
    public double Penalty { get; init; } = 0.15;

    /// <summary>Rows drawn at once, each at most once; null for a thousandth of the rows.</summary>
    public long? Batch { get; init; }

    /// <summary>Most copies of a row; null for any number.</summary>
    public long? MostCopies { get; init; }

    /// <summary>Added column of the blended score, or null.</summary>
    public string? ScoreColumn { get; init; }
}
