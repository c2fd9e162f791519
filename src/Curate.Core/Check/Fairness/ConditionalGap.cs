using Curate.Core.Numerics;
using Curate.Core.Profile.Report;
using Curate.Core.Randomness;
using Curate.Core.Statistics;

namespace Curate.Core.Check.Fairness;

/// <summary>
/// The largest difference between groups of the share of positive answers, with every group weighed to have the strata of all rows: parity conditional on what
/// may explain a difference. Strata that a group has no row of are left out for all groups.
/// </summary>
/// <param name="Lowest">The group with the lowest weighed share; -1 where nothing can be compared.</param>
/// <param name="Highest">The group with the highest.</param>
/// <param name="Low">The lowest weighed share.</param>
/// <param name="High">The highest.</param>
/// <param name="Difference">Highest less lowest, with a percentile interval of resampled rows.</param>
/// <param name="PValue">Of permutations within strata.</param>
/// <param name="Strata">Strata that all groups have.</param>
/// <param name="Rows">Their rows.</param>
internal readonly record struct ConditionalGap(int Lowest, int Highest, double Low, double High, Interval Difference, double PValue, int Strata, long Rows)
{
    private const double Slack = 1e-12;

    public static ConditionalGap Of(IReadOnlyDictionary<string, FairnessCells> strata, FairnessCells all, long minSize, int permutations, SeededDraw draw)
    {
        int[] groups = [.. Enumerable.Range(0, all.Groups.Count).Where(g => all.Rows(g) >= Math.Max(1, minSize))];
        FairnessCells[] kept = [.. strata.OrderBy(static s => s.Key, StringComparer.Ordinal).Select(static s => s.Value).Where(cells => Array.TrueForAll(groups, g => cells.Rows(g) > 0))];
        if (groups.Length < 2 || kept.Length == 0)
        {
            return new ConditionalGap(-1, -1, double.NaN, double.NaN, Interval.Of(double.NaN), double.NaN, kept.Length, 0);
        }

        // For each stratum and group: hits, misses.
        var table = new long[kept.Length * groups.Length * 2];
        for (int s = 0; s < kept.Length; s++)
        {
            for (int g = 0; g < groups.Length; g++)
            {
                (long hits, long of) = FairnessRate.Selection.Count(kept[s], groups[g]);
                table[((s * groups.Length) + g) * 2] = hits;
                table[(((s * groups.Length) + g) * 2) + 1] = of - hits;
            }
        }

        double[] shares = Shares(table, kept.Length, groups.Length);
        int low = 0;
        int high = 0;
        for (int g = 1; g < groups.Length; g++)
        {
            low = shares[g] < shares[low] ? g : low;
            high = shares[g] > shares[high] ? g : high;
        }

        high = high == low ? 1 : high;
        Interval difference = Bootstrap.OfCounts(table, 1, (drawn, values) =>
        {
            double[] again = Shares(drawn, kept.Length, groups.Length);
            values[0] = again[high] - again[low];
        }, draw.For("rows"u8))[0];
        SeededDraw permuting = draw.For("permutations"u8);
        int atLeast = 0;
        var permuted = new long[table.Length];
        for (int p = 0; p < permutations; p++)
        {
            var draws = new DrawStream(permuting.For((ulong)p));
            Permute(table, permuted, kept.Length, groups.Length, ref draws);
            double[] again = Shares(permuted, kept.Length, groups.Length);
            atLeast += again.Max() - again.Min() >= difference.Value - Slack ? 1 : 0;
        }

        return new ConditionalGap(groups[low], groups[high], shares[low], shares[high], difference, (1.0 + atLeast) / (1.0 + permutations), kept.Length, table.Sum());
    }

    /// <summary>The weighed share of each group; a stratum where a resampled group has no row does not count for it.</summary>
    private static double[] Shares(ReadOnlySpan<long> table, int strata, int groups)
    {
        var shares = new double[groups];
        var weights = new double[groups];
        for (int s = 0; s < strata; s++)
        {
            double rows = 0;
            for (int c = 0; c < groups * 2; c++)
            {
                rows += table[(s * groups * 2) + c];
            }

            for (int g = 0; g < groups; g++)
            {
                long hits = table[((s * groups) + g) * 2];
                long misses = table[(((s * groups) + g) * 2) + 1];
                if (hits + misses > 0)
                {
                    shares[g] += rows * hits / (hits + misses);
                    weights[g] += rows;
                }
            }
        }

        for (int g = 0; g < groups; g++)
        {
            shares[g] /= weights[g];
        }

        return shares;
    }

    private static void Permute(ReadOnlySpan<long> table, Span<long> permuted, int strata, int groups, ref DrawStream draws)
    {
        for (int s = 0; s < strata; s++)
        {
            long hits = 0;
            long rows = 0;
            for (int g = 0; g < groups; g++)
            {
                int at = ((s * groups) + g) * 2;
                hits += table[at];
                rows += table[at] + table[at + 1];
            }

            for (int g = 0; g < groups; g++)
            {
                int at = ((s * groups) + g) * 2;
                long of = table[at] + table[at + 1];
                long own = Hypergeometric.Draw(rows, hits, of, ref draws);
                permuted[at] = own;
                permuted[at + 1] = of - own;
                hits -= own;
                rows -= of;
            }
        }
    }
}
