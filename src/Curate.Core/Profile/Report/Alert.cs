namespace Curate.Core.Profile.Report;

/// <summary>A finding that somebody should look at.</summary>
public sealed record Alert
{
    /// <summary>Stable code in kebab case: <c>constant-column</c>. <c>curate explain CODE</c> tells more.</summary>
    public required string Code { get; init; }

    public required AlertSeverity Severity { get; init; }

    /// <summary>What it is about, or empty for the whole table.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>One sentence with the numbers.</summary>
    public required string Message { get; init; }

    /// <summary>The figure that was compared.</summary>
    public double? Value { get; init; }

    /// <summary>What it was compared with.</summary>
    public double? Threshold { get; init; }
}
