namespace Curate.Core.Check.TwoSample;

/// <summary>Options of <c>classifier-two-sample</c>.</summary>
public sealed record ClassifierOptions : TwoSampleOptions
{
    /// <summary>Which learners try: <c>logistic</c>, <c>knn</c>, <c>trees</c>.</summary>
    public IReadOnlyList<string> Learners { get; init; } = ["logistic", "knn", "trees"];

    /// <summary>Neighbours that vote.</summary>
    public int Neighbours { get; init; } = 5;

    /// <summary>Largest area under the curve that passes.</summary>
    public double MaxAuc { get; init; } = 0.6;

    /// <summary>Largest share of rows nearer to training rows than to held-out rows that passes.</summary>
    public double MaxCopies { get; init; } = 0.55;
}
