namespace Curate.Core.Mix;

/// <summary>Options of <c>rehearsal</c> alone.</summary>
public sealed record RehearsalOptions
{
    /// <summary>Sources of old rows.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Columns whose joint values are the bins.</summary>
    public IReadOnlyList<string> Bins { get; init; } = [];

    /// <summary>Column of the loss before tuning; its quantiles cut bins further.</summary>
    public string? PastLoss { get; init; }

    /// <summary>How many quantiles.</summary>
    public int LossBins { get; init; } = 10;

    /// <summary>Column that says whether the earlier model had a row right; null = nobody looked at any row.</summary>
    public string? OldCorrect { get; init; }

    /// <summary>Column that says whether the tuned model has it right; missing where nobody looked.</summary>
    public string? NewCorrect { get; init; }

    /// <summary>Share of old rows in the mixture.</summary>
    public double Ratio { get; init; } = 0.2;

    /// <summary>Share of the old rows that is taken in proportion to the size of bins.</summary>
    public double Floor { get; init; } = 0.1;
}
