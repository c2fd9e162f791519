using Curate.Core.Resample.Features;

namespace Curate.Core.Resample.Advice;

/// <summary>What <c>--should-i</c> is told: which columns, how many rows, how they are cross-validated.</summary>
public sealed record AdviceOptions : FeatureOptions
{
    /// <summary>Rows that are looked at; more are sampled down to it, class by class.</summary>
    public int Rows { get; init; } = 10_000;

    /// <summary>Folds of a cross-validation; with <see cref="Time"/> steps forward.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Cross-validations, each with folds of its own.</summary>
    public int Repeats { get; init; } = 2;

    /// <summary>Rows of one value of this column are never in the training and the test rows of one fold.</summary>
    public string? Group { get; init; }

    /// <summary>Training rows are earlier by this column than all test rows.</summary>
    public string? Time { get; init; }
}
