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
    private readonly List<(byte[] Value, long Count)> _values;
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
        _values = [.. known.Sorted().Select(e => (known[e].ToArray(), known.Rows(e)))];
        _examples = examples;
        foreach ((_, long count) in _values)
        {
            Total += count;
        }
    }

    /// <summary>Every value is known.</summary>
    public bool IsExact { get; }

    /// <summary>Sum of the counts: all values, or those in the sample.</summary>
    public long Total { get; }

    /// <summary>Distinct values known.</summary>
    public int Count => _values.Count;

    public IReadOnlyList<string> Examples => _examples;

    /// <summary>Values as text with their counts (in the sample where it is not exact), ordinal by bytes.</summary>
    public IEnumerable<(string Value, long Count)> Texts() => _values.Select(v => (ValueDisplay.Full(_form, v.Value), v.Count));

    /// <summary>Numbers among the values with their counts.</summary>
    public List<(double Value, long Count)> Numbers()
    {
        var numbers = new List<(double, long)>();
        foreach ((byte[] value, long count) in _values)
        {
            bool isNumber = _form switch
            {
                ValueForm.Text => Data.LexicalScan.OfText(value, out _) is Data.LexicalClass.Whole or Data.LexicalClass.LongWhole or Data.LexicalClass.Number,
                ValueForm.Json => Data.LexicalScan.OfJson(value, out _) is Data.LexicalClass.Whole or Data.LexicalClass.LongWhole or Data.LexicalClass.Number,
                _ => _form is ValueForm.Whole or ValueForm.Number,
            };
            double number = isNumber ? ValueDisplay.Number(_form, value) : double.NaN;
            if (double.IsFinite(number))
            {
                numbers.Add((number, count));
            }
        }

        return numbers;
    }

    /// <summary>The most frequent values, ties by bytes.</summary>
    public List<ValueCount> Top(int most)
    {
        // The values are in ordinal order and the sort is stable, so ties are too.
        IEnumerable<(byte[] Value, long Count)> sorted = _values.OrderByDescending(static v => v.Count).Take(most);
        // A value that the sample shows once says nothing about frequency.
        return [.. sorted.Where(v => IsExact || v.Count > 1).Select(v => Counted(ValueDisplay.Short(_form, v.Value), v.Count))];
    }

    /// <summary>Patterns of the texts, most frequent first.</summary>
    public List<ValueCount> Shapes(int most)
    {
        var shapes = new SortedDictionary<string, long>(StringComparer.Ordinal);
        byte[] room = [];
        foreach ((byte[] value, long count) in _values)
        {
            string shape = ValueShape.Of(TextOf(value, ref room));
            shapes[shape] = shapes.GetValueOrDefault(shape) + count;
        }

        return [.. shapes.OrderByDescending(static s => s.Value).Take(most).Select(s => Counted(s.Key, s.Value))];
    }

    /// <summary>Scripts by letters, most frequent first: shares of all letters.</summary>
    public List<ValueCount> Scripts()
    {
        var scripts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        byte[] room = [];
        foreach ((byte[] value, long count) in _values)
        {
            ValueShape.CountScripts(TextOf(value, ref room), count, scripts);
        }

        long letters = scripts.Values.Sum();
        return [.. scripts.OrderByDescending(static s => s.Value).Select(s => ValueCount.Exact(s.Key, s.Value, letters))];
    }

    /// <summary>Values that differ in case or outer white space only, the most frequent spelling first.</summary>
    public List<string> Variants()
    {
        var forms = new SortedDictionary<string, List<(string Text, long Count)>>(StringComparer.Ordinal);
        foreach ((string text, long count) in Texts())
        {
            if (text.Length is > 0 and <= 200)
            {
                string key = text.Trim().ToLowerInvariant();
                if (!forms.TryGetValue(key, out List<(string, long)>? list))
                {
                    forms.Add(key, list = []);
                }

                list.Add((text, count));
            }
        }

        return
        [
            .. forms.Values.Where(static f => f.Count > 1)
                .OrderByDescending(static f => f.Sum(static v => v.Count))
                .Take(MostVariants)
                .Select(static f => f.OrderByDescending(static v => v.Count).ThenBy(static v => v.Text, StringComparer.Ordinal).ToList())
                .Select(static f => f[0].Text + ": " + string.Join(", ", f.Skip(1).Select(static v => Errors.Fail.Show(v.Text)))),
        ];
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
