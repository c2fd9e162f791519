using Curate.Core.Resample.Features;

namespace Curate.Core.Select.Diversity;

/// <summary>Options of the methods that pick rows one by one for what they add to those picked before. A method reads those that it names.</summary>
internal sealed record DiverseOptions : FeatureOptions
{
    public override bool TakesCategories => false;

    /// <summary>Rows, or a share of them.</summary>
    public Budget Budget { get; init; } = Budget.None;

    /// <summary>How large rows are under <c>--tokens</c> and <c>--cost</c>.</summary>
    public SizeOptions Sizes { get; init; } = new();

    /// <summary>The budget holds for each group of these columns.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>A dataset of ids was given; its rows are picked first.</summary>
    public bool Must { get; init; }

    /// <summary>The one column of vectors that rows are compared by.</summary>
    public string? Embedding { get; init; }

    /// <summary>Rows come out in the order in which they were picked.</summary>
    public bool InPickOrder { get; init; }

    /// <summary>Rows are compared by direction.</summary>
    public bool Cosine { get; init; }

    public SimilarityKind Similarity { get; init; }

    /// <summary>Bandwidth of the Gaussian kernel; null for the median distance.</summary>
    public double? Bandwidth { get; init; }

    /// <summary>A column of how good rows are, or null.</summary>
    public string? Score { get; init; }

    /// <summary>What the score weighs.</summary>
    public double ScoreWeight { get; init; } = 1;

    /// <summary>Share at which coverage saturates; weight of likeness to all rows in a graph cut.</summary>
    public double Alpha { get; init; }

    /// <summary>Accuracy of sampled or streaming forms.</summary>
    public double Epsilon { get; init; } = 0.1;

    /// <summary>Each step looks at a random part of the rows.</summary>
    public bool Stochastic { get; init; }

    /// <summary>The first centre is the row farthest from the mean, instead of the nearest to it.</summary>
    public bool StartsFar { get; init; }

    /// <summary>Share of rows that no centre is placed on.</summary>
    public double Ignore { get; init; }

    /// <summary>Order of the Vendi score.</summary>
    public double Order { get; init; } = 2;

    /// <summary>How sums of a feature saturate.</summary>
    public Concave Concave { get; init; }

    /// <summary>Rows that a stream is judged on.</summary>
    public int Reservoir { get; init; } = 1000;

    /// <summary>A column of ones stands beside the features.</summary>
    public bool Intercept { get; init; } = true;

    /// <summary>The power that residuals are raised to.</summary>
    public double Norm { get; init; } = 2;

    /// <summary>Powers of leverage instead of Lewis weights.</summary>
    public bool RootLeverage { get; init; }

    /// <summary>Added column of chances, or null; with one of weights.</summary>
    public string? InclusionColumn { get; init; }

    /// <summary>Added column of weights, or null.</summary>
    public string? WeightColumn { get; init; }
}
