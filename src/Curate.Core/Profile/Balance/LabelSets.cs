namespace Curate.Core.Profile.Balance;

/// <summary>Counts of different sets of labels, for columns with several labels per row.</summary>
public sealed record LabelSets
{
    /// <summary>Each set once: its labels in ordinal order without repeats, and its rows. The sets of a sample where they are too many to count.</summary>
    public required IReadOnlyList<(IReadOnlyList<string> Labels, long Rows)> Sets { get; init; }

    /// <summary>Different sets in all rows.</summary>
    public required Report.Estimate Distinct { get; init; }

    /// <summary>Sum of labels over all rows.</summary>
    public required long Labels { get; init; }

    /// <summary>Rows whose value is there but holds no label.</summary>
    public required long Unlabelled { get; init; }
}
