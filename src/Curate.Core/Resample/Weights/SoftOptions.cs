namespace Curate.Core.Resample.Weights;

/// <summary>Options of soft group balance.</summary>
internal sealed record SoftOptions : WeightOptions
{
    /// <summary>Columns of memberships, one a group.</summary>
    public IReadOnlyList<string> Memberships { get; init; } = [];

    /// <summary>Wanted shares by column; empty for equal ones.</summary>
    public IReadOnlyList<(string Name, double Share)> Shares { get; init; } = [];

    /// <summary>Rows without a membership are left as they are, instead of being refused.</summary>
    public bool DropsMissing { get; init; }
}
