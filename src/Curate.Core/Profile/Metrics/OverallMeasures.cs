using Curate.Core.Numerics;
using Curate.Core.Profile.Report;
using Curate.Core.Randomness;
using Curate.Core.Statistics;

namespace Curate.Core.Profile.Metrics;

/// <summary>
/// Measures over all classes. Intervals: Wilson for accuracy; MOVER over independent classes for means of recalls and of precisions; percentiles of 1000
/// keyed resamples of the confusion table for macro and weighted F1, g-mean, Matthews' correlation and kappa (200 where more than 10,000 cells
/// have rows).
/// </summary>
internal static class OverallMeasures
{
    private const int Figures = 5;
    private const int ManyCells = 10_000;

    public static List<(string Name, Interval Value)> Of(Confusion confusion, IReadOnlyList<ClassMetrics> classes, int positive, ulong seed)
    {
        (int[] cells, long[] counts) = confusion.Filled();
        int replicates = cells.Length > ManyCells ? 200 : 1000;
        var scratch = new Scratch(confusion.Classes);
        Interval[] drawn = Bootstrap.OfCounts(counts, Figures, (table, values) => Measure(cells, table, scratch, values), new SeededDraw(seed, "profile/metrics"), replicates);
        Interval balanced = CombinedIntervals.Mean([.. classes.Where(static c => c.Support > 0).Select(static c => c.Recall)]);
        Interval precision = CombinedIntervals.Mean([.. classes.Select(static c => double.IsNaN(c.Precision.Value) ? new Interval(0, 0, 0) : c.Precision)]);
        long right = 0;
        for (int k = 0; k < confusion.Classes; k++)
        {
            right += confusion[k, k];
        }

        Interval accuracy = Proportions.Wilson(right, confusion.Rows);
        var overall = new List<(string Name, Interval Value)> { ("macro-f1", drawn[0]) };
        bool scored = classes.Any(static c => !double.IsNaN(c.RocAuc.Value));
        if (positive >= 0 && confusion.Classes == 2)
        {
            ClassMetrics one = classes[positive];
            overall.AddRange([("f1", one.F1), ("g-mean", one.GMean), ("mcc", one.Mcc), ("balanced-accuracy", balanced), ("iba", one.Iba)]);
            overall.AddRange(scored ? [("pr-auc", one.PrAuc), ("roc-auc", one.RocAuc)] : []);
            overall.AddRange([("precision", one.Precision), ("recall", one.Recall), ("specificity", one.Specificity)]);
        }
        else
        {
            overall.AddRange([("g-mean", drawn[2]), ("mcc", drawn[3]), ("balanced-accuracy", balanced)]);
            overall.AddRange(scored ? [("macro-pr-auc", Average(classes, static c => c.PrAuc)), ("macro-roc-auc", Average(classes, static c => c.RocAuc))] : []);
        }

        overall.AddRange([("macro-precision", precision), ("macro-recall", balanced), ("kappa", drawn[4]), ("weighted-precision", Weighted(classes, static c => c.Precision)),
            ("weighted-f1", drawn[1]), ("micro-f1", accuracy), ("accuracy", accuracy)]);
        return overall;
    }

    /// <summary>Figures of a resampled table: macro F1, weighted F1, g-mean, Matthews' correlation (Gorodkin 2004), Cohen's kappa.</summary>
    private static void Measure(int[] cells, long[] table, Scratch scratch, double[] values)
    {
        (long[] support, long[] predicted, long[] hits) = (scratch.Support, scratch.Predicted, scratch.Hits);
        Array.Clear(support);
        Array.Clear(predicted);
        Array.Clear(hits);
        int classes = support.Length;
        long total = 0;
        for (int c = 0; c < cells.Length; c++)
        {
            int truth = cells[c] / classes;
            int called = cells[c] - (truth * classes);
            support[truth] += table[c];
            predicted[called] += table[c];
            hits[truth] += truth == called ? table[c] : 0;
            total += table[c];
        }

        double macro = 0;
        double weighted = 0;
        double logs = 0;
        int seen = 0;
        int asked = 0;
        Int128 both = 0;
        Int128 truths = 0;
        Int128 calls = 0;
        Int128 right = 0;
        for (int k = 0; k < classes; k++)
        {
            if (support[k] + predicted[k] > 0)
            {
                double f1 = 2.0 * hits[k] / ((double)support[k] + predicted[k]);
                macro += f1;
                weighted += f1 * support[k];
                seen++;
            }

            if (support[k] > 0)
            {
                logs += PortableMath.Log((double)hits[k] / support[k]);
                asked++;
            }

            both += (Int128)support[k] * predicted[k];
            truths += (Int128)support[k] * support[k];
            calls += (Int128)predicted[k] * predicted[k];
            right += hits[k];
        }

        Int128 square = (Int128)total * total;
        double spread = Math.Sqrt((double)(square - truths)) * Math.Sqrt((double)(square - calls));
        values[0] = macro / seen;
        values[1] = weighted / total;
        values[2] = PortableMath.Exp(logs / asked);
        values[3] = spread == 0 ? double.NaN : (double)((right * total) - both) / spread;
        values[4] = square == both ? double.NaN : (double)((right * total) - both) / (double)(square - both);
    }

    /// <summary>
    /// The mean of figures that go together; its bounds are the means of theirs, which is wide enough for any dependence, since the deviation of a mean is at
    /// most the mean of the deviations.
    /// </summary>
    private static Interval Average(IReadOnlyList<ClassMetrics> classes, Func<ClassMetrics, Interval> figure)
    {
        Interval[] defined = [.. classes.Select(figure).Where(static i => !double.IsNaN(i.Value))];
        return defined.Length == 0
            ? Interval.Of(double.NaN)
            : new(defined.Sum(static i => i.Value) / defined.Length, defined.Sum(static i => i.Low) / defined.Length, defined.Sum(static i => i.High) / defined.Length);
    }

    /// <summary>A mean weighted by support; a class that was never predicted counts as 0.</summary>
    private static Interval Weighted(IReadOnlyList<ClassMetrics> classes, Func<ClassMetrics, Interval> figure)
    {
        double total = 0;
        double value = 0;
        double below = 0;
        double above = 0;
        foreach (ClassMetrics each in classes)
        {
            Interval interval = figure(each);
            total += each.Support;
            if (!double.IsNaN(interval.Value))
            {
                value += each.Support * interval.Value;
                below += each.Support * (interval.Value - interval.Low) * (each.Support * (interval.Value - interval.Low));
                above += each.Support * (interval.High - interval.Value) * (each.Support * (interval.High - interval.Value));
            }
        }

        return total == 0 ? Interval.Of(double.NaN) : new(value / total, (value - Math.Sqrt(below)) / total, (value + Math.Sqrt(above)) / total);
    }

    private sealed class Scratch(int classes)
    {
        public long[] Support { get; } = new long[classes];

        public long[] Predicted { get; } = new long[classes];

        public long[] Hits { get; } = new long[classes];
    }
}
