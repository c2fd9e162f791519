using Curate.Core.Resample.Features;

namespace Curate.Core.Resample.Prototypes;

/// <summary>Options of the instance hardness threshold.</summary>
public sealed record HardnessOptions : FeatureOptions
{
    /// <summary>Name of the learner that judges.</summary>
    public string Estimator { get; init; } = "random-forest";

    /// <summary>Folds of the cross-validation.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Trees of a forest, rounds of boosting.</summary>
    public int Trees { get; init; } = 100;
}
