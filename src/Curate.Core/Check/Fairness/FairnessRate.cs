namespace Curate.Core.Check.Fairness;

/// <summary>A share that groups are compared by: of which rows, and which of them count.</summary>
/// <param name="Name">In tables.</param>
/// <param name="Words">In sentences.</param>
/// <param name="Hits">Cells that count, as label and answer.</param>
/// <param name="Of">Cells of which.</param>
internal sealed record FairnessRate(string Name, string Words, IReadOnlyList<(bool Label, bool Answer)> Hits, IReadOnlyList<(bool Label, bool Answer)> Of)
{
    private static readonly (bool, bool) s_trueYes = (true, true);
    private static readonly (bool, bool) s_falseNo = (true, false);
    private static readonly (bool, bool) s_falseYes = (false, true);
    private static readonly (bool, bool) s_trueNo = (false, false);

    public static FairnessRate Selection { get; } = new("selection-rate", "share of positive answers", [s_trueYes, s_falseYes], [s_trueYes, s_falseYes, s_falseNo, s_trueNo]);

    public static FairnessRate TruePositive { get; } = new("true-positive-rate", "share of positive answers among positives", [s_trueYes], [s_trueYes, s_falseNo]);

    public static FairnessRate FalsePositive { get; } = new("false-positive-rate", "share of positive answers among negatives", [s_falseYes], [s_falseYes, s_trueNo]);

    public static FairnessRate PositivePredictive { get; } = new("positive-predictive-value", "share of positives among positive answers", [s_trueYes], [s_trueYes, s_falseYes]);

    public static FairnessRate NegativePredictive { get; } = new("negative-predictive-value", "share of negatives among negative answers", [s_trueNo], [s_trueNo, s_falseNo]);

    public static FairnessRate Accuracy { get; } = new("accuracy", "share of right answers", [s_trueYes, s_trueNo], [s_trueYes, s_falseYes, s_falseNo, s_trueNo]);

    /// <summary>Misses over all errors: the ratio of misses to false alarms, r, as r / (1 + r), which has no pole.</summary>
    public static FairnessRate MissesAmongErrors { get; } = new("misses-among-errors", "share of misses among errors", [s_falseNo], [s_falseNo, s_falseYes]);

    /// <summary>Rows that count and rows of which, for a group.</summary>
    public (long Hits, long Of) Count(FairnessCells cells, int group)
    {
        long hits = 0;
        long of = 0;
        foreach ((bool label, bool answer) in Hits)
        {
            hits += cells[group, label, answer];
        }

        foreach ((bool label, bool answer) in Of)
        {
            of += cells[group, label, answer];
        }

        return (hits, of);
    }
}
