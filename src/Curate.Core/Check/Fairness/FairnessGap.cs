using Curate.Core.Numerics;
using Curate.Core.Profile.Report;
using Curate.Core.Randomness;
using Curate.Core.Statistics;

namespace Curate.Core.Check.Fairness;

/// <summary>
/// The largest difference of a rate between groups, and how often chance gives as much: which rows are in which group is permuted, which for counts is a chain of
/// hypergeometric draws, at O(groups) a permutation for any number of rows.
/// </summary>
/// <param name="Lowest">The group with the lowest rate; -1 with fewer than two groups.</param>
/// <param name="Highest">The group with the highest rate.</param>
/// <param name="Low">The lowest rate.</param>
/// <param name="High">The highest rate.</param>
/// <param name="Difference">Highest less lowest, with Newcombe's interval, at a level that holds for all pairs of groups together (Bonferroni).</param>
/// <param name="PValue">(1 + permutations with a difference at least as large) / (1 + permutations); NaN without two groups.</param>
internal readonly record struct FairnessGap(int Lowest, int Highest, double Low, double High, Interval Difference, double PValue)
{
    // A difference that is equal but for rounding counts as equal.
    private const double Slack = 1e-12;

    public static FairnessGap None { get; } = new(-1, -1, double.NaN, double.NaN, Interval.Of(double.NaN), double.NaN);

    /// <summary>Lowest over highest rate.</summary>
    public double Ratio => High > 0 ? Low / High : double.NaN;

    /// <param name="hits">Rows that count, of each group.</param>
    /// <param name="of">Rows of which, of each group.</param>
    /// <param name="minSize">Groups with fewer are left out.</param>
    /// <param name="permutations">How many.</param>
    /// <param name="draw">Their draws.</param>
    public static FairnessGap Of(ReadOnlySpan<long> hits, ReadOnlySpan<long> of, long minSize, int permutations, SeededDraw draw)
    {
        var groups = new List<int>();
        for (int g = 0; g < of.Length; g++)
        {
            if (Counts(of[g], minSize))
            {
                groups.Add(g);
            }
        }

        if (groups.Count < 2)
        {
            return None;
        }

        int lowest = groups[0];
        int highest = groups[0];
        foreach (int g in groups)
        {
            lowest = Rate(hits, of, g) < Rate(hits, of, lowest) ? g : lowest;
            highest = Rate(hits, of, g) > Rate(hits, of, highest) ? g : highest;
        }

        // Equal rates: any two groups.
        highest = highest == lowest ? groups[1] : highest;
        double pairs = groups.Count * (groups.Count - 1) / 2.0;
        double z = pairs == 1 ? NormalDistribution.Z95 : NormalDistribution.Quantile(1 - (0.025 / pairs));
        Interval difference = Proportions.Difference(hits[lowest], of[lowest], hits[highest], of[highest], z);
        return new FairnessGap(lowest, highest, Rate(hits, of, lowest), Rate(hits, of, highest), difference, Chance(hits, of, minSize, difference.Value, permutations, draw));
    }

    /// <summary>
    /// The larger of two differences, of rates over rows that do not overlap (positives and negatives), against the larger of both under permutations within
    /// each: equalised odds.
    /// </summary>
    public static FairnessGap Larger(FairnessGap first, FairnessGap second, (long[] Hits, long[] Of) firstCounts, (long[] Hits, long[] Of) secondCounts, long minSize, int permutations, SeededDraw draw)
    {
        if (first.Lowest < 0 || second.Lowest < 0)
        {
            return None;
        }

        FairnessGap larger = second.Difference.Value > first.Difference.Value ? second : first;
        int atLeast = 0;
        for (int p = 0; p < permutations; p++)
        {
            var draws = new DrawStream(draw.For((ulong)p));
            double most = Math.Max(Permuted(firstCounts.Hits, firstCounts.Of, minSize, ref draws), Permuted(secondCounts.Hits, secondCounts.Of, minSize, ref draws));
            atLeast += most >= larger.Difference.Value - Slack ? 1 : 0;
        }

        return larger with { PValue = (1.0 + atLeast) / (1.0 + permutations) };
    }

    private static double Chance(ReadOnlySpan<long> hits, ReadOnlySpan<long> of, long minSize, double observed, int permutations, SeededDraw draw)
    {
        int atLeast = 0;
        for (int p = 0; p < permutations; p++)
        {
            var draws = new DrawStream(draw.For((ulong)p));
            atLeast += Permuted(hits, of, minSize, ref draws) >= observed - Slack ? 1 : 0;
        }

        return (1.0 + atLeast) / (1.0 + permutations);
    }

    /// <summary>The largest difference between groups once rows are dealt to them anew.</summary>
    private static double Permuted(ReadOnlySpan<long> hits, ReadOnlySpan<long> of, long minSize, ref DrawStream draws)
    {
        long left = 0;
        long leftHits = 0;
        for (int g = 0; g < of.Length; g++)
        {
            bool counted = Counts(of[g], minSize);
            left += counted ? of[g] : 0;
            leftHits += counted ? hits[g] : 0;
        }

        double low = double.PositiveInfinity;
        double high = double.NegativeInfinity;
        for (int g = 0; g < of.Length; g++)
        {
            if (Counts(of[g], minSize))
            {
                long own = Hypergeometric.Draw(left, leftHits, of[g], ref draws);
                leftHits -= own;
                left -= of[g];
                low = Math.Min(low, (double)own / of[g]);
                high = Math.Max(high, (double)own / of[g]);
            }
        }

        return high - low;
    }

    private static bool Counts(long rows, long minSize) => rows >= Math.Max(1, minSize);

    private static double Rate(ReadOnlySpan<long> hits, ReadOnlySpan<long> of, int group) => (double)hits[group] / of[group];
}
