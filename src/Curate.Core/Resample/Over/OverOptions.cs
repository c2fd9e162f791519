using Curate.Core.Resample.Features;
using Curate.Core.Running.Plans;
using Curate.Core.Statistics;

namespace Curate.Core.Resample.Over;

/// <summary>Options of the methods that make rows up; each method reads its own.</summary>
public sealed record OverOptions : FeatureOptions
{
    /// <summary>Neighbours that a row is moved toward.</summary>
    public int KNeighbors { get; init; } = 5;

    /// <summary>Neighbours that tell how near other classes are.</summary>
    public int MNeighbors { get; init; } = 10;

    /// <summary>Every row is a first parent equally often, but for the remainder; else first parents are drawn with replacement.</summary>
    public bool Even { get; init; }

    /// <summary>Kind of borderline SMOTE: 1 or 2.</summary>
    public int Kind { get; init; } = 1;

    /// <summary>How far svm-smote goes beyond a safe row, as a share of the way to its neighbour.</summary>
    public double OutStep { get; init; } = 0.5;

    /// <summary>Clusters of kmeans-smote.</summary>
    public int Clusters { get; init; } = 8;

    /// <summary>Least share of the class in a cluster of kmeans-smote; null for half of the class's part of all made-up rows.</summary>
    public double? BalanceThreshold { get; init; }

    /// <summary>Exponent of the mean distance in a cluster's sparsity; null for the rule of the reference implementation.</summary>
    public double? DensityExponent { get; init; }

    /// <summary>How much noise copies get, in bandwidths.</summary>
    public double Shrinkage { get; init; }

    /// <summary>Neighbours of the cleaning step of smote-enn.</summary>
    public int CleanNeighbors { get; init; } = 3;

    /// <summary>smote-enn keeps a row whose neighbours mostly have its class; else all of them must.</summary>
    public bool CleanByMode { get; init; }

    /// <summary>Relevance from which a value of a numeric target is rare.</summary>
    public double RareFrom { get; init; } = TargetRelevance.UsualRare;

    /// <summary>Quartile ranges between a quartile of a numeric target and the fence that values must lie beyond to be rare.</summary>
    public double RangeCoefficient { get; init; } = TargetRelevance.UsualRange;

    /// <summary>Most noise of smogn, in standard deviations of the values among the rows of its kind.</summary>
    public double Perturbation { get; init; } = 0.02;

    /// <summary>What stands between the labels of a value with several; null where such values are JSON arrays.</summary>
    public string? LabelSeparator { get; init; }

    /// <summary>Rows that mlsmote makes from each row of a rare label.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Which labels a row of mlsmote has.</summary>
    public LabelVote LabelVote { get; init; }

    /// <summary>Fractions of whole-number columns stay.</summary>
    public bool KeepsFractions { get; init; }

    /// <summary>What stands in columns that are neither feature nor label: base, nearest, null, COLUMN=VALUE.</summary>
    public IReadOnlyList<string> Other { get; init; } = [];

    /// <summary>A column that tells made-up rows; null for none.</summary>
    public string? SyntheticColumn { get; init; }

    /// <summary>Columns with both parents.</summary>
    public bool Parents { get; init; }

    public SyntheticOrder Order { get; init; }
}
