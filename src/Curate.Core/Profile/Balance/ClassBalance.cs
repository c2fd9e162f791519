using Curate.Core.Profile.Comparison;
using Curate.Core.Profile.Report;
using Curate.Core.Statistics;

namespace Curate.Core.Profile.Balance;

/// <summary>From class counts to the balance report of one column. O(K log K) besides what separability and label sets cost.</summary>
public static class ClassBalance
{
    // The usual borders of many-, medium- and few-shot classes are 100 and 20 rows (Liu et al. 2019, "Large-scale long-tailed recognition in an open
    // world"): five to one. Here the upper border is the equal share, so that the parts do not depend on how many rows a table has.
    private const double TailBorder = 0.2;

    /// <summary>
    /// The whole report. Parts: head = at least the equal share n / K; tail = below a fifth of it; medium = between. Classes are sorted by count, then by
    /// name (ordinal).
    /// </summary>
    public static BalanceReport Of(BalanceInput input)
    {
        CategoryCount[] filled = [.. input.Counts.Where(static c => c.Count > 0)];
        Array.Sort(filled, static (a, b) => a.Count != b.Count ? b.Count.CompareTo(a.Count) : string.CompareOrdinal(a.Value, b.Value));
        long[] counts = [.. filled.Select(static c => c.Count)];
        long total = counts.Sum();

        // Of several labels per row each has its share of the labelled rows, and the shares add up to more than 1.
        long rows = input.LabelSets is null ? total : input.Rows;
        double equal = (double)total / Math.Max(1, filled.Length);
        var classes = new ClassReport[filled.Length];
        for (int i = 0; i < classes.Length; i++)
        {
            long count = counts[i];
            Interval share = Proportions.Wilson(count, rows);
            string part = count >= equal ? "head" : count < TailBorder * equal ? "tail" : "medium";
            classes[i] = new(filled[i].Value, count, share.Value, share.Low, share.High, Imbalance.EffectiveNumber(count), part);
        }

        double entropy = Imbalance.Entropy(counts);
        var report = new BalanceReport
        {
            Column = input.Column,
            Role = input.Role,
            Rows = input.Rows,
            Missing = input.Missing,
            Classes = classes,
            ImbalanceRatio = Imbalance.Ratio(counts),
            Entropy = entropy,
            NormalisedEntropy = counts.Length == 0 ? double.NaN : Imbalance.NormalisedEntropy(counts),
            Gini = Imbalance.Gini(counts),
            EffectiveClasses = Numerics.PortableMath.Exp(entropy),
            Lorenz = counts.Length == 0 ? [] : Imbalance.Lorenz(counts),
            UsableMinimum = input.UsableMinimum,
            BelowMinimum = [.. filled.Where(c => c.Count < input.UsableMinimum).Reverse().Select(static c => c.Value)],
            Majority = counts.Length == 0 || input.LabelSets is not null ? null : Majority((double)counts[0] / total, counts.Length),
            MultiLabel = input.LabelSets is null ? null : MultiLabel.Of(filled, input.LabelSets, input.Rows),
            NumericTarget = input.Target is null ? null : NumericTarget.Of(input.Target),
            Separability = input.Sample is null ? null : Separability.Of(input.Sample, input.Seed),
        };
        return report with { Suggestions = input.Path is null ? [] : ResampleSuggestions.Of(report, input.Path) };
    }

    /// <summary>What always answering the largest class scores: its recall is 1, its precision its share, all else is 0.</summary>
    private static MajorityReference Majority(double share, int classes) => new(share, 1.0 / classes, 2 * share / (1 + share) / classes);
}
