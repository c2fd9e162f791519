using Curate.Core.Resample.Features;

namespace Curate.Core.Resample.Cleaning;

/// <summary>Options of the cleaners. One record serves all, so that several can run together on the same values.</summary>
public sealed record CleaningOptions : FeatureOptions
{
    /// <summary>Neighbours that vote on a row.</summary>
    public int Neighbours { get; init; } = 3;

    /// <summary>A row stays when most of its neighbours share its label; else all must.</summary>
    public bool Majority { get; init; }

    /// <summary>Most rounds of repeated editing.</summary>
    public int MaxIterations { get; init; } = 100;

    /// <summary>All-k editing goes on after a class has fallen below the smallest.</summary>
    public bool AllowMinority { get; init; }

    /// <summary>Neighbourhood cleaning looks into classes of more than this many times the rows of the smallest.</summary>
    public double Threshold { get; init; } = 0.5;

    /// <summary>Rows of each class that a condensed set begins with.</summary>
    public int Seeds { get; init; } = 1;
}
