using Curate.Core.Profile.Report;
using Curate.Core.Statistics;

namespace Curate.Core.Profile.Balance;

/// <summary>A label by a group: cells, empty cells, and rates that small groups can be trusted with.</summary>
public static class CrossTable
{
    /// <summary>Label classes shown; the rest is summed into <see cref="Other"/>.</summary>
    public const int MostLabels = 50;

    /// <summary>Groups shown; the rest is summed into <see cref="Other"/>.</summary>
    public const int MostGroups = 200;

    public const string Other = "(other)";

    /// <summary>
    /// Composite rates (after Chambers and Clark 2012; the small-area estimator of Fay and Herriot 1979 without covariates): share = g direct + (1 - g) pooled,
    /// g = b2 / (b2 + v), v = p (1 - p) / n of the group with the pooled p, b2 = the mean over groups of (direct - p)^2 less v, at least 0. Mean squared
    /// error g v + (1 - g)^2 p (1 - p) / N; the interval is Wilson's at the number of rows that has this error. So groups lean on the whole as far as groups
    /// do not differ and rows are few. Cramer's V is over the whole table. O(groups x labels).
    /// </summary>
    /// <param name="label">Name of the label column.</param>
    /// <param name="group">Name of the group column.</param>
    /// <param name="cells">Counts.</param>
    /// <param name="smallGroup">Groups with fewer rows are told as small.</param>
    public static CrossReport Of(string label, string group, IReadOnlyList<CrossCell> cells, long smallGroup = 0)
    {
        (string[] labels, Dictionary<string, int> labelAt) = Largest(cells, static c => c.Label, MostLabels);
        (string[] groups, Dictionary<string, int> groupAt) = Largest(cells, static c => c.Group, MostGroups);
        long[][] counts = [.. groups.Select(_ => new long[labels.Length])];
        foreach (CrossCell cell in cells)
        {
            int g = groupAt.GetValueOrDefault(cell.Group, groups.Length - 1);
            int l = labelAt.GetValueOrDefault(cell.Label, labels.Length - 1);
            counts[g][l] = checked(counts[g][l] + cell.Count);
        }

        var empty = new List<(string, string)>();
        for (int g = 0; g < groupAt.Count; g++)
        {
            for (int l = 0; l < labelAt.Count; l++)
            {
                if (counts[g][l] == 0)
                {
                    empty.Add((groups[g], labels[l]));
                }
            }
        }

        return new()
        {
            Label = label,
            Group = group,
            Labels = labels,
            Groups = groups,
            Counts = counts,
            EmptyCells = empty,
            CramersV = ContingencyTest.Of([.. counts.SelectMany(static r => r)], labels.Length).CramersV,
            SmallGroup = smallGroup,
            SmallGroups = [.. Sums(cells, static c => c.Group).Where(s => s.Value < smallGroup)
                .OrderBy(static s => s.Value).ThenBy(static s => s.Key, StringComparer.Ordinal).Select(static s => (s.Key, s.Value))],
            Rates = Rates(groups, labels, counts),
        };
    }

    private static List<GroupRate> Rates(string[] groups, string[] labels, long[][] counts)
    {
        long[] sizes = [.. counts.Select(static r => r.Sum())];
        double total = sizes.Sum();
        var byLabel = new GroupRate[labels.Length][];
        for (int l = 0; l < labels.Length; l++)
        {
            byLabel[l] = new GroupRate[groups.Length];
            double pooled = counts.Sum(r => r[l]) / total;
            double noise = pooled * (1 - pooled);
            double spread = 0;
            for (int g = 0; g < groups.Length; g++)
            {
                double off = ((double)counts[g][l] / sizes[g]) - pooled;
                spread += (off * off) - (noise / sizes[g]);
            }

            spread = Math.Max(0, spread / groups.Length);
            for (int g = 0; g < groups.Length; g++)
            {
                Interval direct = Proportions.Wilson(counts[g][l], sizes[g]);
                byLabel[l][g] = new(groups[g], labels[l], sizes[g], direct, Composite(direct.Value, pooled, spread, noise / sizes[g], noise / total, total));
            }
        }

        var rates = new List<GroupRate>(groups.Length * labels.Length);
        for (int g = 0; g < groups.Length; g++)
        {
            for (int l = 0; l < labels.Length; l++)
            {
                rates.Add(byLabel[l][g]);
            }
        }

        return rates;
    }

    private static Interval Composite(double direct, double pooled, double spread, double noise, double pooledNoise, double total)
    {
        double lean = spread + noise == 0 ? 1 : spread / (spread + noise);
        double share = (lean * direct) + ((1 - lean) * pooled);
        double error = (lean * noise) + ((1 - lean) * (1 - lean) * pooledNoise);
        double rows = error > 0 && share is > 0 and < 1 ? Math.Min(total, share * (1 - share) / error) : total;
        Interval interval = Proportions.Wilson(share * rows, rows);
        return new(share, Math.Min(share, interval.Low), Math.Max(share, interval.High));
    }

    private static Dictionary<string, long> Sums(IReadOnlyList<CrossCell> cells, Func<CrossCell, string> name)
    {
        var sums = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (CrossCell cell in cells)
        {
            if (cell.Count > 0)
            {
                sums[name(cell)] = sums.GetValueOrDefault(name(cell)) + cell.Count;
            }
        }

        return sums;
    }

    /// <summary>The names of the largest sums, largest first and ties by name, then the rest under one name; with the place of each.</summary>
    private static (string[] Names, Dictionary<string, int> At) Largest(IReadOnlyList<CrossCell> cells, Func<CrossCell, string> name, int most)
    {
        Dictionary<string, long> sums = Sums(cells, name);
        List<string> names = [.. sums.OrderByDescending(static s => s.Value).ThenBy(static s => s.Key, StringComparer.Ordinal).Take(most).Select(static s => s.Key)];
        var at = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < names.Count; i++)
        {
            at.Add(names[i], i);
        }

        if (sums.Count > most)
        {
            names.Add(Other);
        }

        return ([.. names], at);
    }
}
