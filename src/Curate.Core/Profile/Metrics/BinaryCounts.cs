namespace Curate.Core.Profile.Metrics;

/// <summary>One class against the rest: rows by truth and prediction. Fractions come from assumed counts. Measures are NaN where they are not defined.</summary>
public readonly record struct BinaryCounts(double TruePositives, double FalsePositives, double FalseNegatives, double TrueNegatives)
{
    public double Recall => TruePositives / (TruePositives + FalseNegatives);

    public double Specificity => TrueNegatives / (TrueNegatives + FalsePositives);

    public double Precision => TruePositives / (TruePositives + FalsePositives);

    public double F1 => 2 * TruePositives / ((2 * TruePositives) + FalsePositives + FalseNegatives);

    public double GMean => Math.Sqrt(Recall * Specificity);

    public double BalancedAccuracy => (Recall + Specificity) / 2;

    public double Accuracy => (TruePositives + TrueNegatives) / (TruePositives + FalsePositives + FalseNegatives + TrueNegatives);

    public double Mcc => MccOf(Recall, Specificity, TruePositives + FalseNegatives, TrueNegatives + FalsePositives);

    /// <summary>Index of balanced accuracy with weight 0.1: (1 + 0.1 (TPR - TNR)) TPR TNR (Garcia, Mollineda and Sanchez 2009).</summary>
    public static double IbaOf(double recall, double specificity) => (1 + (0.1 * (recall - specificity))) * recall * specificity;

    /// <summary>Matthews' correlation from both rates and class sizes; it rises with both rates.</summary>
    public static double MccOf(double recall, double specificity, double positives, double negatives)
    {
        double called = (positives * recall) + (negatives * (1 - specificity));
        double notCalled = (positives * (1 - recall)) + (negatives * specificity);
        return Math.Clamp((recall + specificity - 1) * Math.Sqrt(positives * negatives / (called * notCalled)), -1, 1);
    }

    /// <summary>
    /// The counts if a share of all positives had gone unnoticed by the annotators and stood among the negatives, found by the classifier as often as the
    /// known ones: with h = missed / (1 - missed) x positives, h TPR move from false to true positives and h (1 - TPR) from true to false
    /// negatives, as far as there are any.
    /// </summary>
    public BinaryCounts AssumingMissed(double missed)
    {
        double hidden = missed / (1 - missed) * (TruePositives + FalseNegatives);
        double found = Math.Min(FalsePositives, hidden * Recall);
        double lost = Math.Min(TrueNegatives, hidden * (1 - Recall));
        return new(TruePositives + found, FalsePositives - found, FalseNegatives + lost, TrueNegatives - lost);
    }
}
