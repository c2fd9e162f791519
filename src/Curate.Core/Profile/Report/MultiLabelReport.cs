namespace Curate.Core.Profile.Report;

/// <summary>Figures of a column with several labels per row (Charte et al. 2015, "Addressing imbalance in multilabel classification").</summary>
public sealed record MultiLabelReport
{
    /// <summary>Mean labels per row.</summary>
    public required double Cardinality { get; init; }

    /// <summary>Cardinality over the number of labels.</summary>
    public required double Density { get; init; }

    /// <summary>Mean over labels of largest label count / own count.</summary>
    public required double MeanImbalance { get; init; }

    /// <summary>Coefficient of variation of the same.</summary>
    public required double ImbalanceVariation { get; init; }

    /// <summary>SCUMBLE: how much rare labels share rows with frequent ones; null where it was not computed.</summary>
    public double? Concurrence { get; init; }

    /// <summary>Different sets of labels.</summary>
    public Estimate LabelSets { get; init; }

    /// <summary>Rows without any label.</summary>
    public long Unlabelled { get; init; }
}
