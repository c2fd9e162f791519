using System.Text;

namespace Curate.Core.Data;

/// <summary>
/// What has been seen in one column: per class the count and the first row, and the dimension of vectors. The kind is a function of the
/// set of classes alone, which is what makes inference independent of order and of how rows were split.
/// </summary>
internal sealed class ColumnEvidence(bool isJson)
{
    private const int Classes = (int)LexicalClass.Text + 1;
    private const int ExampleBytes = 120;

    private readonly long[] _counts = new long[Classes];
    private readonly RowId[] _first = new RowId[Classes];
    private readonly string?[] _examples = new string?[Classes];
    private int _dimension;
    private RowId? _otherDimension;
    private string? _otherExample;

    public long Rows { get; set; }

    public long Nulls { get; set; }

    public int Seen { get; private set; }

    /// <summary>The class of the value looked at last: most columns go on with it.</summary>
    public LexicalClass Last { get; set; } = LexicalClass.Text;

    /// <summary>No further value can change the kind, so only nulls still count.</summary>
    public bool IsSettled { get; private set; }

    public int Dimension => _otherDimension is null ? _dimension : 0;

    public bool Has(LexicalClass value) => (Seen >> (int)value & 1) != 0;

    public long Count(LexicalClass value) => _counts[(int)value];

    /// <summary>Counts values of a class that has been seen before (for vectors: with the same dimension).</summary>
    public void Repeat(LexicalClass value, long times) => _counts[(int)value] += times;

    public bool IsNew(LexicalClass value, int dimension) => !Has(value) || (value == LexicalClass.Vector && dimension != _dimension && _otherDimension is null);

    /// <summary>Counts the first value of a class, or the first vector of another dimension, and keeps it as the example.</summary>
    public void AddNew(LexicalClass value, int dimension, RowId row, ReadOnlySpan<byte> text)
    {
        _counts[(int)value]++;
        string shown = Encoding.UTF8.GetString(text[..Math.Min(text.Length, ExampleBytes)]);
        if (!Has(value))
        {
            _first[(int)value] = row;
            _examples[(int)value] = shown;
            _dimension = value == LexicalClass.Vector ? dimension : _dimension;
            Seen |= 1 << (int)value;
        }
        else
        {
            _otherDimension = row;
            _otherExample = shown;
        }

        Settle();
    }

    /// <summary>Absorbs the evidence of other rows, whichever come first.</summary>
    public void Merge(ColumnEvidence other)
    {
        Rows += other.Rows;
        Nulls += other.Nulls;
        MergeDimensions(other);
        for (int c = 0; c < Classes; c++)
        {
            _counts[c] += other._counts[c];
            if (other.Has((LexicalClass)c) && (!Has((LexicalClass)c) || other._first[c].CompareTo(_first[c]) < 0))
            {
                _first[c] = other._first[c];
                _examples[c] = other._examples[c];
            }
        }

        Seen |= other.Seen;
        Settle();
    }

    /// <summary>The narrowest kind that every value has.</summary>
    public ColumnKind Kind => KindOf(Seen, _otherDimension is not null);

    /// <summary>
    /// The first row at which the kind could only be text (or JSON), or null where it is neither or nothing was seen. Parts that stopped
    /// looking stopped at or after this row, so it is the same however rows were split.
    /// </summary>
    public KindExample? Settling()
    {
        ColumnKind kind = Kind;
        if (Seen == 0 || kind is not (ColumnKind.Text or ColumnKind.Json))
        {
            return null;
        }

        KindExample? earliest = null;
        for (int c = 0; c <= Classes; c++)
        {
            bool isDimension = c == Classes;
            if (isDimension ? _otherDimension is null : !Has((LexicalClass)c))
            {
                continue;
            }

            RowId at = isDimension ? _otherDimension!.Value : _first[c];
            if ((earliest is null || at.CompareTo(earliest.Row) < 0) && KindUpTo(at) == kind)
            {
                earliest = isDimension ? new(at, _otherExample!, LexicalClass.Vector) : new(at, _examples[c]!, (LexicalClass)c);
            }
        }

        return earliest;
    }

    private ColumnKind KindUpTo(RowId row)
    {
        int seen = 0;
        for (int c = 0; c < Classes; c++)
        {
            seen |= Has((LexicalClass)c) && _first[c].CompareTo(row) <= 0 ? 1 << c : 0;
        }

        return KindOf(seen, _otherDimension is { } other && other.CompareTo(row) <= 0);
    }

    private void MergeDimensions(ColumnEvidence other)
    {
        if (!other.Has(LexicalClass.Vector))
        {
            return;
        }

        if (!Has(LexicalClass.Vector))
        {
            (_dimension, _otherDimension, _otherExample) = (other._dimension, other._otherDimension, other._otherExample);
            return;
        }

        // The dimension is that of the earliest vector; the other side's first vector is a deviation if it has another.
        bool laterIsOther = _first[(int)LexicalClass.Vector].CompareTo(other._first[(int)LexicalClass.Vector]) < 0;
        (ColumnEvidence early, ColumnEvidence late) = laterIsOther ? (this, other) : (other, this);
        bool same = early._dimension == late._dimension;
        RowId? lateRow = same ? late._otherDimension : late._first[(int)LexicalClass.Vector];
        string? lateExample = same ? late._otherExample : late._examples[(int)LexicalClass.Vector];
        bool lateWins = lateRow is { } l && (early._otherDimension is not { } e || l.CompareTo(e) < 0);
        (_dimension, _otherDimension, _otherExample) = lateWins
            ? (early._dimension, lateRow, lateExample)
            : (early._dimension, early._otherDimension, early._otherExample);
    }

    // Text absorbs every further class in text sources. In JSON sources a nested value still turns text into JSON, and JSON absorbs.
    private void Settle() => IsSettled = Seen != 0 && Kind == (isJson ? ColumnKind.Json : ColumnKind.Text);

    private ColumnKind KindOf(int seen, bool mixedDimensions) => KindOf(seen, mixedDimensions, isJson);

    /// <summary>The kind of a column by the classes of its values.</summary>
    internal static ColumnKind KindOf(int seen, bool mixedDimensions, bool isJson)
    {
        const int Flag = 1 << (int)LexicalClass.Flag;
        const int Wholes = 1 << (int)LexicalClass.Whole | 1 << (int)LexicalClass.LongWhole;
        const int Numbers = 1 << (int)LexicalClass.Whole | 1 << (int)LexicalClass.Number;
        const int Date = 1 << (int)LexicalClass.Date;
        const int Moments = Date | 1 << (int)LexicalClass.Time;
        const int Vector = 1 << (int)LexicalClass.Vector;
        const int Nested = Vector | 1 << (int)LexicalClass.Nested;
        return seen switch
        {
            0 => ColumnKind.Text,
            Flag => ColumnKind.Flag,
            _ when (seen & ~Wholes) == 0 => ColumnKind.Whole,
            _ when (seen & ~Numbers) == 0 => ColumnKind.Number,
            Date => ColumnKind.Date,
            _ when (seen & ~Moments) == 0 => ColumnKind.Time,
            Vector when !mixedDimensions => ColumnKind.Vector,
            _ when isJson && (seen & Nested) != 0 => ColumnKind.Json,
            _ => ColumnKind.Text,
        };
    }
}
