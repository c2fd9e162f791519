namespace Curate.Formats.Files;

/// <summary>What differs from run to run without changing the result.</summary>
public sealed record ProvenanceRun
{
    /// <summary>Paths of the inputs as given, in order.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>Path of the output as given.</summary>
    public string? Output { get; init; }

    public string? Host { get; init; }

    public int Workers { get; init; }

    /// <summary>When the run began; written in UTC.</summary>
    public DateTimeOffset? Started { get; init; }

    public double Seconds { get; init; }
}
