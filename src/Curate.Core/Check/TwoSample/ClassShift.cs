using Curate.Core.Profile.Report;
using Curate.Core.Randomness;
using Curate.Core.Statistics;

namespace Curate.Core.Check.TwoSample;

/// <summary>The shares of classes in two files: chi-square over all, total variation as effect, and each class's difference. O(classes x replicates).</summary>
internal sealed record ClassShift
{
    private const int Replicates = 1000;

    public required ContingencyTest Test { get; init; }

    /// <summary>Half the sum of absolute differences: the share of rows that would have to change class. 95% percentile interval of the bootstrap of both files.</summary>
    public required Interval Distance { get; init; }

    /// <summary>Difference of each class's share, the dataset less the reference, with Newcombe's interval.</summary>
    public required Interval[] Differences { get; init; }

    /// <summary>Two-sided p-value of each class against all others.</summary>
    public required double[] PValues { get; init; }

    /// <param name="before">Rows of each class in the reference.</param>
    /// <param name="after">Rows of each class in the dataset, the same order.</param>
    /// <param name="draw">Key of the bootstrap.</param>
    public static ClassShift Of(long[] before, long[] after, SeededDraw draw)
    {
        int k = before.Length;
        double first = before.Sum();
        double second = after.Sum();
        Interval distance = Bootstrap.OfCounts([.. before, .. after], 1, (table, into) => into[0] = TotalVariation(table.AsSpan(0, k), table.AsSpan(k)), draw, Replicates)[0];
        return new ClassShift
        {
            Test = ContingencyTest.Of([.. Enumerable.Range(0, k).SelectMany(c => new[] { before[c], after[c] })], 2),
            Distance = distance,
            Differences = [.. Enumerable.Range(0, k).Select(c => Proportions.Difference(before[c], first, after[c], second))],
            PValues = [.. Enumerable.Range(0, k).Select(c => ContingencyTest.Of([before[c], (long)first - before[c], after[c], (long)second - after[c]], 2).PValue)],
        };
    }

    /// <summary>Half the sum of absolute differences of shares; NaN where a side is empty.</summary>
    public static double TotalVariation(ReadOnlySpan<long> before, ReadOnlySpan<long> after)
    {
        double first = 0;
        double second = 0;
        for (int i = 0; i < before.Length; i++)
        {
            first += before[i];
            second += after[i];
        }

        if (first == 0 || second == 0)
        {
            return double.NaN;
        }

        double sum = 0;
        for (int i = 0; i < before.Length; i++)
        {
            sum += Math.Abs((before[i] / first) - (after[i] / second));
        }

        return sum / 2;
    }
}
