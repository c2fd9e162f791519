using Curate.Core.Numerics.Learners;

namespace Curate.Core.Resample.Advice;

/// <summary>A learner that treatments are tried with.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="Strength">weak or strong.</param>
/// <param name="Classifier">The learner.</param>
/// <param name="IsScaled">It sees standardised columns.</param>
internal sealed record AdviceLearner(string Name, string Strength, IClassifier Classifier, bool IsScaled)
{
    /// <summary>One straight boundary, and boosted trees.</summary>
    public static IReadOnlyList<AdviceLearner> All { get; } =
    [
        new("logistic-regression", "weak", new LogisticRegression(new LogisticRegressionOptions { Tolerance = 1e-5, MaxIterations = 500 }), IsScaled: true),
        new("gradient-boosting", "strong", new GradientBoostingClassifier(new GradientBoostingOptions()), IsScaled: false),
    ];
}
