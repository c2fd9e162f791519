using Curate.Core.Profile.Report;
using Curate.Core.Statistics;

namespace Curate.Core.Profile.Metrics;

/// <summary>From a confusion table and score curves to the measures of a classifier that stay honest under imbalance.</summary>
internal static class ClassifierMeasures
{
    // Above this share of the largest class accuracy says nothing.
    private const double UninformativeShare = 0.9;

    // Impact lines for each class, rarest first, up to this many classes.
    private const int MostImpactClasses = 20;

    /// <summary>
    /// Intervals of a class: Wilson for precision, recall and specificity; for F1 Wilson's of TP / (TP + FP + FN), of which F1 is a rising function; for g-mean,
    /// index of balanced accuracy and Matthews' correlation the extremes over the ellipse of both rates' limits (MOVER), class sizes taken as given.
    /// </summary>
    public static ClassMetrics Class(Confusion confusion, int k, ScoreCurve? curve)
    {
        BinaryCounts counts = confusion.Against(k);
        double positives = counts.TruePositives + counts.FalseNegatives;
        double negatives = counts.TrueNegatives + counts.FalsePositives;
        Interval recall = Proportions.Wilson(counts.TruePositives, positives);
        Interval specificity = Proportions.Wilson(counts.TrueNegatives, negatives);
        Interval shared = Proportions.Wilson(counts.TruePositives, counts.TruePositives + counts.FalsePositives + counts.FalseNegatives);
        (Interval roc, double rocError) = curve?.Roc() ?? (Interval.Of(double.NaN), 0);
        (Interval precision, double precisionError) = curve?.Precision() ?? (Interval.Of(double.NaN), 0);
        return new()
        {
            Name = confusion.Names[k],
            Support = confusion.Support(k),
            Predicted = confusion.Predicted(k),
            Precision = Proportions.Wilson(counts.TruePositives, counts.TruePositives + counts.FalsePositives),
            Recall = recall,
            Specificity = specificity,
            F1 = new(counts.F1, FromShared(shared.Low), FromShared(shared.High)),
            GMean = CombinedIntervals.Rising(recall, specificity, static (a, b) => Math.Sqrt(a * b)),
            Iba = CombinedIntervals.Rising(recall, specificity, BinaryCounts.IbaOf),
            Mcc = CombinedIntervals.Rising(recall, specificity, (a, b) => BinaryCounts.MccOf(a, b, positives, negatives)),
            RocAuc = roc,
            RocAucError = rocError,
            PrAuc = precision,
            PrAucError = precisionError,
        };
    }

    public static bool AccuracyIsUninformative(Confusion confusion)
    {
        long most = 0;
        for (int k = 0; k < confusion.Classes; k++)
        {
            most = Math.Max(most, confusion.Support(k));
        }

        return most > UninformativeShare * confusion.Rows;
    }

    /// <summary>
    /// What each measure owes to the class ratio. With TPR and FPR as measured, precision at a share s of positives is s TPR / (s TPR + (1 - s) FPR): s = 1/2
    /// against the natural share; F1 from it and the recall; average precision with both sides weighted to 1/2. Recall and balanced accuracy do not depend on
    /// the ratio, so their change is 0.
    /// </summary>
    public static List<ImpactRow> Impact(Confusion confusion, IReadOnlyList<ScoreCurve?> curves, int positive)
    {
        int[] classes = [.. Enumerable.Range(0, confusion.Classes).Where(k => confusion.Support(k) is > 0 and var s && s < confusion.Rows)
            .Where(k => confusion.Classes != 2 || k == positive).OrderBy(confusion.Support).ThenBy(static k => k).Take(MostImpactClasses)];
        var rows = new List<ImpactRow>();
        foreach (int k in classes)
        {
            BinaryCounts counts = confusion.Against(k);
            double recall = counts.Recall;
            double falls = 1 - counts.Specificity;
            double balanced = recall / (recall + falls);
            rows.Add(Row(confusion.Names[k], "precision", balanced, counts.Precision));
            rows.Add(Row(confusion.Names[k], "f1", recall == 0 ? 0 : 2 * balanced * recall / (balanced + recall), counts.F1));
            if (curves[k] is { } curve)
            {
                rows.Add(Row(confusion.Names[k], "pr-auc", curve.BalancedPrecision(), curve.NaturalPrecision()));
            }

            rows.Add(Row(confusion.Names[k], "recall", recall, recall));
            rows.Add(Row(confusion.Names[k], "balanced-accuracy", counts.BalancedAccuracy, counts.BalancedAccuracy));
        }

        return rows;
    }

    public static IReadOnlyList<(string Name, double Value)> Missed(BinaryCounts counts, double missed)
    {
        BinaryCounts assumed = counts.AssumingMissed(missed);
        return
        [
            ("f1", assumed.F1), ("g-mean", assumed.GMean), ("mcc", assumed.Mcc), ("balanced-accuracy", assumed.BalancedAccuracy), ("precision", assumed.Precision),
            ("recall", assumed.Recall), ("specificity", assumed.Specificity), ("accuracy", assumed.Accuracy),
        ];
    }

    private static double FromShared(double share) => 2 * share / (1 + share);

    private static ImpactRow Row(string name, string measure, double balanced, double natural) =>
        new(name, measure, balanced, natural, natural == balanced ? 0 : (natural - balanced) / balanced);
}
