namespace Curate.Core.Check.LabelErrors;

/// <summary>Options of <c>check --with label-errors</c>.</summary>
public sealed record LabelErrorOptions
{
    /// <summary>The learner whose out-of-fold probabilities judge labels.</summary>
    public string Learner { get; init; } = "logistic-regression";

    /// <summary>Folds of the cross-validation.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Neighbours of k-neighbors.</summary>
    public int Neighbours { get; init; } = 10;

    /// <summary>Principal components that the learner sees; null = all columns.</summary>
    public int? Components { get; init; }

    /// <summary>Columns of numbers keep their scale; for columns in one unit, such as pixels.</summary>
    public bool AsTheyAre { get; init; }

    /// <summary>What rows are ranked by.</summary>
    public string RankBy { get; init; } = "margin";
}
