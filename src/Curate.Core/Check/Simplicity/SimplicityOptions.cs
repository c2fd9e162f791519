namespace Curate.Core.Check.Simplicity;

/// <summary>Options of <c>check --with simplicity-bias</c>.</summary>
public sealed record SimplicityOptions
{
    /// <summary>Learners that stand for the model.</summary>
    public IReadOnlyList<string> Surrogates { get; init; } = ["logistic-regression", "gradient-boosting"];

    public int Folds { get; init; } = 5;

    /// <summary>Neighbours of the learner that looks at columns alone.</summary>
    public int Neighbours { get; init; } = 10;

    /// <summary>Most pieces of a rule on one column.</summary>
    public int MostPieces { get; init; } = 8;

    /// <summary>Rows that models are trained and judged on; of more a sample is drawn.</summary>
    public int SampleRows { get; init; } = 5000;

    /// <summary>Area above one half that counts as signal, and loss of area that counts as resting on a column.</summary>
    public double Signal { get; init; } = 0.1;
}
