using System.Globalization;
using Curate.Core.Tests.Support;

namespace Curate.Core.Tests.Resample;

/// <summary>Naive arithmetic over rows whose first three values are numbers, and the made-up rows behind those of a table (--parents).</summary>
internal static class MadeUp
{
    public static double[] Point(string?[] row) => [.. row.Take(3).Select(static v => double.Parse(v!, CultureInfo.InvariantCulture))];

    public static double Squared(double[] a, double[] b) => a.Zip(b, static (p, q) => (p - q) * (p - q)).Sum();

    /// <summary>The k nearest others by (distance, row) among the rows that pass.</summary>
    public static int[] Nearest(IReadOnlyList<string?[]> rows, int of, int k, Func<int, bool> among) =>
        [.. Enumerable.Range(0, rows.Count).Where(i => i != of && among(i)).OrderBy(i => Squared(Point(rows[i]), Point(rows[of]))).ThenBy(static i => i).Take(k)];

    public static IEnumerable<(string?[] Row, int Base, int? Neighbour)> Made(MemoryTable table, RunOutcome run) =>
        run.Rows.Skip(table.Rows.Count).Select(static r => (r, int.Parse(r[^2]!, CultureInfo.InvariantCulture), r[^1] is { } n ? int.Parse(n, CultureInfo.InvariantCulture) : (int?)null));

    /// <summary>The one step that takes the base row to the made-up one in every number.</summary>
    public static double StepOf(string?[] made, string?[] first, string?[] second)
    {
        double[] x = Point(made);
        double[] a = Point(first);
        double[] b = Point(second);
        int widest = Enumerable.Range(0, 3).MaxBy(c => Math.Abs(b[c] - a[c]));
        double step = b[widest] == a[widest] ? 0 : (x[widest] - a[widest]) / (b[widest] - a[widest]);
        for (int c = 0; c < 3; c++)
        {
            Assert.Equal(a[c] + (step * (b[c] - a[c])), x[c], 1e-9);
        }

        return step;
    }

    public static double Deviation(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double mean = all.Average();
        return Math.Sqrt(all.Average(v => (v - mean) * (v - mean)));
    }
}
