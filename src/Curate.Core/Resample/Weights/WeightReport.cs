using Curate.Core.Running;

namespace Curate.Core.Resample.Weights;

/// <summary>The tables that reports of all methods that weigh rows have.</summary>
internal static class WeightReport
{
    /// <summary>
    /// The table <c>weights</c>: rows, their weights' sum, smallest and largest, the effective sample size, its share of the rows, and how many weights lie on a
    /// bound of <c>--clip</c>.
    /// </summary>
    public static ReportTable Weights(WeightSize size, long clipped)
    {
        var table = new ReportTable("weights", "Weights", ["rows", "sum", "least", "most", "effective", "effective_share", "clipped"]);
        table.Add(size.Rows, size.Sum, size.Rows == 0 ? null : size.Least, size.Rows == 0 ? null : size.Most, size.Effective, size.Rows == 0 ? null : size.Effective / size.Rows, clipped);
        return table;
    }

    /// <summary>With <c>--as rows</c>: the table <c>copies</c>, rows by how often they come out.</summary>
    public static ReportTable Copies(IEnumerable<(long Copies, long Rows)> counts)
    {
        var table = new ReportTable("copies", "Copies", ["copies", "rows"]);
        var sorted = new SortedDictionary<long, long>();
        foreach ((long copies, long rows) in counts)
        {
            if (rows > 0)
            {
                sorted[copies] = sorted.GetValueOrDefault(copies) + rows;
            }
        }

        // Few kinds of rows are common and many are rare: from eight on copies are counted in doubling ranges.
        var ranges = new SortedDictionary<long, long>();
        foreach ((long copies, long rows) in sorted)
        {
            long from = copies < 8 ? copies : 1L << (63 - (int)long.LeadingZeroCount(copies));
            ranges[from] = ranges.GetValueOrDefault(from) + rows;
        }

        foreach ((long from, long rows) in ranges)
        {
            table.Add(from < 8 ? Options.NumberText.Of(from) : $"{Options.NumberText.Of(from)} to {Options.NumberText.Of((2 * from) - 1)}", rows);
        }

        return table;
    }
}
