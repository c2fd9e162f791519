using Curate.Core.Resample.Features;

namespace Curate.Core.Resample.Balance.Pairing;

/// <summary>Options of <see cref="Matching"/>; the label is the column of groups.</summary>
internal sealed record MatchOptions : FeatureOptions
{
    /// <summary>The group whose rows are matched; null for the smallest.</summary>
    public string? Treated { get; init; }

    /// <summary>Groups that matches are taken from; empty for all others.</summary>
    public IReadOnlyList<string> Control { get; init; } = [];

    /// <summary>Near is what has a similar chance to be treated, rather than similar features.</summary>
    public bool ByPropensity { get; init; } = true;

    /// <summary>Matches agree in these columns.</summary>
    public IReadOnlyList<string> Exact { get; init; } = [];

    /// <summary>Farthest match; null where it was not said.</summary>
    public double? Caliper { get; init; }

    /// <summary>Matches may be at any distance.</summary>
    public bool NoCaliper { get; init; }

    /// <summary>Matches of each treated row.</summary>
    public int Controls { get; init; } = 1;

    /// <summary>A row may be the match of several.</summary>
    public bool Replacement { get; init; }

    /// <summary>largest, smallest, data or random; null where it was not said.</summary>
    public string? Order { get; init; }

    /// <summary>Column whose gap between the groups is reported.</summary>
    public string? Outcome { get; init; }

    /// <summary>Write weights instead of the matched rows.</summary>
    public bool AsWeights { get; init; }

    /// <summary>Name of the weight column.</summary>
    public string WeightColumn { get; init; } = "weight";

    /// <summary>The order in which treated rows choose.</summary>
    public string Chooses => Order ?? (ByPropensity ? "largest" : "data");

    /// <summary>Standard deviations of the logit, or units of distance; null for none.</summary>
    public double? Farthest => NoCaliper ? null : Caliper ?? (ByPropensity ? Matching.DefaultCaliper : null);
}
