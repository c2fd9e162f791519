using Curate.Core.Data;
using Curate.Core.Profile.Report;
using Curate.Core.Randomness;
using Curate.Core.Statistics;

namespace Curate.Core.Profile.Balance;

/// <summary>How well simple measures tell the classes of a sample apart: if they do so perfectly, something gives the label away.</summary>
public static class Separability
{
    /// <summary>Classes with fewer sampled rows are left out: a fold could lack them.</summary>
    public const int LeastRows = 10;

    /// <summary>Only the largest classes of the sample are compared, or the cost grows with rows x classes x features.</summary>
    public const int MostClasses = 50;

    private const int Folds = 5;

    /// <summary>
    /// Fisher's ratio of each feature, sum n_c (m_c - m)^2 / sum (x - m_c)^2 (infinite for a feature that is constant within unequal classes), and the balanced
    /// accuracy of the nearest class mean, each row judged by means, and features scaled by deviations, of the four folds without it. A
    /// row's fold is a keyed draw by its id, so the order of the sample does not matter. Missing numbers add nothing to a distance. The interval combines
    /// the Wilson intervals of the classes' recalls. Null for fewer than two classes or no feature. O(rows x features x classes).
    /// </summary>
    public static SeparabilityReport? Of(FeatureSample sample, ulong seed)
    {
        int width = sample.Features.Count;
        var sizes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string name in sample.Classes)
        {
            sizes[name] = sizes.GetValueOrDefault(name) + 1;
        }

        string[] names = [.. sizes.Where(static c => c.Value >= LeastRows).OrderByDescending(static c => c.Value).ThenBy(static c => c.Key, StringComparer.Ordinal)
            .Take(MostClasses).Select(static c => c.Key).Order(StringComparer.Ordinal)];
        if (names.Length < 2 || width == 0)
        {
            return null;
        }

        int[] rows = [.. Enumerable.Range(0, sample.Classes.Count).Where(r => Array.BinarySearch(names, sample.Classes[r], StringComparer.Ordinal) >= 0)];
        Array.Sort(rows, (a, b) => sample.Ids[a].CompareTo(sample.Ids[b]));
        int[] classOf = [.. rows.Select(r => Array.BinarySearch(names, sample.Classes[r], StringComparer.Ordinal))];
        (int best, double fisher) = BestFeature(sample.Values, width, rows, classOf, names.Length);
        return new()
        {
            Rows = rows.Length,
            Features = sample.Features,
            Fisher = fisher,
            BestFeature = best < 0 ? null : sample.Features[best],
            NearestMean = NearestMean(sample, rows, classOf, names.Length, new SeededDraw(seed, "profile/separability")),
            Chance = 1.0 / names.Length,
        };
    }

    private static (int Feature, double Ratio) BestFeature(double[] values, int width, int[] rows, int[] classOf, int classes)
    {
        int best = -1;
        double most = double.NegativeInfinity;
        var sums = new double[classes];
        var counts = new long[classes];
        for (int f = 0; f < width; f++)
        {
            Array.Clear(sums);
            Array.Clear(counts);
            double total = 0;
            long count = 0;
            for (int i = 0; i < rows.Length; i++)
            {
                double value = values[(rows[i] * width) + f];
                if (!double.IsNaN(value))
                {
                    sums[classOf[i]] += value;
                    counts[classOf[i]]++;
                    total += value;
                    count++;
                }
            }

            double within = 0;
            double between = 0;
            for (int i = 0; i < rows.Length; i++)
            {
                double value = values[(rows[i] * width) + f];
                if (!double.IsNaN(value))
                {
                    double off = value - (sums[classOf[i]] / counts[classOf[i]]);
                    within += off * off;
                }
            }

            for (int c = 0; c < classes; c++)
            {
                double gap = counts[c] == 0 ? 0 : (sums[c] / counts[c]) - (total / count);
                between += counts[c] * gap * gap;
            }

            double ratio = between == 0 ? 0 : between / within;
            if (ratio > most)
            {
                (best, most) = (f, ratio);
            }
        }

        return (best, most);
    }

    private static Interval NearestMean(FeatureSample sample, int[] rows, int[] classOf, int classes, SeededDraw draw)
    {
        int width = sample.Features.Count;
        var foldOf = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            RowId id = sample.Ids[rows[i]];
            foldOf[i] = (int)(draw.Bits(id) % Folds);
        }

        var right = new long[classes];
        var asked = new long[classes];
        var means = new double[classes * width];
        var scale = new double[width];
        for (int fold = 0; fold < Folds; fold++)
        {
            Fit(sample.Values, rows, classOf, foldOf, fold, means, scale);
            for (int i = 0; i < rows.Length; i++)
            {
                if (foldOf[i] == fold)
                {
                    asked[classOf[i]]++;
                    right[classOf[i]] += Nearest(sample.Values.AsSpan(rows[i] * width, width), means, scale) == classOf[i] ? 1 : 0;
                }
            }
        }

        var recalls = new Interval[classes];
        for (int c = 0; c < classes; c++)
        {
            recalls[c] = Proportions.Wilson(right[c], asked[c]);
        }

        return CombinedIntervals.Mean(recalls);
    }

    private static void Fit(double[] values, int[] rows, int[] classOf, int[] foldOf, int fold, double[] means, double[] scale)
    {
        int width = scale.Length;
        var counts = new long[means.Length];
        Array.Clear(means);
        Array.Clear(scale);
        for (int i = 0; i < rows.Length; i++)
        {
            if (foldOf[i] == fold)
            {
                continue;
            }

            for (int f = 0; f < width; f++)
            {
                double value = values[(rows[i] * width) + f];
                if (!double.IsNaN(value))
                {
                    means[(classOf[i] * width) + f] += value;
                    counts[(classOf[i] * width) + f]++;
                }
            }
        }

        for (int m = 0; m < means.Length; m++)
        {
            // NaN for a class without a value of the feature: distances leave it out.
            means[m] /= counts[m];
        }

        var degrees = new long[width];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int f = 0; foldOf[i] != fold && f < width; f++)
            {
                double off = values[(rows[i] * width) + f] - means[(classOf[i] * width) + f];
                if (!double.IsNaN(off))
                {
                    scale[f] += off * off;
                    degrees[f]++;
                }
            }
        }

        for (int f = 0; f < width; f++)
        {
            // A feature without spread within the classes decides alone wherever the class means differ.
            double variance = scale[f] / degrees[f];
            scale[f] = variance > 0 ? 1 / variance : degrees[f] == 0 ? 0 : 1e12;
        }
    }

    private static int Nearest(ReadOnlySpan<double> row, double[] means, double[] scale)
    {
        int best = 0;
        double least = double.PositiveInfinity;
        for (int c = 0; c * row.Length < means.Length; c++)
        {
            double distance = 0;
            for (int f = 0; f < row.Length; f++)
            {
                double off = row[f] - means[(c * row.Length) + f];
                distance += double.IsNaN(off) ? 0 : off * off * scale[f];
            }

            if (distance < least)
            {
                (best, least) = (c, distance);
            }
        }

        return best;
    }
}
