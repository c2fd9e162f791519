namespace Curate.Core.Profile.Report;

/// <summary>What changed from a reference dataset to this one.</summary>
public sealed record ComparisonReport
{
    /// <summary>The reference, as the user named it.</summary>
    public required string Other { get; init; }

    public required long OtherRows { get; init; }

    /// <summary>Columns that only this dataset has.</summary>
    public IReadOnlyList<string> Added { get; init; } = [];

    /// <summary>Columns that only the reference has.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>Columns of another kind: name, kind in the reference, kind here.</summary>
    public IReadOnlyList<(string Name, string Before, string After)> KindChanged { get; init; } = [];

    /// <summary>Every column of both, largest shift first.</summary>
    public IReadOnlyList<ColumnShift> Columns { get; init; } = [];

    /// <summary>Class shares of labels and groups of both.</summary>
    public IReadOnlyList<ClassShift> Classes { get; init; } = [];
}
