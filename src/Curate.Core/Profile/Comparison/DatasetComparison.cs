using Curate.Core.Data;
using Curate.Core.Profile.Report;
using Curate.Core.Statistics;

namespace Curate.Core.Profile.Comparison;

/// <summary>What changed from a reference dataset to this one. O(columns x (buckets + categories)).</summary>
public static class DatasetComparison
{
    /// <summary>Chance of calling any column changed by luck, over all columns together (Holm). Sizes say how much; this only keeps noise of small tables out.</summary>
    public const double Level = 0.01;

    // Cells of a chi-square test need about this many expected rows (Cochran 1954); smaller ones are pooled.
    private const double LeastExpected = 5;

    /// <summary>
    /// Columns are matched by name. The size of a shift is that of its largest effect (<see cref="ShiftSize"/>), or none where no test of the column rejects at
    /// 1% over all columns. Columns are sorted by size, then by population stability, then in this dataset's order.
    /// </summary>
    public static ComparisonReport Of(ComparisonSide before, ComparisonSide after)
    {
        var reference = new Dictionary<string, ColumnDistribution>(StringComparer.Ordinal);
        foreach (ColumnDistribution column in before.Columns)
        {
            reference.Add(column.Name, column);
        }

        var here = new HashSet<string>(after.Columns.Select(static c => c.Name), StringComparer.Ordinal);
        ColumnDistribution[] both = [.. after.Columns.Where(c => reference.ContainsKey(c.Name))];
        (ColumnShift Shift, double P)[] shifts = [.. both.Select(c => Shift(reference[c.Name], c))];
        double[] adjusted = MultipleTests.Holm([.. shifts.Select(static s => s.P)]);
        var sized = new (ColumnShift Shift, int Level, int Order)[shifts.Length];
        for (int i = 0; i < shifts.Length; i++)
        {
            int level = adjusted[i] < Level ? Math.Max(ShiftSize.Level(shifts[i].Shift), NullLevel(reference[both[i].Name], both[i])) : 0;
            sized[i] = (shifts[i].Shift with { Size = ShiftSize.Name(level) }, level, i);
        }

        Array.Sort(sized, static (a, b) =>
        {
            int by = b.Level.CompareTo(a.Level);
            by = by != 0 ? by : Nullable.Compare(b.Shift.Psi, a.Shift.Psi);
            return by != 0 ? by : a.Order.CompareTo(b.Order);
        });
        return new()
        {
            Other = before.Name,
            OtherRows = before.Rows,
            Added = [.. after.Columns.Where(c => !reference.ContainsKey(c.Name)).Select(static c => c.Name)],
            Removed = [.. before.Columns.Where(c => !here.Contains(c.Name)).Select(static c => c.Name)],
            KindChanged = [.. both.Where(c => reference[c.Name].Kind != c.Kind)
                .Select(c => (c.Name, ValueText.NameOf(reference[c.Name].Kind), ValueText.NameOf(c.Kind)))],
            Columns = [.. sized.Select(static s => s.Shift)],
            Classes = Classes(before, after),
        };
    }

    /// <summary>All measures of one column, and the smallest p-value of its tests times their number (Bonferroni).</summary>
    internal static (ColumnShift Shift, double P) Shift(ColumnDistribution before, ColumnDistribution after)
    {
        ContingencyTest nulls = Nulls(before, after);
        var shift = new ColumnShift
        {
            Name = after.Name,
            NullsBefore = before.Rows == 0 ? 0 : (double)before.Nulls / before.Rows,
            NullsAfter = after.Rows == 0 ? 0 : (double)after.Nulls / after.Rows,
            Size = ShiftSize.None,
        };
        var tests = new List<double> { nulls.PValue };
        if (before.Categories is { Total: > 0 } left && after.Categories is { Total: > 0 } right)
        {
            shift = Categories(shift, left, right, tests);
        }

        if (before.Numeric is { Count: > 0 } x && after.Numeric is { Count: > 0 } y)
        {
            shift = Numbers(shift, x, y, tests);
        }

        return (shift, Math.Min(1, tests.Where(static p => !double.IsNaN(p)).Min() * tests.Count));
    }

    private static ColumnShift Numbers(ColumnShift shift, NumericDistribution before, NumericDistribution after, List<double> tests)
    {
        (double ks, double error) = SharedCells.Distance(before, after);
        double p = KolmogorovSmirnov.PValue(ks, before.Count, after.Count);
        MeanDifference mean = MeanDifference.Of(before.Count, before.Mean, before.Variance, after.Count, after.Mean, after.Variance);
        tests.Add(p);
        tests.Add(mean.PValue);
        shift = shift with { Ks = ks, KsP = p, KsError = error, MeanShift = double.IsNaN(mean.CohensD) ? null : mean.CohensD };
        if (shift.Psi is not null)
        {
            // Numbers with few values are compared value by value already.
            return shift;
        }

        (long[] left, long[] right) = SharedCells.Tenths(before, after);
        return shift with { Psi = Divergence.PopulationStability(left, right), JensenShannon = Divergence.JensenShannon(left, right) };
    }

    private static ColumnShift Categories(ColumnShift shift, CategoryDistribution before, CategoryDistribution after, List<double> tests)
    {
        List<(string Value, long Before, long After)> cells = Join(before.Counts, after.Counts);
        long[] left = [.. cells.Select(static c => c.Before)];
        long[] right = [.. cells.Select(static c => c.After)];
        ContingencyTest test = ContingencyTest.Of(Pooled(left, right), 2);
        tests.Add(test.PValue);
        return shift with
        {
            Psi = Divergence.PopulationStability(left, right),
            JensenShannon = Divergence.JensenShannon(left, right),
            ChiSquare = test.ChiSquare,
            DegreesOfFreedom = test.DegreesOfFreedom,
            ChiSquareP = test.PValue,
            CramersV = test.CramersV,

            // A value that a sample lacks may still be among the rows.
            NewValues = before.IsExact ? Only(cells, static c => c.Before == 0 ? c.After : 0, after) : [],
            VanishedValues = after.IsExact ? Only(cells, static c => c.After == 0 ? c.Before : 0, before) : [],
        };
    }

    private static List<ValueCount> Only(List<(string Value, long Before, long After)> cells, Func<(string Value, long Before, long After), long> count, CategoryDistribution side)
    {
        var only = new List<ValueCount>();
        foreach ((string Value, long Before, long After) cell in cells)
        {
            long rows = count(cell);
            if (rows > 0)
            {
                Interval share = Proportions.Wilson(rows, side.Total);
                only.Add(side.IsExact ? ValueCount.Exact(cell.Value, rows, side.Total) : new(cell.Value, rows, share.Value, share.Low, share.High));
            }
        }

        only.Sort(static (a, b) => a.Count != b.Count ? b.Count.CompareTo(a.Count) : string.CompareOrdinal(a.Value, b.Value));
        return only;
    }

    /// <summary>Cells as rows of two counts; those with few expected rows on either side are summed into one.</summary>
    private static long[] Pooled(long[] left, long[] right)
    {
        double first = left.Sum();
        double second = right.Sum();
        double smaller = Math.Min(first, second) / (first + second);
        var table = new List<long>(left.Length * 2);
        long restLeft = 0;
        long restRight = 0;
        for (int i = 0; i < left.Length; i++)
        {
            if ((left[i] + right[i]) * smaller >= LeastExpected)
            {
                table.Add(left[i]);
                table.Add(right[i]);
            }
            else
            {
                restLeft += left[i];
                restRight += right[i];
            }
        }

        return restLeft + restRight == 0 ? [.. table] : [.. table, restLeft, restRight];
    }

    /// <summary>The values of both sides in ordinal order, with the counts of each.</summary>
    internal static List<(string Value, long Before, long After)> Join(IReadOnlyList<CategoryCount> before, IReadOnlyList<CategoryCount> after)
    {
        var cells = new SortedDictionary<string, (long Before, long After)>(StringComparer.Ordinal);
        foreach (CategoryCount each in before)
        {
            cells[each.Value] = (each.Count, 0);
        }

        foreach (CategoryCount each in after)
        {
            cells[each.Value] = (cells.TryGetValue(each.Value, out (long Before, long After) cell) ? cell.Before : 0, each.Count);
        }

        return [.. cells.Where(static c => c.Value.Before + c.Value.After > 0).Select(static c => (c.Key, c.Value.Before, c.Value.After))];
    }

    /// <summary>The test of missing values against values, in both datasets.</summary>
    internal static ContingencyTest Nulls(ColumnDistribution before, ColumnDistribution after) =>
        ContingencyTest.Of([before.Nulls, before.Rows - before.Nulls, after.Nulls, after.Rows - after.Nulls], 2);

    private static int NullLevel(ColumnDistribution before, ColumnDistribution after) => ShiftSize.Level(Nulls(before, after).CramersV, 0.1, 0.3, 0.5);

    private static List<ClassShift> Classes(ComparisonSide before, ComparisonSide after)
    {
        var shifts = new List<ClassShift>();
        foreach ((string column, IReadOnlyList<CategoryCount> counts) in after.Classes)
        {
            IReadOnlyList<CategoryCount>? reference = before.Classes.FirstOrDefault(c => c.Column == column).Counts;
            if (reference is null)
            {
                continue;
            }

            List<(string Value, long Before, long After)> cells = Join(reference, counts);
            double first = cells.Sum(static c => c.Before);
            double second = cells.Sum(static c => c.After);
            foreach ((string value, long was, long now) in cells.OrderByDescending(static c => c.Before + c.After))
            {
                shifts.Add(new(column, value, was, now, was / first, now / second, Proportions.Difference(was, first, now, second)));
            }
        }

        return shifts;
    }
}
