using Curate.Core.Numerics.Clustering;
using Curate.Core.Resample.Features;
using Curate.Core.Select;

namespace Curate.Core.Resample.Clusters;

/// <summary>What every resampler over clusters is told.</summary>
public abstract record ClusterOptions : FeatureOptions
{
    public override bool TakesCategories => false;

    /// <summary>The one column of vectors that is the features; null for <see cref="FeatureOptions.Features"/>.</summary>
    public string? Embedding { get; init; }

    /// <summary>Columns that hold ready clusters, the coarsest first; empty where clusters are found.</summary>
    public IReadOnlyList<string> ClusterIds { get; init; } = [];

    /// <summary>Clusters of directions.</summary>
    public bool Cosine { get; init; }

    public KMeansInit Init { get; init; } = KMeansInit.PlusPlus;

    /// <summary>Most iterations of k-means.</summary>
    public int MaxIterations { get; init; } = 50;

    /// <summary>Starts of k-means.</summary>
    public int Starts { get; init; } = 1;

    /// <summary>Rows that centroids are fitted on; 0 for all.</summary>
    public int TrainRows { get; init; }

    /// <summary>Write weights instead of repeating or removing rows.</summary>
    public bool AsWeights { get; init; }

    /// <summary>Name of the weight column.</summary>
    public string WeightColumn { get; init; } = "weight";

    /// <summary>Name of an added column with the cluster of each row; null for none.</summary>
    public string? ClusterColumn { get; init; }

    /// <summary>Most copies of a row, or times its expected copies in weights; null for the method's default.</summary>
    public double? MaxRepeat { get; init; }

    /// <summary>False where the method has no <c>--max-repeat</c> and no <c>--as</c>: rows come out once or not at all.</summary>
    public bool RepeatsRows { get; init; } = true;

    /// <summary>Rows to write; null where a share or nothing is said.</summary>
    public long? Rows { get; init; }

    /// <summary>Rows to write, as a share of those in clusters.</summary>
    public double? Fraction { get; init; }

    /// <summary>The budget holds for each group of these columns; only where rows are picked.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>A dataset of ids was given, whose rows are picked first; only where rows are picked.</summary>
    public bool Must { get; init; }

    /// <summary>A budget of bytes, tokens or cost; only where rows are picked.</summary>
    public Budget SizeBudget { get; init; } = Budget.None;

    /// <summary>How large rows are under <c>--tokens</c> and <c>--cost</c>.</summary>
    public SizeOptions Sizes { get; init; } = new();

    /// <summary>Rows, a share of them or what they add up to, as one.</summary>
    internal Budget Budget => Rows is { } rows ? new Budget(BudgetKind.Rows, rows) : Fraction is { } share ? new Budget(BudgetKind.Fraction, share) : SizeBudget;

    /// <summary>How k-means is fitted, the number of clusters aside.</summary>
    internal KMeansOptions Fit => new() { Clusters = 1, MaxIterations = MaxIterations, Starts = Starts, Init = Init, Spherical = Cosine, TrainRows = TrainRows };
}
