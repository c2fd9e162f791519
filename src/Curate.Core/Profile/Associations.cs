using Curate.Core.Numerics;
using Curate.Core.Profile.Columns;
using Curate.Core.Profile.Report;
using Curate.Core.Running;
using Curate.Core.Statistics;

namespace Curate.Core.Profile;

/// <summary>
/// How strongly pairs of columns go together, on the sampled rows: Pearson and Spearman for numbers, Cramer's V less its bias for categories, the correlation ratio
/// for a category and a number, and mutual information for every pair (numbers cut into at most ten equally filled bins). O(pairs x rows).
/// </summary>
internal static class Associations
{
    // A category with more values than this in the sample pairs nearly every row with a cell of its own.
    private const int MostCodes = 256;
    private const int Bins = 10;

    /// <summary>Whether a column enters the matrix by itself.</summary>
    public static bool Fits(ColumnReporter column) =>
        column.Type is SemanticType.Flag or SemanticType.Category or SemanticType.Count or SemanticType.Measure or SemanticType.Time;

    /// <summary>All pairs of the columns, strongest first; columns that cannot be measured are left out.</summary>
    public static List<AssociationReport> Of(IReadOnlyList<(int Index, ColumnReporter Column)> columns, SampleTable sample, bool isSampled, int workers)
    {
        var ready = new Side?[columns.Count];
        Workers.ForBlocks(workers, ready.Length, c => ready[c] = SideOf(columns[c].Index, columns[c].Column, sample));
        List<Side> sides = [.. ready.OfType<Side>()];
        var pairs = new List<(Side First, Side Second)>();
        for (int a = 0; a < sides.Count; a++)
        {
            for (int b = a + 1; b < sides.Count; b++)
            {
                pairs.Add((sides[a], sides[b]));
            }
        }

        var reports = new AssociationReport?[pairs.Count];
        Workers.ForBlocks(workers, reports.Length, p => reports[p] = Pair(pairs[p].First, pairs[p].Second, isSampled));

        // The order of the table breaks ties: the sort is stable.
        return [.. reports.OfType<AssociationReport>().OrderByDescending(static p => Math.Abs(p.Value))];
    }

    private static Side? SideOf(int index, ColumnReporter column, SampleTable sample)
    {
        var values = new double[sample.Rows];
        if (column.HasNumbers || column.Type == SemanticType.Time)
        {
            for (int row = 0; row < values.Length; row++)
            {
                double value = sample.IsNull(row, index) ? double.NaN : ValueDisplay.Number(column.Form, sample[row, index]);
                values[row] = double.IsFinite(value) ? value : double.NaN;
            }

            (int[] bins, int count) = Binned(values);
            return new Side(column.Name, values, new CorrelatedColumn(values), bins, count);
        }

        var codes = new int[sample.Rows];
        var names = new Hashing.TextIndex();
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = sample.IsNull(row, index) ? -1 : names.Add(sample[row, index]);
        }

        return names.Count is > 1 and <= MostCodes ? new Side(column.Name, null, null, codes, names.Count) : null;
    }

    private static AssociationReport? Pair(Side first, Side second, bool isSampled)
    {
        long[] table = Association.Table(first.Codes, first.Count, second.Codes, second.Count);
        long rows = table.Sum();
        if (rows < 3)
        {
            return null;
        }

        var others = new List<(string, double)>();
        string measure;
        double value;
        if (first.Ready is { } x && second.Ready is { } y)
        {
            (measure, value) = ("pearson", x.Pearson(y));
            double spearman = x.Spearman(y);
            if (!double.IsNaN(spearman))
            {
                others.Add(("spearman", spearman));
            }
        }
        else if (first.Numbers is null && second.Numbers is null)
        {
            (measure, value) = ("cramers-v", ContingencyTest.Of(table, second.Count).CorrectedV);
        }
        else
        {
            Side classes = first.Numbers is null ? first : second;
            double[] numbers = first.Numbers ?? second.Numbers!;
            (measure, value) = ("correlation-ratio", Association.CorrelationRatio(classes.Codes, classes.Count, numbers));
        }

        if (double.IsNaN(value))
        {
            return null;
        }

        others.Add(("mutual-information", Association.MutualInformation(table, second.Count)));
        return new AssociationReport
        {
            First = first.Name,
            Second = second.Name,
            Measure = measure,
            Value = value,
            Others = others,
            Rows = rows,
            Sampled = isSampled,
        };
    }

    /// <summary>Numbers cut at the tenths of their order; equal numbers share a bin.</summary>
    private static (int[] Codes, int Count) Binned(double[] values)
    {
        double[] known = Array.FindAll(values, static v => !double.IsNaN(v));
        int[] order = KeySort.Order(Array.ConvertAll(known, OrderedBits.Of));
        var borders = new List<double>();
        for (int b = 1; b < Bins && known.Length > 0; b++)
        {
            double border = known[order[(int)((long)b * known.Length / Bins)]];
            if (border > known[order[0]] && (borders.Count == 0 || border > borders[^1]))
            {
                borders.Add(border);
            }
        }

        int[] codes = new int[values.Length];
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = double.IsNaN(values[row]) ? -1 : BinOf(borders, values[row]);
        }

        return (codes, borders.Count + 1);
    }

    private static int BinOf(List<double> borders, double value)
    {
        int bin = 0;
        while (bin < borders.Count && borders[bin] <= value)
        {
            bin++;
        }

        return bin;
    }

    private sealed record Side(string Name, double[]? Numbers, CorrelatedColumn? Ready, int[] Codes, int Count);
}
