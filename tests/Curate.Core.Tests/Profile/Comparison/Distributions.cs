using Curate.Core.Data;
using Curate.Core.Profile.Comparison;
using Curate.TestKit;

namespace Curate.Core.Tests.Profile.Comparison;

/// <summary>Distributions of given values, exact or in buckets of a common grid.</summary>
internal static class Distributions
{
    /// <summary>A standard normal number: the sum of twelve uniform ones, less 6.</summary>
    public static double Normal(SplitMix64 draws)
    {
        double sum = -6;
        for (int i = 0; i < 12; i++)
        {
            sum += draws.Unit();
        }

        return sum;
    }

    public static NumericDistribution Exact(double[] values) => Of(values, static v => (v, v));

    /// <summary>Buckets of equal width over a grid that all samples share.</summary>
    public static NumericDistribution Binned(double[] values, double width) => Of(values, v => ((Math.Ceiling(v / width) - 1) * width, Math.Ceiling(v / width) * width));

    public static ColumnDistribution Column(string name, NumericDistribution numbers) =>
        new() { Name = name, Kind = ColumnKind.Number, Rows = numbers.Count, Nulls = 0, Numeric = numbers };

    public static ColumnDistribution Categories(string name, bool exact, params (string Value, long Count)[] counts) => new()
    {
        Name = name,
        Kind = ColumnKind.Text,
        Rows = counts.Sum(static c => c.Count),
        Nulls = 0,
        Categories = new() { Counts = [.. counts.Select(static c => new CategoryCount(c.Value, c.Count))], IsExact = exact, Total = counts.Sum(static c => c.Count) },
    };

    public static ComparisonSide Side(string name, params ColumnDistribution[] columns) =>
        new() { Name = name, Rows = columns.Length == 0 ? 0 : columns[0].Rows, Columns = columns };

    private static NumericDistribution Of(double[] values, Func<double, (double Low, double High)> bucket)
    {
        double mean = values.Length == 0 ? double.NaN : values.Average();
        return new()
        {
            Count = values.Length,
            Min = values.Length == 0 ? double.NaN : values.Min(),
            Max = values.Length == 0 ? double.NaN : values.Max(),
            Mean = mean,
            Variance = values.Length < 2 ? double.NaN : values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1),
            Buckets = [.. values.GroupBy(bucket).OrderBy(static g => g.Key.High).Select(static g => new DistributionBucket(g.Key.Low, g.Key.High, g.Count()))],
        };
    }
}
