using System.Text;
using Curate.Core.Data;
using Curate.Core.Hashing;
using Curate.Core.Running;

namespace Curate.Core.Check.TwoSample;

/// <summary>Rows of a dataset by label and prediction, counted over all rows. Memory: the texts, and 8 bytes a pair that occurs.</summary>
internal sealed class LabelCounts
{
    private readonly TextIndex _texts = new();
    private readonly Dictionary<(int Label, int Prediction), long> _cells = [];

    /// <summary>Rows without a label, or without a prediction, are -1 there.</summary>
    private const int None = -1;

    public bool HasLabel { get; private init; }

    public bool HasPrediction { get; private init; }

    public long Rows { get; private set; }

    public long Unlabelled { get; private set; }

    /// <summary>Counts the columns of <c>--label</c> and <c>--prediction</c> that a dataset has; once per dataset. One pass.</summary>
    public static LabelCounts Of(CheckInputs inputs, int dataset) => inputs.Shared("label counts " + Options.NumberText.Of(dataset), shared =>
    {
        IRecordSource source = dataset == 0 ? shared.Main : shared.Others[dataset - 1];
        bool label = shared.Roles.Label is { } l && source.HasColumn(l);
        bool prediction = shared.Roles.Prediction is { } p && source.HasColumn(p);
        var counts = new LabelCounts { HasLabel = label, HasPrediction = prediction };
        string[] columns = [.. label ? [shared.Roles.Label!] : Array.Empty<string>(), .. prediction ? [shared.Roles.Prediction!] : Array.Empty<string>()];
        if (columns.Length > 0)
        {
            ReadRequest request = ReadRequest.Of([.. columns.Select(static c => new ColumnRequest(c, ColumnKind.Text))]);
            shared.Passes.Each(source, request, "count labels", batch => counts.Add(batch));
        }

        return counts;
    });

    /// <summary>Rows of each label, in ordinal order; those without one aside.</summary>
    public SortedDictionary<string, long> Labels() => Sums(static cell => cell.Label);

    /// <summary>Rows of each prediction, in ordinal order; those without one aside.</summary>
    public SortedDictionary<string, long> Predictions() => Sums(static cell => cell.Prediction);

    /// <summary>Rows by prediction (rows) and label (columns) over the given classes; rows without either, or with others, aside.</summary>
    public long[] Joint(IReadOnlyList<string> classes)
    {
        var place = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < classes.Count; i++)
        {
            place.Add(classes[i], i);
        }

        var joint = new long[classes.Count * classes.Count];
        foreach (((int label, int prediction), long rows) in _cells)
        {
            if (label != None && prediction != None && place.TryGetValue(Text(label), out int column) && place.TryGetValue(Text(prediction), out int row))
            {
                joint[(row * classes.Count) + column] += rows;
            }
        }

        return joint;
    }

    /// <summary>The table <c>label_shares</c> of the main dataset and all others that have the label; none where no label is named.</summary>
    public static IEnumerable<ReportTable> ShareTables(CheckInputs inputs)
    {
        int[] datasets = [.. Enumerable.Range(0, inputs.Others.Count + 1).Where(d => Of(inputs, d).HasLabel)];
        if (datasets.Length < 2)
        {
            yield break;
        }

        var table = new ReportTable("label_shares", "Shares of labels", ["dataset", "label", "rows", "share"]);
        foreach (int d in datasets)
        {
            SortedDictionary<string, long> labels = Of(inputs, d).Labels();
            double total = labels.Values.Sum();
            foreach ((string label, long rows) in labels)
            {
                table.Add(d == 0 ? inputs.MainName : inputs.OtherNames[d - 1], label, rows, rows / total);
            }
        }

        yield return table;
    }

    private void Add(RecordBatch batch)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            int label = HasLabel ? Code((TextColumn)batch[0], row) : None;
            int prediction = HasPrediction ? Code((TextColumn)batch[HasLabel ? 1 : 0], row) : None;
            _cells[(label, prediction)] = _cells.GetValueOrDefault((label, prediction)) + 1;
            Unlabelled += label == None ? 1 : 0;
            Rows++;
        }
    }

    private int Code(TextColumn column, int row) => column.IsNull(row) ? None : _texts.Add(column[row]);

    private string Text(int code) => Encoding.UTF8.GetString(_texts[code]);

    private SortedDictionary<string, long> Sums(Func<(int Label, int Prediction), int> of)
    {
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (((int Label, int Prediction) cell, long rows) in _cells)
        {
            if (of(cell) != None)
            {
                string text = Text(of(cell));
                sums[text] = sums.GetValueOrDefault(text) + rows;
            }
        }

        return sums;
    }
}
