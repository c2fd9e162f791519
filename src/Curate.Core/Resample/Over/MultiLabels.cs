using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Hashing;
using Curate.Core.Running;
using Curate.Core.Running.Plans;
using Curate.Core.Statistics;

namespace Curate.Core.Resample.Over;

/// <summary>The labels of rows that may have several each, which of them are rare, and the sets of labels of made-up rows.</summary>
/// <remarks>The texts of labels and of different sets, and 4 bytes for each label of a different set.</remarks>
internal sealed class MultiLabels
{
    private readonly byte[]? _separator;
    private readonly int[][] _sets;
    private readonly bool[] _isArray;
    private readonly byte[][] _names;
    private readonly bool[] _isBare;
    private readonly TextIndex _composed = new();
    private readonly List<bool> _composedArrays = [];
    private readonly List<int[]> _composedSets = [];

    /// <summary>Reads the sets of labels.</summary>
    /// <param name="column">The label column, for messages.</param>
    /// <param name="texts">Different values of it.</param>
    /// <param name="counts">Rows of each.</param>
    /// <param name="separator">What stands between labels; null for JSON arrays alone. Values that are JSON arrays are taken as such with one, too.</param>
    /// <exception cref="CurateException">There are no rows, no value holds several labels, or no label is rarer than the mean.</exception>
    public MultiLabels(string column, IReadOnlyList<string> texts, IReadOnlyList<long> counts, string? separator)
    {
        _separator = separator is null ? null : Encoding.UTF8.GetBytes(separator);
        _sets = new int[texts.Count][];
        _isArray = new bool[texts.Count];
        var index = new TextIndex();
        var bare = new List<bool>();
        var parsed = new int[texts.Count][];
        bool several = _separator is not null;
        for (int s = 0; s < texts.Count; s++)
        {
            byte[] text = Encoding.UTF8.GetBytes(texts[s]);
            var flags = new List<bool>();
            _isArray[s] = LabelTexts.TryArray(text, out List<byte[]> labels, flags);
            several |= _isArray[s];
            if (!_isArray[s])
            {
                labels = _separator is null ? [text] : LabelTexts.Split(text, _separator);
            }

            parsed[s] = new int[labels.Count];
            for (int i = 0; i < labels.Count; i++)
            {
                parsed[s][i] = index.Add(labels[i]);
                if (parsed[s][i] == bare.Count)
                {
                    bare.Add(_isArray[s] && flags[i]);
                }
            }
        }

        // Labels are numbered by their bytes, so that sets come in the same order whatever row came first.
        int[] order = [.. Enumerable.Range(0, index.Count)];
        Array.Sort(order, (a, b) => index[a].SequenceCompareTo(index[b]));
        var place = new int[order.Length];
        for (int l = 0; l < order.Length; l++)
        {
            place[order[l]] = l;
        }

        _names = [.. order.Select(l => index[l].ToArray())];
        _isBare = [.. order.Select(l => bare[l])];
        var rows = new long[order.Length];
        for (int s = 0; s < _sets.Length; s++)
        {
            _sets[s] = [.. parsed[s].Select(l => place[l]).Distinct().Order()];
            foreach (int label in _sets[s])
            {
                rows[label] += counts[s];
            }

            Unlabelled += _sets[s].Length == 0 ? counts[s] : 0;
        }

        Names = [.. _names.Select(static n => Encoding.UTF8.GetString(n))];
        Counts = rows;
        (Ratios, MeanRatio) = Imbalance.OfLabels(rows);
        Check(column, several);
    }

    /// <summary>Labels in the order of their bytes.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Rows of each.</summary>
    public IReadOnlyList<long> Counts { get; }

    /// <summary>IRLbl: the rows of the most frequent label over those of each.</summary>
    public IReadOnlyList<double> Ratios { get; }

    /// <summary>MeanIR: the mean of the ratios.</summary>
    public double MeanRatio { get; }

    /// <summary>Rows whose value holds no label.</summary>
    public long Unlabelled { get; }

    /// <summary>The label is rarer than the mean (Charte et al. 2015, section 4.1).</summary>
    public bool IsRare(int label) => Ratios[label] > MeanRatio;

    /// <summary>The labels of a value, ascending.</summary>
    public ReadOnlySpan<int> Labels(int value) => _sets[value];

    /// <summary>The labels of a code of <see cref="Compose"/>, ascending.</summary>
    public ReadOnlySpan<int> Composed(int code) => _composedSets[code];

    /// <summary>Gives a set of labels a code; its text has the form of a value, a list with the separator or a JSON array, with labels in the order of their bytes.</summary>
    /// <param name="labels">Labels, ascending, at least one.</param>
    /// <param name="like">The value whose form it takes.</param>
    public int Compose(ReadOnlySpan<int> labels, int like)
    {
        bool array = _isArray[like] || (_separator is null && labels.Length > 1);
        var text = new List<byte>();
        for (int i = 0; i < labels.Length; i++)
        {
            byte[] name = _names[labels[i]];
            text.AddRange(i == 0 ? [] : array ? ","u8 : _separator);
            text.AddRange(array && !_isBare[labels[i]] ? [(byte)'"', .. JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, (byte)'"'] : name);
        }

        byte[] whole = array ? [(byte)'[', .. text, (byte)']'] : [.. text];
        int code = _composed.Add(whole);
        if (code == _composedSets.Count)
        {
            _composedSets.Add(labels.ToArray());
            _composedArrays.Add(array);
        }

        return code;
    }

    /// <summary>The label column of made-up rows: the value of every code.</summary>
    /// <param name="field">The column.</param>
    /// <param name="rawKind">The kind of values that the source does not declare.</param>
    public SyntheticCategory Column(Field field, ColumnKind rawKind)
    {
        var values = new CellValue[_composed.Count];
        for (int code = 0; code < values.Length; code++)
        {
            ColumnKind kind = field.Kind ?? (rawKind == ColumnKind.Json && !_composedArrays[code] ? ColumnKind.Text : rawKind);
            values[code] = SyntheticCategory.ValueOf(kind, _composed[code].ToArray());
        }

        return new SyntheticCategory(field.Name, values);
    }

    /// <summary>Labels before and after.</summary>
    public ReportTable Table(string column, IReadOnlyList<long> after)
    {
        var table = new ReportTable("labels", $"Labels of '{column}'", ["label", "before", "before_imbalance", "rare", "after", "after_imbalance"]);
        (double[] ratios, _) = Imbalance.OfLabels(after);
        for (int l = 0; l < Names.Count; l++)
        {
            table.Add(Names[l], Counts[l], Ratios[l], IsRare(l) ? "yes" : "no", after[l], ratios[l]);
        }

        if (Unlabelled > 0)
        {
            table.Add("(no label, kept as it is)", Unlabelled, null, null, Unlabelled, null);
        }

        return table;
    }

    private void Check(string column, bool several)
    {
        if (Names.Count == 0)
        {
            Fail.With(ErrorCodes.Infeasible, "There is no label to balance: every row lacks its labels or a feature, or there are no rows.", "Check --label.");
        }

        if (!several)
        {
            Fail.With(ErrorCodes.Infeasible, $"No value of {Fail.Show(column)} holds several labels: none is a JSON array, and no --label-separator is given.",
                "Pass --label-separator, for example ';', or use --method smote for one class a row.");
        }

        if (!Enumerable.Range(0, Names.Count).Any(IsRare))
        {
            Fail.With(ErrorCodes.Infeasible, Names.Count == 1
                ? $"There is only one label in {Fail.Show(column)}, {Fail.Show(Names[0])}; balancing needs two or more."
                : $"No label of {Fail.Show(column)} is rarer than the mean: all have the same number of rows, {Options.NumberText.Of(Counts[0])}.", "Check --label and --label-separator.");
        }
    }
}
