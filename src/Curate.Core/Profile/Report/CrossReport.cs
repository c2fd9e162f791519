namespace Curate.Core.Profile.Report;

/// <summary>Label by group: counts per cell.</summary>
public sealed record CrossReport
{
    public required string Label { get; init; }

    public required string Group { get; init; }

    /// <summary>Label classes, largest first; those beyond a documented limit are summed into the last, named <c>(other)</c>.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>One row per group, one count per label.</summary>
    public required IReadOnlyList<IReadOnlyList<long>> Counts { get; init; }

    /// <summary>Cells without a row, as group and label.</summary>
    public IReadOnlyList<(string Group, string Label)> EmptyCells { get; init; } = [];

    public double CramersV { get; init; }

    /// <summary>Groups with fewer rows are small.</summary>
    public long SmallGroup { get; init; }

    /// <summary>The small groups with their rows, smallest first; all of them, shown or summed.</summary>
    public IReadOnlyList<(string Group, long Rows)> SmallGroups { get; init; } = [];

    /// <summary>Per group the share of each label with a composite interval: small groups lean on the whole.</summary>
    public IReadOnlyList<GroupRate> Rates { get; init; } = [];
}
