using Curate.Core.Numerics;
using Curate.Core.Profile.Comparison;
using Curate.Core.Profile.Report;
using Curate.Core.Statistics;

namespace Curate.Core.Profile.Balance;

/// <summary>Figures of columns with several labels per row (Charte et al. 2015, "Addressing imbalance in multilabel classification").</summary>
public static class MultiLabel
{
    /// <summary>
    /// IRLbl(y) = largest label count / count of y; MeanIR is its mean over labels and CVIR its standard deviation (n - 1) over that mean. SCUMBLE is the mean
    /// over labelled rows of 1 - geometric mean / arithmetic mean of IRLbl of the row's labels (Charte et al. 2014): 0 where labels of like frequency
    /// share rows, near 1 where rare labels ride with frequent ones. O(labels of all sets).
    /// </summary>
    /// <param name="labels">Labels with rows, largest first.</param>
    /// <param name="sets">Counts of label sets.</param>
    /// <param name="labelledRows">Rows with at least one label.</param>
    public static MultiLabelReport Of(IReadOnlyList<CategoryCount> labels, LabelSets sets, long labelledRows)
    {
        (double[] all, double mean) = Imbalance.OfLabels([.. labels.Select(static l => l.Count)]);
        var ratios = new Dictionary<string, double>(labels.Count, StringComparer.Ordinal);
        for (int i = 0; i < all.Length; i++)
        {
            ratios.Add(labels[i].Value, all[i]);
        }

        var squares = new ExactSum();
        foreach (CategoryCount label in labels)
        {
            squares.AddSquare(ratios[label.Value] - mean);
        }

        long rows = labelledRows + sets.Unlabelled;
        double cardinality = rows == 0 ? 0 : (double)sets.Labels / rows;
        return new MultiLabelReport
        {
            Cardinality = cardinality,
            Density = labels.Count == 0 ? 0 : cardinality / labels.Count,
            MeanImbalance = mean,
            ImbalanceVariation = labels.Count < 2 ? 0 : Math.Sqrt(squares.ToDouble() / (labels.Count - 1)) / mean,
            Concurrence = Scumble(sets, ratios),
            LabelSets = sets.Distinct,
            Unlabelled = sets.Unlabelled,
        };
    }

    private static double? Scumble(LabelSets sets, Dictionary<string, double> ratios)
    {
        var sum = new ExactSum();
        long rows = 0;
        foreach ((IReadOnlyList<string> labels, long count) in sets.Sets)
        {
            // A set of a sample can hold no label that the counts lack, since those cover all rows.
            double logs = 0;
            double plain = 0;
            foreach (string label in labels)
            {
                logs += PortableMath.Log(ratios[label]);
                plain += ratios[label];
            }

            if (labels.Count > 0)
            {
                sum.AddProduct(Math.Max(0, 1 - (PortableMath.Exp(logs / labels.Count) / (plain / labels.Count))), count);
                rows += count;
            }
        }

        return rows == 0 ? null : sum.ToDouble() / rows;
    }
}
