using System.Text;
using Curate.Core.Profile.Report;
using Curate.Core.Sketches;
using Curate.Core.Statistics;

namespace Curate.Core.Profile.Columns;

/// <summary>
/// The values of a column with their counts, as far as they are known: all of them from the table of values, or those of the sampled rows. What is told from the
/// sample carries intervals.
/// </summary>
internal sealed class ColumnValues
{
    private const int MostExamples = 5;
    private const int MostVariants = 20;

    private readonly ValueForm _form;
    private readonly byte[][] _values;
    private readonly long[] _counts;
    private readonly IReadOnlyList<string> _examples;
    private readonly long _rows;

    public ColumnValues(ColumnState column, SampleTable sample, int index)
    {
        _form = column.Form;
        _rows = column.Rows - column.Nulls;
        IsExact = column.Values is not null;
        var sampled = new ValueTable(int.MaxValue, int.MaxValue);
        var examples = new List<string>();
        for (int row = 0; row < sample.Rows; row++)
        {
            if (sample.IsNull(row, index))
            {
                continue;
            }

            int before = sampled.Count;
            ReadOnlySpan<byte> value = sample[row, index];
            StateBytes.Demand(ColumnState.IsWellFormed(_form, value.Length), "the length of a sampled value");
            if ((!IsExact || examples.Count < MostExamples) && sampled.TryAdd(Hashing.Hash64.Of(value), value) && sampled.Count > before && examples.Count < MostExamples)
            {
                examples.Add(ValueDisplay.Short(_form, value));
            }
        }

        ValueTable known = column.Values ?? sampled;
        int[] sorted = known.Sorted();
        _values = new byte[sorted.Length][];
        _counts = new long[sorted.Length];
        for (int i = 0; i < sorted.Length; i++)
        {
            _values[i] = known[sorted[i]].ToArray();
            _counts[i] = known.Rows(sorted[i]);
            Total += _counts[i];
        }

        _examples = examples;
    }

    /// <summary>Every value is known.</summary>
    public bool IsExact { get; }

    /// <summary>Sum of the counts: all values, or those in the sample.</summary>
    public long Total { get; }

    /// <summary>Distinct values known.</summary>
    public int Count => _values.Length;

    public IReadOnlyList<string> Examples => _examples;

    /// <summary>Values as text with their counts (in the sample where it is not exact), ordinal by bytes.</summary>
    public (string[] Texts, long[] Counts) Texts()
    {
        string[] texts = new string[_values.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = ValueDisplay.Full(_form, _values[i]);
        }

        return (texts, _counts);
    }

    /// <summary>Numbers among the values with their counts.</summary>
    public List<(double Value, long Count)> Numbers()
    {
        var numbers = new List<(double, long)>();
        for (int i = 0; i < _values.Length; i++)
        {
            byte[] value = _values[i];
            bool isNumber = _form switch
            {
                ValueForm.Text => Data.LexicalScan.OfText(value, out _) is Data.LexicalClass.Whole or Data.LexicalClass.LongWhole or Data.LexicalClass.Number,
                ValueForm.Json => Data.LexicalScan.OfJson(value, out _) is Data.LexicalClass.Whole or Data.LexicalClass.LongWhole or Data.LexicalClass.Number,
                _ => _form is ValueForm.Whole or ValueForm.Number,
            };
            double number = isNumber ? ValueDisplay.Number(_form, value) : double.NaN;
            if (double.IsFinite(number))
            {
                numbers.Add((number, _counts[i]));
            }
        }

        return numbers;
    }

    /// <summary>The most frequent values, ties by bytes.</summary>
    public List<ValueCount> Top(int most)
    {
        // The values are in ordinal order, and ties stay as they came.
        int[] order = FrequencyOrder.Of(_counts);
        var top = new List<ValueCount>();
        foreach (int place in order.AsSpan(0, Math.Min(most, order.Length)))
        {
            // A value that the sample shows once says nothing about frequency.
            if (IsExact || _counts[place] > 1)
            {
                top.Add(Counted(ValueDisplay.Short(_form, _values[place]), _counts[place]));
            }
        }

        return top;
    }

    /// <summary>Patterns of the texts, most frequent first.</summary>
    public List<ValueCount> Shapes(int most)
    {
        var shapes = new NameCounts();
        byte[] room = [];
        for (int i = 0; i < _values.Length; i++)
        {
            shapes.Add(ValueShape.Of(TextOf(_values[i], ref room)), _counts[i]);
        }

        (string[] names, long[] counts) = shapes.Sorted();
        int[] order = FrequencyOrder.Of(counts);
        var top = new List<ValueCount>();
        foreach (int place in order.AsSpan(0, Math.Min(most, order.Length)))
        {
            top.Add(Counted(names[place], counts[place]));
        }

        return top;
    }

    /// <summary>Scripts by letters, most frequent first: shares of all letters.</summary>
    public List<ValueCount> Scripts()
    {
        var scripts = new NameCounts();
        byte[] room = [];
        for (int i = 0; i < _values.Length; i++)
        {
            ValueShape.CountScripts(TextOf(_values[i], ref room), _counts[i], scripts);
        }

        (string[] names, long[] counts) = scripts.Sorted();
        long letters = counts.Sum();
        var found = new List<ValueCount>();
        foreach (int place in FrequencyOrder.Of(counts))
        {
            found.Add(ValueCount.Exact(names[place], counts[place], letters));
        }

        return found;
    }

    /// <summary>Values that differ in case or outer white space only, the most frequent spelling first.</summary>
    public List<string> Variants()
    {
        (string[] texts, long[] counts) = Texts();
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        var shared = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (int i = 0; i < texts.Length; i++)
        {
            if (texts[i].Length is 0 or > 200)
            {
                continue;
            }

            string form = texts[i].Trim().ToLowerInvariant();
            if (first.TryAdd(form, i))
            {
                continue;
            }

            if (!shared.TryGetValue(form, out List<int>? places))
            {
                shared.Add(form, places = [first[form]]);
            }

            places.Add(i);
        }

        string[] forms = [.. shared.Keys];
        Array.Sort(forms, StringComparer.Ordinal);
        long[] sums = [.. forms.Select(f => shared[f].Sum(i => counts[i]))];
        int[] order = FrequencyOrder.Of(sums);
        return [.. order.Take(MostVariants).Select(place => Spellings(shared[forms[place]], texts, counts))];
    }

    private static string Spellings(List<int> places, string[] texts, long[] counts)
    {
        places.Sort((a, b) => counts[a] != counts[b] ? counts[b].CompareTo(counts[a]) : string.CompareOrdinal(texts[a], texts[b]));
        return texts[places[0]] + ": " + string.Join(", ", places.Skip(1).Select(i => Errors.Fail.Show(texts[i])));
    }

    private ReadOnlySpan<byte> TextOf(byte[] value, ref byte[] room) => _form == ValueForm.Json ? JsonStrings.Content(value, ref room) : value;

    private ValueCount Counted(string value, long count)
    {
        if (IsExact)
        {
            return ValueCount.Exact(value, count, _rows);
        }

        Interval share = Proportions.Wilson(count, Total);
        return new ValueCount(value, (long)Math.Round(share.Value * _rows), share.Value, share.Low, share.High);
    }
}
