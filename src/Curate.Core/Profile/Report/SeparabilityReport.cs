namespace Curate.Core.Profile.Report;

/// <summary>How well simple measures tell the classes apart on the sample.</summary>
public sealed record SeparabilityReport
{
    public required long Rows { get; init; }

    /// <summary>Columns used.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>Fisher's discriminant ratio of the best single feature, and its name.</summary>
    public double Fisher { get; init; }

    public string? BestFeature { get; init; }

    /// <summary>Out-of-fold balanced accuracy of the nearest class mean.</summary>
    public Interval NearestMean { get; init; }

    /// <summary>Balanced accuracy of guessing: one over the number of classes.</summary>
    public double Chance { get; init; }
}
