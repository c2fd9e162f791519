using System.Text;
using Curate.Core.Data;
using Curate.Core.Grouping;
using Curate.Core.Hashing;
using Curate.Core.Methods;
using Curate.Core.Profile.Balance;
using Curate.Core.Profile.Columns;
using Curate.Core.Profile.Comparison;
using Curate.Core.Profile.Report;
using Curate.Core.Sketches;

namespace Curate.Core.Profile.Roles;

/// <summary>
/// Exact counts of the classes of a label or group column, however many there are. A label column may hold several labels per row: split at a separator, or a
/// JSON array; then the sets of labels are counted too.
/// </summary>
/// <remarks>
/// Memory: the distinct names plus about 32 bytes each. Only numbers are bounded: more than <see cref="MostNumbers"/> different ones are a numeric target rather
/// than classes, and are no longer counted. Label sets are counted up to <see cref="LabelSetCounts.MostSets"/>. All of it is a function of the multiset of values.
/// </remarks>
internal sealed class ClassCounts : IMergeable<ClassCounts>
{
    /// <summary>Different numbers that can be classes.</summary>
    public const int MostNumbers = 1 << 18;

    private readonly ValueForm _form;
    private readonly byte[]? _separator;
    private readonly bool _splits;
    private TextIndex _names = new();
    private long[] _counts = new long[16];
    private int _numbers;
    private LabelSetCounts _sets = new();
    private byte[] _room = [];

    /// <param name="form">What the values are.</param>
    /// <param name="isLabel">Several labels per row are looked for.</param>
    /// <param name="separator">Signs between labels, or null for JSON arrays alone.</param>
    public ClassCounts(ValueForm form, bool isLabel, string? separator)
    {
        _form = form;
        _splits = isLabel && form is ValueForm.Text or ValueForm.Json;
        _separator = _splits && !string.IsNullOrEmpty(separator) ? Encoding.UTF8.GetBytes(separator) : null;
    }

    /// <summary>Rows with at least one class.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows without a value.</summary>
    public long Missing { get; private set; }

    /// <summary>Rows with a value that holds no label.</summary>
    public long Unlabelled { get; private set; }

    /// <summary>Labels of all rows together.</summary>
    public long Labels { get; private set; }

    /// <summary>A value was a JSON array.</summary>
    public bool HasArrays { get; private set; }

    /// <summary>More different numbers occur than classes can have: they are not counted.</summary>
    public bool HasTooManyNumbers { get; private set; }

    /// <summary>Several labels per row are possible.</summary>
    public bool IsMultiLabel => _separator is not null || HasArrays;

    /// <summary>Classes.</summary>
    public int Count => _names.Count;

    /// <summary>Codes of the rows added last, row after row; those of row i end at <see cref="Ends"/>[i].</summary>
    public List<int> Codes { get; } = [];

    public List<int> Ends { get; } = [];

    /// <summary>Adds rows of the column.</summary>
    public void Add(Column column, int from, int to)
    {
        Codes.Clear();
        Ends.Clear();
        for (int row = from; row < to; row++)
        {
            if (column.IsNull(row))
            {
                Missing++;
            }
            else
            {
                int used = 0;
                if (column is TextColumn text)
                {
                    AddRow(text[row]);
                }
                else
                {
                    ValueBlock.Append(column, row, ref _room, ref used);
                    AddRow(_room.AsSpan(0, used));
                }
            }

            Ends.Add(Codes.Count);
        }
    }

    /// <summary>The name of a class.</summary>
    public string Name(int code) => Encoding.UTF8.GetString(_names[code]);

    /// <summary>The name of a class as UTF-8.</summary>
    public ReadOnlySpan<byte> NameBytes(int code) => _names[code];

    /// <summary>Classes and counts in ordinal order of names.</summary>
    public IReadOnlyList<CategoryCount> Classes()
    {
        var classes = new List<CategoryCount>(Count);
        for (int code = 0; code < Count; code++)
        {
            classes.Add(new CategoryCount(Name(code), _counts[code]));
        }

        classes.Sort(static (a, b) => string.CompareOrdinal(a.Value, b.Value));
        return classes;
    }

    /// <summary>The sets of labels, those of the sampled rows where there are too many to count; null for one label per row.</summary>
    public LabelSets? Sets(SampleTable sample, int column)
    {
        if (!IsMultiLabel)
        {
            return null;
        }

        LabelSetCounts sets = _sets;
        if (!sets.IsExact)
        {
            var sampled = new ClassCounts(_form, isLabel: true, _separator is null ? null : Encoding.UTF8.GetString(_separator)) { HasArrays = HasArrays };
            for (int row = 0; row < sample.Rows; row++)
            {
                if (!sample.IsNull(row, column))
                {
                    sampled.AddRow(sample[row, column]);
                }
            }

            sets = sampled._sets;
        }

        return new LabelSets
        {
            Sets = [.. sets.Sorted().Where(s => s.Labels.All(Knows))],
            Distinct = _sets.Distinct(),
            Labels = Labels,
            Unlabelled = Unlabelled,
        };
    }

    // Numbers that are no longer classes are not.
    private bool Knows(string label) => _names.Find(Encoding.UTF8.GetBytes(label)) >= 0;

    /// <summary>Where each class of the other counts is here after <see cref="Merge"/>; -1 for one that is no longer counted.</summary>
    public int[] CodesOf(ClassCounts later)
    {
        int[] codes = new int[later.Count];
        for (int code = 0; code < codes.Length; code++)
        {
            codes[code] = _names.Find(later._names[code]);
        }

        return codes;
    }

    /// <inheritdoc/>
    public void Merge(ClassCounts later)
    {
        Rows += later.Rows;
        Missing += later.Missing;
        Unlabelled += later.Unlabelled;
        Labels += later.Labels;
        HasArrays |= later.HasArrays;
        if (later.HasTooManyNumbers && !HasTooManyNumbers)
        {
            DropNumbers();
        }

        for (int code = 0; code < later.Count; code++)
        {
            Increase(later._names[code], later._counts[code]);
        }

        _sets.Merge(later._sets);
    }

    public void Save(BinaryWriter to)
    {
        to.Write(Rows);
        to.Write(Missing);
        to.Write(Unlabelled);
        to.Write(Labels);
        to.Write(HasArrays);
        to.Write(HasTooManyNumbers);
        to.Write(Count);
        int[] order = new int[Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (a, b) => _names[a].SequenceCompareTo(_names[b]));
        foreach (int code in order)
        {
            StateBytes.Write(to, _names[code]);
            to.Write(_counts[code]);
        }

        _sets.Save(to);
    }

    public static ClassCounts Load(BinaryReader from, ValueForm form, bool isLabel, string? separator)
    {
        var loaded = new ClassCounts(form, isLabel, separator)
        {
            Rows = StateBytes.Rows(from, "a number of rows with a class"),
            Missing = StateBytes.Rows(from, "a number of rows without a class"),
            Unlabelled = StateBytes.Rows(from, "a number of rows without a label"),
            Labels = StateBytes.Rows(from, "a number of labels"),
            HasArrays = from.ReadBoolean(),
            HasTooManyNumbers = from.ReadBoolean(),
        };
        int count = StateBytes.Count(from, int.MaxValue, "a number of classes");
        for (int i = 0; i < count; i++)
        {
            byte[] name = StateBytes.Bytes(from, int.MaxValue, "the length of a class name");
            long rows = from.ReadInt64();
            StateBytes.Demand(rows > 0 && (i == 0 || loaded._names[i - 1].SequenceCompareTo(name) < 0), "a count of a class");
            StateBytes.Demand(loaded.Increase(name, rows) == i, "a count of a class");
        }

        loaded._sets = LabelSetCounts.Load(from);
        return loaded;
    }

    private void AddRow(ReadOnlySpan<byte> value)
    {
        if (_splits)
        {
            byte[] text = [];
            ReadOnlySpan<byte> content = _form == ValueForm.Json ? JsonStrings.Content(value, ref text) : value;
            if (LabelTexts.TryArray(content, out List<byte[]> labels))
            {
                HasArrays = true;
                AddSet(labels);
                return;
            }

            if (_separator is not null)
            {
                AddSet(LabelTexts.Split(content, _separator));
                return;
            }

            // Columns whose values may turn out to be arrays later count each plain value as a set of one.
            Rows++;
            Labels++;
            Codes.Add(Increase(content, 1));
            _sets.Add(content, 1);
            return;
        }

        Rows++;
        Labels++;
        switch (_form)
        {
            case ValueForm.Text:
                Codes.Add(Increase(value, 1));
                break;
            case ValueForm.Json:
                Codes.Add(Increase(JsonStrings.Content(value, ref _room), 1));
                break;
            default:
                Codes.Add(Increase(Encoding.UTF8.GetBytes(ValueDisplay.Full(_form, value)), 1));
                break;
        }
    }

    private void AddSet(List<byte[]> labels)
    {
        if (labels.Count == 0)
        {
            Unlabelled++;
            return;
        }

        labels.Sort(static (a, b) => a.AsSpan().SequenceCompareTo(b));
        Rows++;
        var set = new List<byte>();
        byte[]? before = null;
        foreach (byte[] label in labels)
        {
            if (before is not null && before.AsSpan().SequenceEqual(label))
            {
                continue;
            }

            Labels++;
            Codes.Add(Increase(label, 1));
            LabelSetCounts.Append(set, label, before is null);
            before = label;
        }

        _sets.Add(set.ToArray(), 1);
    }

    /// <summary>Counts a class and gives its code; -1 for a number where they are too many.</summary>
    private int Increase(ReadOnlySpan<byte> name, long times)
    {
        if (HasTooManyNumbers && IsNumber(name))
        {
            return -1;
        }

        int before = _names.Count;
        int code = _names.Add(name);
        if (code == before)
        {
            if (code == _counts.Length)
            {
                Array.Resize(ref _counts, code * 2);
            }

            _counts[code] = 0;
            if (IsNumber(name) && ++_numbers > MostNumbers)
            {
                DropNumbers();
                return -1;
            }
        }

        _counts[code] += times;
        return code;
    }

    private static bool IsNumber(ReadOnlySpan<byte> name) => LexicalScan.OfText(name, out _) is LexicalClass.Whole or LexicalClass.LongWhole or LexicalClass.Number;

    private void DropNumbers()
    {
        HasTooManyNumbers = true;
        TextIndex names = _names;
        long[] counts = _counts;
        _names = new TextIndex();
        _counts = new long[16];
        for (int code = 0; code < names.Count; code++)
        {
            if (counts[code] > 0)
            {
                Increase(names[code], counts[code]);
            }
        }

        // The codes of this block mean nothing any more; tables of cells of this column are given up.
        for (int i = 0; i < Codes.Count; i++)
        {
            Codes[i] = -1;
        }
    }
}
