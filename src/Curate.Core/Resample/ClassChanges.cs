using Curate.Core.Running;

namespace Curate.Core.Resample;

/// <summary>The report of what a resampler does to the classes.</summary>
public static class ClassChanges
{
    /// <summary>The table <c>classes</c>: rows, share and imbalance (rows of the largest class over rows of this one) of each class, before and after.</summary>
    /// <param name="label">The class column.</param>
    /// <param name="names">Classes in sorted order.</param>
    /// <param name="before">Their rows in the input.</param>
    /// <param name="after">Their rows in the output.</param>
    /// <param name="setAside">Rows that are no class, with what they lack; lines without rows are left out.</param>
    public static ReportTable Table(string label, IReadOnlyList<string> names, IReadOnlyList<long> before, IReadOnlyList<long> after,
        params IReadOnlyList<(string Name, long Rows)> setAside)
    {
        var table = new ReportTable("classes", $"Classes of '{label}'", ["class", "before", "before_share", "before_imbalance", "after", "after_share", "after_imbalance"]);
        double all = before.Sum();
        double left = after.Sum();
        for (int c = 0; c < names.Count; c++)
        {
            table.Add(names[c], before[c], before[c] / all, Ratio(before, c), after[c], left > 0 ? after[c] / left : 0, Ratio(after, c));
        }

        foreach ((string name, long rows) in setAside)
        {
            if (rows > 0)
            {
                table.Add(name, rows, null, null, rows, null, null);
            }
        }

        return table;
    }

    private static object? Ratio(IReadOnlyList<long> counts, int c) => counts[c] == 0 ? null : (double)counts.Max() / counts[c];
}
