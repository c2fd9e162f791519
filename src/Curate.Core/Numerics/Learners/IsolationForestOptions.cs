namespace Curate.Core.Numerics.Learners;

/// <summary>How an isolation forest is grown.</summary>
public sealed record IsolationForestOptions
{
    public int Trees { get; init; } = 100;

    /// <summary>Rows that each tree isolates, drawn without replacement; fewer where there are fewer.</summary>
    public int SampleRows { get; init; } = 256;
}
