namespace Curate.Core.Check.Preprocessing;

/// <summary>Options of <c>check --with preprocessing-leak</c>.</summary>
public sealed record PreprocessingOptions
{
    /// <summary>Steps to judge; empty = scale and variance, and rare where there are categories.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>Category columns.</summary>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary>Columns that the variance step keeps; null = half of them.</summary>
    public int? Keep { get; init; }

    /// <summary>Categories with fewer rows are one in the rare step.</summary>
    public int RareBelow { get; init; } = 5;

    /// <summary>The label is a number to predict, not a class.</summary>
    public bool Regression { get; init; }

    public int Folds { get; init; } = 10;

    public int Repeats { get; init; } = 5;

    /// <summary>Rows that are compared; of more a sample is drawn.</summary>
    public int SampleRows { get; init; } = 5000;

    /// <summary>Penalty of the model.</summary>
    public double Penalty { get; init; } = 1;

    /// <summary>Bias of the loss, as a share of it, that is tolerated.</summary>
    public double MaxBias { get; init; } = 0.05;
}
