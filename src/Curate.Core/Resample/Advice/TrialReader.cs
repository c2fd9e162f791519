using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Resample.Features;
using Curate.Core.Running;
using Curate.Core.Running.Views;

namespace Curate.Core.Resample.Advice;

/// <summary>Reads the rows that are cross-validated: all with a label and the features, or a sample of them that keeps the shares of the classes.</summary>
internal sealed class TrialReader
{
    private readonly int[] _classOf;
    private readonly int[]? _groups;
    private readonly double[]? _times;

    private TrialReader(TrialRows rows, int[]? groups, double[]? times)
    {
        Rows = rows;
        _classOf = rows.ClassOf;
        _groups = groups;
        _times = times;
    }

    public TrialRows Rows { get; }

    /// <summary>Rows of the dataset.</summary>
    public long InputRows { get; private init; }

    public long UnlabelledRows { get; private init; }

    /// <summary>Rows with a label that lack a number, with <c>--missing drop</c>.</summary>
    public long IncompleteRows { get; private init; }

    /// <summary>Rows of each class in the dataset.</summary>
    public required IReadOnlyList<long> FullCounts { get; init; }

    public SplitDesign Design => new(_classOf, Rows.Classes, _groups, _times);

    /// <summary>Different groups; 0 without them.</summary>
    public int Groups => _groups is null ? 0 : _groups.Distinct().Count();

    /// <summary>Three passes, one more where kinds are inferred. 1 to 4 bytes a row of the dataset, and what <see cref="TrialRows"/> takes.</summary>
    /// <exception cref="CurateException">Features that cannot be used, a time that is none.</exception>
    public static TrialReader Read(PassRunner passes, IRecordSource source, AdviceOptions options, RunContext run)
    {
        FeatureColumns columns = FeatureColumns.Resolve(passes, Without(source, options), options);
        FeatureSummary summary = columns.Summarise(passes, source, columns.Layout, options.Missing, FeatureScaling.None);
        Field? time = options.Time is { } named ? TimeOf(passes, source, named) : null;
        using var labels = GroupTable.Read(passes, source, [options.Label], "count classes", run);
        BitMap? sampled = Sample(labels, options.Rows, run);
        var read = new List<ColumnRequest>(columns.Request.Columns);
        int groupAt = options.Group is null ? -1 : read.Count;
        if (options.Group is not null)
        {
            read.Add(new ColumnRequest(options.Group, ColumnKind.Text));
        }

        int timeAt = time is null ? -1 : read.Count;
        if (time is not null)
        {
            read.Add(new ColumnRequest(time.Name, time.Kind!.Value) { Scale = time.Scale });
        }

        Column[] kept = [.. columns.Request.Columns.Select(static c => Column.Create(c.Kind, c.Scale))];
        var codes = new List<int>();
        var groups = new List<int>();
        var times = new List<double>();
        var groupKeys = new Hashing.TextIndex();
        byte[] buffer = new byte[64];
        passes.Each(source, ReadRequest.Of(read), "read features", batch =>
        {
            for (int row = 0; row < batch.Count; row++)
            {
                long at = batch.FirstRow + row;
                if (batch[0].IsNull(row) || (sampled is not null && !sampled[at]) || (options.Missing == MissingValues.Drop && LacksNumber(batch, columns, row)))
                {
                    continue;
                }

                for (int c = 0; c < kept.Length; c++)
                {
                    kept[c].AppendFrom(batch[c], row);
                }

                codes.Add(labels.Codes[at]);
                if (groupAt >= 0)
                {
                    groups.Add(groupKeys.Add(GroupKey.Of(batch, groupAt, 1, row, ref buffer)));
                }

                if (timeAt >= 0)
                {
                    times.Add(batch[timeAt].IsNull(row) ? NoTime(at, time!.Name) : FeatureLayout.Value(batch[timeAt], row));
                }
            }
        });
        (int[] classOf, string[] classNames, long[] full) = Classes(labels, codes);
        return new TrialReader(new TrialRows(columns, kept, classOf, classNames, options.Missing), groupAt < 0 ? null : [.. groups], timeAt < 0 ? null : [.. times])
        {
            FullCounts = full,
            InputRows = summary.Rows,
            UnlabelledRows = summary.Rows - summary.RequiredRows,
            IncompleteRows = summary.RequiredRows - summary.KeptRows,
        };
    }

    /// <summary>The columns by which rows are divided are features only where they are named: they would tell the fold.</summary>
    private static IRecordSource Without(IRecordSource source, AdviceOptions options)
    {
        string[] dividing = [.. ((string?[])[options.Group, options.Time]).OfType<string>().Where(n => !options.Categorical.Contains(n, StringComparer.Ordinal) && n != options.Label)];
        return dividing.Length == 0 || options.Features.Count > 0 ? source
            : new ProjectedSource(source, [.. source.Schema.Fields.Where(f => !dividing.Contains(f.Name, StringComparer.Ordinal)).Select(static f => (f.Name, f.Name))]);
    }

    private static Field TimeOf(PassRunner passes, IRecordSource source, string name)
    {
        Field field = KindResolver.Resolve(passes, source, [name])[0];
        if (field.Kind is not (ColumnKind.Whole or ColumnKind.Number or ColumnKind.Decimal or ColumnKind.Date or ColumnKind.Time))
        {
            Fail.With(ErrorCodes.BadValue, $"--time {Fail.Show(name)} is no date, time or number: its kind is {ValueText.NameOf(field.Kind ?? ColumnKind.Text)}.", "Name a column that orders rows in time.");
        }

        return field;
    }

    private static double NoTime(long row, string name)
    {
        Fail.With(ErrorCodes.BadValue, $"Row {NumberText.Of(row + 1)} has no value in column {Fail.Show(name)}, by which rows are ordered in time.", "Leave such rows out with --where.");
        return 0;
    }

    private static bool LacksNumber(RecordBatch batch, FeatureColumns columns, int row)
    {
        for (int c = 0; c < columns.Numbers.Count; c++)
        {
            if (batch[1 + c].IsNull(row))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The rows that are looked at, or null for all: of each class its share, by keyed draws.</summary>
    private static BitMap? Sample(GroupTable labels, int rows, RunContext run)
    {
        var sizes = new long[labels.Count];
        var shares = new double[labels.Count];
        for (int g = 0; g < sizes.Length; g++)
        {
            sizes[g] = labels.RowsOf(g);
            shares[g] = labels.IsMissing(g) ? 0 : sizes[g];
        }

        if (shares.Sum() <= rows)
        {
            return null;
        }

        var picked = new BitMap();
        DrawThresholds.Pick(new RowDraws(run.Draw("should-i-sample"), labels.Codes), LargestRemainders.Share(rows, shares), sizes, picked, run.Workers);
        return picked;
    }

    /// <summary>Classes that are left, in sorted order; the first rows' codes are those of the whole dataset.</summary>
    private static (int[] ClassOf, string[] Names, long[] Full) Classes(GroupTable labels, List<int> codes)
    {
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

        return ([.. codes.Select(c => place[c])], [.. order.Select(labels.Show)], [.. order.Select(labels.RowsOf)]);
    }
}
