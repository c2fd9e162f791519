using Curate.Core.Profile.Comparison;
using Curate.Core.Profile.Report;
using Curate.Core.Statistics;

namespace Curate.Core.Check.TwoSample;

/// <summary>
/// One test of one column. All effects are distances of two distributions from 0 to 1: the largest difference of the shares of rows up to some number (Kolmogorov-Smirnov), or with one of some set of values (total variation),
/// or without a value.
/// </summary>
/// <param name="Column">The column.</param>
/// <param name="Of"><c>numbers</c>, <c>lengths</c> (of texts), <c>values</c> or <c>missing</c>.</param>
/// <param name="Statistic">The distance, chi-square, or chi-square of missing values.</param>
/// <param name="Effect">The distance with its interval.</param>
/// <param name="PValue">Of its test, not adjusted.</param>
/// <param name="Measures">Other measures of the column.</param>
internal sealed record DriftTest(string Column, string Of, double Statistic, Interval Effect, double PValue, ColumnShift Measures)
{
    private const double Confidence = 0.05;

    /// <summary>Wasserstein-1 distance over the reference's deviation; null where there are no numbers.</summary>
    public double? Wasserstein { get; private init; }

    /// <summary>Rows of the dataset with values that the reference lacks, and their share; null where that is not known.</summary>
    public (long Rows, double Share, string Value)? Unseen { get; private init; }

    /// <summary>Values that either side has.</summary>
    public long Rows { get; private init; }

    /// <summary>All tests of a column that both datasets have.</summary>
    public static IEnumerable<DriftTest> All(ColumnDistribution before, ColumnDistribution after, bool isText)
    {
        (ColumnShift shift, _) = DatasetComparison.Shift(before, after);
        if (before.Rows > 0 && after.Rows > 0 && before.Nulls + after.Nulls > 0)
        {
            ContingencyTest nulls = DatasetComparison.Nulls(before, after);
            Interval missing = Proportions.Difference(before.Nulls, before.Rows, after.Nulls, after.Rows);
            yield return new DriftTest(after.Name, "missing", nulls.ChiSquare, missing, nulls.PValue, shift) { Rows = before.Rows + after.Rows };
        }

        if (before.Numeric is { Count: > 0 } x && after.Numeric is { Count: > 0 } y && shift.Ks is { } distance)
        {
            // Bands of Dvoretzky, Kiefer and Wolfowitz with Massart's constant around both distributions, half of the error for each.
            double reach = Band(x.Count) + Band(y.Count) + shift.KsError;
            double deviation = Math.Sqrt(x.Variance);
            yield return new DriftTest(after.Name, isText ? "lengths" : "numbers", distance, new Interval(distance, Math.Max(0, distance - reach), Math.Min(1, distance + reach)), shift.KsP ?? double.NaN, shift)
            {
                Wasserstein = deviation > 0 ? SharedCells.Wasserstein(x, y) / deviation : null,
                Rows = x.Count + y.Count,
            };
        }

        if (before.Categories is { Total: > 0 } left && after.Categories is { Total: > 0 } right && shift.ChiSquare is { } chi)
        {
            yield return Categories(after.Name, shift, chi, left, right);
        }
    }

    private static DriftTest Categories(string name, ColumnShift shift, double chi, CategoryDistribution left, CategoryDistribution right)
    {
        List<(string Value, long Before, long After)> cells = DatasetComparison.Join(left.Counts, right.Counts);
        double first = left.Total;
        double second = right.Total;
        double sum = 0;
        double chance = 0;
        double variance = 0;
        long unseen = 0;
        (string Value, long Rows) most = ("", 0);
        foreach ((string value, long before, long after) in cells)
        {
            double p = before / first;
            double q = after / second;
            double pooled = (before + after) / (first + second);
            double spread = pooled * (1 - pooled) * ((1 / first) + (1 / second));
            sum += Math.Abs(p - q) / 2;

            // The mean of the absolute value of a normal number.
            chance += Math.Sqrt(2 * spread / Math.PI) / 2;
            variance += ((p * (1 - p) / first) + (q * (1 - q) / second)) / 4;
            if (before == 0)
            {
                unseen += after;
                most = after > most.Rows ? (value, after) : most;
            }
        }

        double effect = Math.Max(0, sum - chance);
        double reach = NormalDistribution.Z95 * Math.Sqrt(variance);
        return new DriftTest(name, "values", chi, new Interval(effect, Math.Max(0, effect - reach), Math.Min(1, effect + reach)), shift.ChiSquareP ?? double.NaN, shift)
        {
            Unseen = left.IsExact ? (unseen, unseen / second, most.Value) : null,
            Rows = left.Total + right.Total,
        };
    }

    private static double Band(long count) => Math.Sqrt(Numerics.PortableMath.Log(4 / Confidence) / (2.0 * count));
}
