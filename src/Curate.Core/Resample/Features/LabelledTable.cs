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

    private LabelledTable(FeatureColumns columns, FeatureFill fill, FeatureSummary summary, RowClasses classes, FeatureOptions options, RunContext run)
    {
        Columns = columns;
        _fill = fill;
        _run = run;
        InputRows = summary.Rows;
        UnlabelledRows = summary.Rows - summary.RequiredRows;
        IncompleteRows = summary.RequiredRows - summary.KeptRows;
        Duplicates = options.Duplicates;
        Names = classes.Names;
        Counts = classes.Counts;
        Targets = classes.Targets;
        Rule = RuleOf(Store, summary.Layout.Categories.Count);
        _taken = (4L * Store.Count) + (8L * Targets.Length);
        run.Memory.Take(_taken, "The classes of the rows");
        _classOf = classes.ClassOf;
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

    /// <summary>The value of a numeric target of each row, as the input has it; empty for a table of classes.</summary>
    public double[] Targets { get; }

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
    public static LabelledTable Read(PassRunner passes, IRecordSource source, FeatureOptions options, RunContext run) =>
        Read(passes, source, options, run, (INumbersSeen?)null);

    /// <summary>As <see cref="Read(PassRunner, IRecordSource, FeatureOptions, RunContext)"/>, and tells the numbers of all rows on the way.</summary>
    internal static LabelledTable Read(PassRunner passes, IRecordSource source, FeatureOptions options, RunContext run, INumbersSeen? seen)
    {
        FeatureColumns columns = FeatureColumns.Resolve(passes, source, options, keep: true);
        try
        {
            return Read(passes, source, options, run, columns, fill => ReadClasses(passes, source, options, run, columns, fill, seen));
        }
        finally
        {
            columns.Forget();
        }
    }

    /// <summary>Reads a dataset whose label is a number; what classes its values are is for the caller to say.</summary>
    /// <param name="passes">The passes.</param>
    /// <param name="source">The dataset.</param>
    /// <param name="options">Features and label.</param>
    /// <param name="run">Memory and workers.</param>
    /// <param name="classify">The classes of these values, one of each row that takes part.</param>
    /// <param name="seen">Told of every batch.</param>
    /// <exception cref="Errors.CurateException">As <see cref="Read(PassRunner, IRecordSource, FeatureOptions, RunContext)"/>, or a label that is no finite number.</exception>
    internal static LabelledTable ReadTarget(PassRunner passes, IRecordSource source, FeatureOptions options, RunContext run,
        Func<double[], RowClasses> classify, INumbersSeen? seen = null)
    {
        FeatureColumns columns = FeatureColumns.Resolve(passes, source, options, numericLabel: true);
        return Read(passes, source, options, run, columns, fill =>
        {
            var targets = new double[fill.Store.Count];
            int filled = 0;
            fill.Read(passes, source, columns.Request, "read features", batch =>
            {
                seen?.Add(batch, 1, columns.IsEmbedding, fill.Store.Numeric);
                int to = fill.Add(batch);
                for (; filled < to; filled++)
                {
                    targets[filled] = columns.TargetOf(batch, (int)(fill.RowOf(filled) - batch.FirstRow));
                }
            });
            return classify(targets);
        });
    }

    private static RowClasses ReadClasses(PassRunner passes, IRecordSource source, FeatureOptions options, RunContext run, FeatureColumns columns, FeatureFill fill, INumbersSeen? seen)
    {
        using var labels = new GroupTable([options.Label], keepCodes: false);
        var codes = new List<int>(fill.Store.Count);
        if (columns.KeptFor(fill, fill.Store.Count) is { } kept)
        {
            kept.Fill(fill, columns.Places, run.Workers);
            seen?.AddAll(kept, columns.Places, run.Workers);
            foreach (SurveyedRows.Part part in kept.Parts)
            {
                codes.AddRange(labels.Fold(part.Labels!));
            }

            return RowClasses.Of(labels, codes);
        }

        fill.Read<GroupPart>(passes, source, columns.Request, "read features", (batch, spent) => GroupPart.Of(batch, 0, 1, spent), (batch, part) =>
        {
            ReadOnlySpan<int> of = labels.Fold(part);
            seen?.Add(batch, 1, columns.IsEmbedding, fill.Store.Numeric);
            int from = codes.Count;
            int to = fill.Add(batch);
            for (int row = from; row < to; row++)
            {
                codes.Add(of[(int)(fill.RowOf(row) - batch.FirstRow)]);
            }
        });
        return RowClasses.Of(labels, codes);
    }

    private static LabelledTable Read(PassRunner passes, IRecordSource source, FeatureOptions options, RunContext run, FeatureColumns columns,
        Func<FeatureFill, RowClasses> pass)
    {
        RowClasses? classes = null;
        (FeatureFill fill, FeatureSummary summary) = FeatureTable.Fill(passes, source, columns, columns.Layout, options, run, filling => classes = pass(filling));
        try
        {
            return new LabelledTable(columns, fill, summary, classes!, options, run);
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
        double median = RowSpread.Median(RowSpread.Of(store, all));
        return new DistanceRule(Metric.Euclidean, median * median);
    }
}
