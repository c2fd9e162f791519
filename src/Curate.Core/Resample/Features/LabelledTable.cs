using System.Text;
using Curate.Core.Data;
using Curate.Core.Grouping;
using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Resample.Features;

/// <summary>
/// The rows of a dataset that have a label (and, with <c>--missing drop</c>, all their numbers), as vectors with a class each. All other rows are no class:
/// methods leave them as they are, and <see cref="UnlabelledRows"/> and <see cref="IncompleteRows"/> count them.
/// </summary>
/// <remarks>4 (numbers + categories + 1) bytes a row, 8 more where rows are left out, and the texts of classes and categories.</remarks>
public sealed class LabelledTable : IDisposable
{
    private readonly FeatureFill _fill;
    private readonly RunContext _run;
    private readonly int[] _classOf;
    private readonly long _taken;

    private LabelledTable(FeatureColumns columns, FeatureFill fill, FeatureSummary summary, GroupTable labels, List<int> codes, FeatureOptions options, RunContext run)
    {
        Columns = columns;
        _fill = fill;
        _run = run;
        _taken = 4L * Store.Count;
        InputRows = summary.Rows;
        UnlabelledRows = summary.Rows - summary.RequiredRows;
        IncompleteRows = summary.RequiredRows - summary.KeptRows;
        Duplicates = options.Duplicates;

        // A class all of whose rows are left out is none.
        var rows = new long[labels.Count];
        foreach (int code in codes)
        {
            rows[code]++;
        }

        int[] order = [.. labels.Sorted().Where(g => rows[g] > 0)];
        var place = new int[labels.Count];
        for (int c = 0; c < order.Length; c++)
        {
            place[order[c]] = c;
        }

        Names = [.. order.Select(labels.Show)];
        Counts = [.. order.Select(g => rows[g])];
        run.Memory.Take(_taken, "The classes of the rows");
        _classOf = new int[codes.Count];
        for (int i = 0; i < _classOf.Length; i++)
        {
            _classOf[i] = place[codes[i]];
        }

        Rule = RuleOf(Store, summary.Layout.Categories.Count);
    }

    /// <summary>The columns behind the vectors.</summary>
    public FeatureColumns Columns { get; }

    /// <summary>Numbers, then category codes, of every row that takes part; scaled as asked.</summary>
    public VectorStore Store => _fill.Store;

    /// <summary>Rows that take part.</summary>
    public int Count => Store.Count;

    public int ClassCount => Names.Count;

    /// <summary>The class of each row, a number in <see cref="Names"/>.</summary>
    public ReadOnlySpan<int> ClassOf => _classOf;

    /// <summary>Labels in sorted order (numerically where all are numbers), which breaks ties between classes everywhere.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Rows of each class that take part.</summary>
    public IReadOnlyList<long> Counts { get; }

    /// <summary>Rows of the dataset.</summary>
    public long InputRows { get; }

    /// <summary>Rows without a label.</summary>
    public long UnlabelledRows { get; }

    /// <summary>Rows with a label that <c>--missing drop</c> leaves out.</summary>
    public long IncompleteRows { get; }

    public DuplicatePolicy Duplicates { get; }

    /// <summary>
    /// Euclidean distance over the numbers; a differing category adds the square of the median of the numbers' standard deviations over all rows of the
    /// table (Chawla et al. 2002, section 6.1). With categories alone, how many differ.
    /// </summary>
    public DistanceRule Rule { get; }

    /// <summary>The smallest class, the first in sorted order among equals.</summary>
    public int Smallest
    {
        get
        {
            int smallest = 0;
            for (int c = 1; c < Counts.Count; c++)
            {
                smallest = Counts[c] < Counts[smallest] ? c : smallest;
            }

            return smallest;
        }
    }

    /// <summary>Reads a dataset.</summary>
    /// <exception cref="Errors.CurateException">Features that cannot be used: text, missing or not finite values.</exception>
    public static LabelledTable Read(PassRunner passes, IRecordSource source, FeatureOptions options, RunContext run,
        Action<RecordBatch, int, bool, int>? seen = null)
    {
        FeatureColumns columns = FeatureColumns.Resolve(passes, source, options);
        string[] names = [.. columns.Numbers.Concat(columns.Categories).Select(static f => f.Name)];
        FeatureSummary summary = passes.Summarise(source, columns.Request, "summarise features", () => new FeatureSummary(columns.Layout, names, options.Missing));
        var fill = new FeatureFill(summary, options.Scale, run);
        try
        {
            using var labels = new GroupTable([options.Label], keepCodes: false);
            var codes = new List<int>(fill.Store.Count);
            passes.Run<GroupPart>(source, columns.Request, "read features", static (batch, spent) => GroupPart.Of(batch, 0, 1, spent), (batch, part) =>
            {
                ReadOnlySpan<int> of = labels.Fold(part);
                seen?.Invoke(batch, 1, columns.IsEmbedding, fill.Store.Numeric);
                int from = codes.Count;
                int to = fill.Add(batch);
                for (int row = from; row < to; row++)
                {
                    codes.Add(of[(int)(fill.RowOf(row) - batch.FirstRow)]);
                }
            });
            fill.Complete();
            return new LabelledTable(columns, fill, summary, labels, codes, options, run);
        }
        catch
        {
            fill.Dispose();
            throw;
        }
    }

    /// <summary>The input row that a row of the table is.</summary>
    public long RowOf(int row) => _fill.RowOf(row);

    /// <summary>The rows of one class, ascending; O(n).</summary>
    public int[] RowsOf(int ofClass)
    {
        var rows = new int[Counts[ofClass]];
        int next = 0;
        for (int i = 0; i < _classOf.Length; i++)
        {
            if (_classOf[i] == ofClass)
            {
                rows[next++] = i;
            }
        }

        return rows;
    }

    /// <summary>The value of a number column (a place of an embedding) that a scaled value stands for; exact up to float32.</summary>
    public double Unscaled(int number, double value) => _fill.Unscaled(number, value);

    /// <summary>Categories of a category column, a missing value among them.</summary>
    public int CategoryCount(int category) => _fill.CategoryCount(category);

    /// <summary>The text of a category; null stands for a missing value.</summary>
    public string? CategoryText(int category, int code) =>
        _fill.CategoryText(category, code) is { Length: > 0 } text && text[0] != 0 ? Encoding.UTF8.GetString(text[1..]) : null;

    /// <summary>The median over the number columns of their population standard deviations among some rows; 0 without numbers. O(rows d).</summary>
    public double MedianDeviation(ReadOnlySpan<int> rows) => MedianDeviation(Store, rows);

    public void Dispose()
    {
        _fill.Dispose();
        _run.Memory.Return(_taken);
    }

    private static DistanceRule RuleOf(VectorStore store, int categories)
    {
        if (categories == 0)
        {
            return new DistanceRule(Metric.Euclidean);
        }

        if (store.Numeric == 0)
        {
            return new DistanceRule(Metric.Hamming);
        }

        int[] all = [.. Enumerable.Range(0, store.Count)];
        double median = MedianDeviation(store, all);
        return new DistanceRule(Metric.Euclidean, median * median);
    }

    private static double MedianDeviation(VectorStore store, ReadOnlySpan<int> rows)
    {
        int d = store.Numeric;
        if (d == 0 || rows.Length == 0)
        {
            return 0;
        }

        var mean = new double[d];
        foreach (int row in rows)
        {
            ReadOnlySpan<float> values = store[row];
            for (int p = 0; p < d; p++)
            {
                mean[p] += values[p];
            }
        }

        var squares = new double[d];
        for (int p = 0; p < d; p++)
        {
            mean[p] /= rows.Length;
        }

        foreach (int row in rows)
        {
            ReadOnlySpan<float> values = store[row];
            for (int p = 0; p < d; p++)
            {
                double off = values[p] - mean[p];
                squares[p] += off * off;
            }
        }

        for (int p = 0; p < d; p++)
        {
            squares[p] = Math.Sqrt(squares[p] / rows.Length);
        }

        Array.Sort(squares);
        return (squares[(d - 1) / 2] + squares[d / 2]) / 2;
    }
}
