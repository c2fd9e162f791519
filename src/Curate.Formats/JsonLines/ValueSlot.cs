using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Curate.Core.Data;
using Curate.Core.Errors;

namespace Curate.Formats.JsonLines;

/// <summary>
/// One value asked for in every row: where the current line holds it, and what it means in the kind asked for. A row is converted
/// entirely before any column grows, so a row that is left out leaves no trace.
/// </summary>
internal sealed class ValueSlot
{
    // Declared decimals have no scale of their own; this many digits fit in 128 bits.
    private const int CheckedScale = 36;

    private readonly byte[][] _nulls;
    private readonly bool _stringsToo;
    private long _line = -1;
    private bool _literal;
    private JsonTokenType _token;
    private int _start;
    private int _length;
    private bool _escaped;
    private byte[] _scratch = [];
    private int _scratchUsed;
    private float[] _floats = [];
    private int _floatCount;
    private long _whole;
    private double _number;
    private long _unitsHigh;
    private ulong _unitsLow;

    /// <param name="request">Name or path, kind and scale.</param>
    /// <param name="stringsToo">The kind was declared by the user: a string is read by the grammar of text values.</param>
    /// <param name="nulls">Strings that stand for a missing value.</param>
    /// <param name="checkOnly">The value is only checked; there is no column to append to.</param>
    /// <param name="literalOnly">The name is a top-level key of the source, dots and all: it is not read as a path.</param>
    public ValueSlot(ColumnRequest request, bool stringsToo, byte[][] nulls, bool checkOnly, bool literalOnly)
    {
        LiteralOnly = literalOnly;
        Request = checkOnly && request.Kind == ColumnKind.Decimal ? request with { Scale = CheckedScale } : request;
        _stringsToo = stringsToo;
        _nulls = nulls;
    }

    public ColumnRequest Request { get; }

    public bool LiteralOnly { get; }

    /// <summary>Some row holds a value, or a null, under this name.</summary>
    public bool Seen { get; private set; }

    /// <summary>Length of all vectors of this column; 0 before the first.</summary>
    public int Dimension { get; set; }

    public bool IsNull { get; private set; }

    public bool WantsVector => Request.Kind == ColumnKind.Vector;

    /// <summary>
    /// Notes where the value stands. A top-level key wins over a path of the same spelling; of keys that repeat in a nested object the
    /// last wins.
    /// </summary>
    public void Note(long line, bool literal, JsonTokenType token, int start, int length, bool escaped)
    {
        if (_line == line && _literal && !literal)
        {
            return;
        }

        _line = line;
        _literal = literal;
        _token = token;
        _start = start;
        _length = length;
        _escaped = escaped;
        _floatCount = 0;
        Seen = true;
    }

    /// <summary>Notes the elements of an array of numbers; none for any other array.</summary>
    public void NoteVector(ReadOnlySpan<float> values)
    {
        if (_floats.Length < values.Length)
        {
            _floats = new float[Math.Max(values.Length, _floats.Length * 2)];
        }

        values.CopyTo(_floats);
        _floatCount = values.Length;
    }

    /// <summary>Converts the value of a line; false where it does not have the kind.</summary>
    public bool Convert(ReadOnlySpan<byte> row, long line)
    {
        IsNull = _line != line || _token == JsonTokenType.Null;
        if (IsNull)
        {
            return true;
        }

        ReadOnlySpan<byte> raw = row.Slice(_start, _length);
        ColumnKind kind = Request.Kind;
        switch (_token)
        {
            case JsonTokenType.String:
                return ConvertString(raw);
            case JsonTokenType.Number:
                switch (kind)
                {
                    case ColumnKind.Whole:
                        return ValueText.TryWhole(raw, out _whole);
                    case ColumnKind.Number:
                        _number = JsonText.ToDouble(raw);
                        return true;
                    case ColumnKind.Decimal:
                        return ConvertDecimal(raw);
                    default:
                        return kind is ColumnKind.Text or ColumnKind.Json;
                }

            case JsonTokenType.True or JsonTokenType.False:
                _whole = _token == JsonTokenType.True ? 1 : 0;
                return kind is ColumnKind.Flag or ColumnKind.Text or ColumnKind.Json;
            default:
                return kind switch
                {
                    ColumnKind.Text or ColumnKind.Json => true,
                    ColumnKind.Vector => HasDimension(),
                    _ => false,
                };
        }
    }

    /// <summary>Fixes the dimension of vectors by a row that is kept.</summary>
    public void Keep()
    {
        if (Dimension == 0 && WantsVector && !IsNull)
        {
            Dimension = _floatCount;
        }
    }

    /// <summary>Appends the converted value and returns its size in bytes.</summary>
    public int AppendTo(Column column, ReadOnlySpan<byte> row)
    {
        if (IsNull)
        {
            column.AppendNull();
            return 1;
        }

        switch (column.Kind)
        {
            case ColumnKind.Text or ColumnKind.Json or ColumnKind.Bytes:
                ReadOnlySpan<byte> text = Plain(row);
                ((TextColumn)column).Append(text);
                return text.Length + sizeof(int);
            case ColumnKind.Whole:
                ((WholeColumn)column).Append(_whole);
                return sizeof(long);
            case ColumnKind.Number:
                ((NumberColumn)column).Append(_number);
                return sizeof(double);
            case ColumnKind.Flag:
                ((FlagColumn)column).Append(_whole != 0);
                return 1;
            case ColumnKind.Date or ColumnKind.Time:
                ((TimeColumn)column).Append(_whole);
                return sizeof(long);
            case ColumnKind.Decimal:
                AppendDecimal((DecimalColumn)column);
                return 2 * sizeof(long);
            default:
                ((VectorColumn)column).Append(_floats.AsSpan(0, _floatCount));
                return _floatCount * sizeof(float);
        }
    }

    /// <summary>What a message says about a value that did not convert: column, value, expectation.</summary>
    public string Describe(ReadOnlySpan<byte> row)
    {
        ReadOnlySpan<byte> raw = row.Slice(_start, _length);
        string expected = Request.Kind switch
        {
            ColumnKind.Whole => "a whole number within 64 bits",
            ColumnKind.Number => "a number",
            ColumnKind.Flag => "true or false",
            ColumnKind.Date => "a date (\"YYYY-MM-DD\")",
            ColumnKind.Time => "a time (\"YYYY-MM-DDTHH:MM:SSZ\")",
            ColumnKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"a decimal number with at most {Request.Scale} digits after the point"),
            ColumnKind.Bytes => "bytes as a base64 string",
            ColumnKind.Vector when _floatCount > 0 => string.Create(
                CultureInfo.InvariantCulture, $"a vector of {Dimension} values as in the rows before, found {_floatCount} values"),
            ColumnKind.Vector => "an array of numbers",
            _ => ValueText.NameOf(Request.Kind),
        };
        return $"column {Fail.Show(Request.Name)} holds {Fail.Show(raw)}, expected {expected}.";
    }

    /// <summary>Which option helps with a value that did not convert, or null for the usual ones.</summary>
    public string? Hint()
    {
        bool text = _token == JsonTokenType.String && !_stringsToo && Request.Kind is ColumnKind.Whole or ColumnKind.Number or ColumnKind.Flag or ColumnKind.Vector;
        return text
            ? $"Strings are not read as other kinds unless declared: pass --types {Request.Name}={ValueText.NameOf(Request.Kind)}, name missing values with --null, or pass --on-bad-row."
            : null;
    }

    private bool ConvertString(ReadOnlySpan<byte> raw)
    {
        ReadOnlySpan<byte> text = raw[1..^1];
        if (_escaped)
        {
            EnsureScratch(text.Length);
            _scratchUsed = JsonText.Unescape(text, _scratch);
            text = _scratch.AsSpan(0, _scratchUsed);
        }

        foreach (byte[] one in _nulls)
        {
            if (text.SequenceEqual(one))
            {
                IsNull = true;
                return true;
            }
        }

        switch (Request.Kind)
        {
            case ColumnKind.Text or ColumnKind.Json:
                return true;
            case ColumnKind.Date:
                return MomentText.TryDate(text, out _whole);
            case ColumnKind.Time:
                return MomentText.TryTime(text, out _whole);
            case ColumnKind.Decimal:
                return ConvertDecimal(text);
            case ColumnKind.Bytes:
                return DecodeBytes(text);
            case ColumnKind.Whole when _stringsToo:
                return ValueText.TryWhole(text, out _whole);
            case ColumnKind.Number when _stringsToo:
                return ValueText.TryNumber(text, out _number);
            case ColumnKind.Flag when _stringsToo:
                bool read = ValueText.TryFlag(text, out bool flag);
                _whole = flag ? 1 : 0;
                return read;
            case ColumnKind.Vector when _stringsToo:
                if (_floats.Length < text.Length)
                {
                    _floats = new float[text.Length];
                }

                _floatCount = Math.Max(0, VectorText.Parse(text, _floats));
                return HasDimension();
            default:
                return false;
        }
    }

    // No method of a class with a 128-bit field is compiled ahead, and no method that uses such numbers: halves are kept, and two methods put them together.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool ConvertDecimal(ReadOnlySpan<byte> text)
    {
        bool isDecimal = ValueText.TryDecimal(text, Request.Scale, out Int128 units);
        _unitsHigh = (long)(units >> 64);
        _unitsLow = (ulong)units;
        return isDecimal;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AppendDecimal(DecimalColumn to) => to.Append(((Int128)_unitsHigh << 64) | _unitsLow);

    private bool HasDimension() => _floatCount > 0 && (Dimension == 0 || Dimension == _floatCount);

    private ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> row)
    {
        if (_token != JsonTokenType.String || Request.Kind == ColumnKind.Json)
        {
            return row.Slice(_start, _length);
        }

        return _escaped || Request.Kind == ColumnKind.Bytes ? _scratch.AsSpan(0, _scratchUsed) : row.Slice(_start + 1, _length - 2);
    }

    private bool DecodeBytes(ReadOnlySpan<byte> text)
    {
        // Unescaped text may lie in the scratch already; decoding in place never overtakes the reading.
        int length = text.Length;
        EnsureScratch(length);
        if (!_escaped)
        {
            text.CopyTo(_scratch);
        }

        return Base64.DecodeFromUtf8InPlace(_scratch.AsSpan(0, length), out _scratchUsed) == OperationStatus.Done;
    }

    private void EnsureScratch(int length)
    {
        if (_scratch.Length < length)
        {
            Array.Resize(ref _scratch, Math.Max(length, _scratch.Length * 2));
        }
    }
}
