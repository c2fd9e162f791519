namespace Curate.Core.Profile.Report;

/// <summary>How evenly the classes of one label or group column are filled.</summary>
public sealed record BalanceReport
{
    public required string Column { get; init; }

    /// <summary><c>label</c> or <c>group</c>.</summary>
    public required string Role { get; init; }

    /// <summary>Rows with a class (for multi-label columns: rows, while class counts add up to more).</summary>
    public required long Rows { get; init; }

    public required long Missing { get; init; }

    /// <summary>Every class, largest first, ties by name.</summary>
    public required IReadOnlyList<ClassReport> Classes { get; init; }

    /// <summary>Largest class over smallest.</summary>
    public double ImbalanceRatio { get; init; }

    /// <summary>Shannon entropy in nats.</summary>
    public double Entropy { get; init; }

    /// <summary>Entropy over ln K: 1 for equal classes; 1 by convention for a single class would hide it, so it is 0 there.</summary>
    public double NormalisedEntropy { get; init; }

    /// <summary>Gini coefficient of the class counts: 0 for equal classes.</summary>
    public double Gini { get; init; }

    /// <summary>exp(entropy): the number of equal classes with this entropy.</summary>
    public double EffectiveClasses { get; init; }

    /// <summary>Cumulative share of rows over cumulative share of classes, smallest class first, from (0, 0) to (1, 1).</summary>
    public IReadOnlyList<LorenzPoint> Lorenz { get; init; } = [];

    /// <summary>Rows below which a class is hard to learn or to measure.</summary>
    public long UsableMinimum { get; init; }

    /// <summary>Classes below it.</summary>
    public IReadOnlyList<string> BelowMinimum { get; init; } = [];

    /// <summary>A classifier that always answers the largest class: the figures to beat.</summary>
    public MajorityReference? Majority { get; init; }

    /// <summary>Where the column holds several labels per row.</summary>
    public MultiLabelReport? MultiLabel { get; init; }

    /// <summary>Where the label is a number.</summary>
    public NumericTargetReport? NumericTarget { get; init; }

    /// <summary>How well the numeric columns tell the classes apart, on the sample.</summary>
    public SeparabilityReport? Separability { get; init; }

    /// <summary>Commands to paste.</summary>
    public IReadOnlyList<Suggestion> Suggestions { get; init; } = [];
}
