namespace Curate.Core.Resample.Balance;

/// <summary>Options of <see cref="StreamBalance"/>.</summary>
internal sealed record StreamOptions
{
    /// <summary>The class column.</summary>
    public string Label { get; init; } = "";

    /// <summary>Most rows that stay.</summary>
    public int Buffer { get; init; } = StreamBalance.DefaultBuffer;

    /// <summary>Column by which the worst row of a class is known.</summary>
    public string? Score { get; init; }

    /// <summary>highest, lowest or random; null where it was not said.</summary>
    public string? Drop { get; init; }

    /// <summary>Draws are keyed by this column.</summary>
    public string? Id { get; init; }
}
