using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Resample.Features;
using Curate.Core.Running;
using Curate.Core.Statistics;

namespace Curate.Core.Resample.Over;

/// <summary>A numeric target as classes: values that are rare because they are low, common ones, values that are rare because they are high.</summary>
internal static class RareValues
{
    public static readonly string[] Names = ["low", "common", "high"];

    /// <summary>The class of every row. O(n log n), 8 bytes a row while it runs.</summary>
    /// <param name="targets">The target of each row.</param>
    /// <param name="options">The relevance from which a value is rare, and where relevance is 1.</param>
    /// <exception cref="CurateException">There is no value, or none is rare.</exception>
    public static RowClasses Of(double[] targets, OverOptions options)
    {
        if (targets.Length == 0)
        {
            Fail.With(ErrorCodes.Infeasible, $"There is no value of {Fail.Show(options.Label)} to balance: every row lacks it or a feature, or there are no rows.", "Check --label.");
        }

        double[] sorted = [.. targets];
        Array.Sort(sorted);
        TargetRelevance relevance = TargetRelevance.Of(sorted, [], options.RangeCoefficient);
        var rows = new long[Names.Length];
        var kinds = new int[targets.Length];
        for (int i = 0; i < targets.Length; i++)
        {
            kinds[i] = relevance.Of(targets[i]) < options.RareFrom ? 1 : targets[i] < relevance.Median ? 0 : 2;
            rows[kinds[i]]++;
        }

        if (rows[0] + rows[2] == 0)
        {
            ThrowNoneRare(sorted, relevance, options);
        }

        int[] used = [.. Enumerable.Range(0, Names.Length).Where(k => rows[k] > 0)];
        return new RowClasses([.. used.Select(static k => Names[k])], [.. used.Select(k => rows[k])], Array.ConvertAll(kinds, k => Array.IndexOf(used, k)))
        {
            Targets = targets,
        };
    }

    /// <summary>Rows and ends of each class.</summary>
    public static ReportTable Table(LabelledTable table)
    {
        var report = new ReportTable("target", $"Values of '{table.Columns.Label}'", ["class", "rows", "least", "most"]);
        for (int c = 0; c < table.ClassCount; c++)
        {
            double least = double.PositiveInfinity;
            double most = double.NegativeInfinity;
            for (int row = 0; row < table.Count; row++)
            {
                if (table.ClassOf[row] == c)
                {
                    least = Math.Min(least, table.Targets[row]);
                    most = Math.Max(most, table.Targets[row]);
                }
            }

            report.Add(table.Names[c], table.Counts[c], least, most);
        }

        return report;
    }

    private static void ThrowNoneRare(double[] sorted, TargetRelevance relevance, OverOptions options)
    {
        string values = $"{NumberText.Of(sorted.Length)} value{(sorted.Length == 1 ? "" : "s")} from {NumberText.Of(sorted[0])} to {NumberText.Of(sorted[^1])}";
        Fail.With(ErrorCodes.Infeasible, relevance.Beyond == 0
            ? $"No value of {Fail.Show(options.Label)} is rare: of {values} none lies more than {NumberText.Of(options.RangeCoefficient)} quartile ranges beyond a quartile."
            : $"No value of {Fail.Show(options.Label)} is rare: of {values} none has a relevance of {NumberText.Of(options.RareFrom)} or more.",
            relevance.Beyond == 0 ? "Lower --range-coefficient, or leave the target as it is." : "Lower --rare-from.");
    }
}
