using Curate.Core.Resample.Features;

namespace Curate.Core.Select.Sampling;

/// <summary>Options of the methods that draw rows by a score or by what they weigh in a fit. A method reads those that it names.</summary>
internal sealed record SampleOptions : FeatureOptions
{
    public override bool TakesCategories => false;

    /// <summary>Rows, or a share of them.</summary>
    public Budget Budget { get; init; } = Budget.None;

    /// <summary>The budget holds for each group of these columns.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>A dataset of ids was given; its rows are taken first.</summary>
    public bool Must { get; init; }

    /// <summary>The one column of vectors that the features are.</summary>
    public string? Embedding { get; init; }

    /// <summary>The column of scores or sizes.</summary>
    public string? Score { get; init; }

    /// <summary>Form of the method.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Inverse temperature; infinite for the plain top.</summary>
    public double Beta { get; init; } = 1;

    /// <summary>Width of the middle.</summary>
    public double Width { get; init; } = 4.5;

    /// <summary>p of the norm that is preserved.</summary>
    public double P { get; init; } = 1;

    /// <summary>The design has a column of ones.</summary>
    public bool Intercept { get; init; } = true;

    /// <summary>Taken off the score of a row each time it is drawn.</summary>
    public double Penalty { get; init; } = 0.15;

    /// <summary>Rows drawn at a time; null for a twentieth of the rows.</summary>
    public long? Batch { get; init; }

    /// <summary>Most copies of a row; null for no limit.</summary>
    public long? MaxRepeat { get; init; }

    /// <summary>Share of the hardest rows that is left out as noise.</summary>
    public double DropTop { get; init; }

    /// <summary>Added column of inclusion probabilities, or null.</summary>
    public string? InclusionColumn { get; init; }

    /// <summary>Added column of weights, or null.</summary>
    public string? WeightColumn { get; init; }
}
