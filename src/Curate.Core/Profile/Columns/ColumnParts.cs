using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Sketches;

namespace Curate.Core.Profile.Columns;

/// <summary>
/// What a profile keeps of a column whose values are too many to count one by one: how many look like what, and one state for each thing a column can be.
/// All candidates are followed at once, so no value is ever looked at again once the kind is known.
/// </summary>
internal sealed class ColumnParts : IMergeable<ColumnParts>
{
    private const int Classes = (int)LexicalClass.Text + 1;

    private readonly ValueForm _form;
    private readonly long[] _classes = new long[Classes];
    private NumericState? _numeric;
    private TextState? _text;
    private TimeState? _time;
    private VectorState? _vector;
    private byte[] _unescaped = [];

    public ColumnParts(ValueForm form, ProfileLimits limits)
        : this(form, new HyperLogLog(limits.Precision), new DistinctSample(limits.Values))
    {
    }

    private ColumnParts(ValueForm form, HyperLogLog distinct, DistinctSample hashes)
    {
        _form = form;
        Distinct = distinct;
        Hashes = hashes;
    }

    public HyperLogLog Distinct { get; }

    public DistinctSample Hashes { get; }

    public NumericState? Numeric => _numeric;

    public TextState? Text => _text;

    public TimeState? Time => _time;

    public VectorState? Vector => _vector;

    /// <summary>Smallest dimension of the vectors; 0 where there is none.</summary>
    public int LeastDimension { get; private set; }

    public int MostDimension { get; private set; }

    /// <summary>Values that look like a class, for columns whose kind is told by the looks.</summary>
    public long Count(LexicalClass value) => _classes[(int)value];

    /// <summary>The classes seen, one bit each.</summary>
    public int Seen
    {
        get
        {
            int seen = 0;
            for (int c = 0; c < Classes; c++)
            {
                seen |= _classes[c] > 0 ? 1 << c : 0;
            }

            return seen;
        }
    }

    /// <summary>Adds one value several times.</summary>
    public void Add(ulong hash, ReadOnlySpan<byte> value, long times)
    {
        Distinct.Add(hash);
        Hashes.Add(hash, times);
        AddValue(value, times);
    }

    /// <summary>Adds the values of a block from one on.</summary>
    public void Add(ValueBlock block, int from)
    {
        ReadOnlySpan<ulong> hashes = block.Hashes[from..];
        Distinct.Add(hashes);
        Hashes.Add(hashes);
        int i = from;
        if (_form is ValueForm.Text or ValueForm.Json)
        {
            while (i < block.Count)
            {
                int before = i;
                i = NumberRun(block, i);
                i = i < block.Count ? TextRun(block, i) : i;
                i = i < block.Count && _form == ValueForm.Text ? MomentRun(block, i) : i;
                if (i == before)
                {
                    AddValue(block[i++], 1);
                }
            }
        }
        else if (i < block.Count && _form is ValueForm.Whole or ValueForm.Number)
        {
            ReadOnlySpan<byte> words = block.Bytes.AsSpan(block.Starts[i], 8 * (block.Count - i));
            _numeric ??= new NumericState();
            int count = words.Length / 8;
            int large = _form == ValueForm.Whole ? NumericRuns.AddWholes(_numeric, words) : 0;
            if (_form == ValueForm.Number)
            {
                NumericRuns.AddNumbers(_numeric, words, block.Runs);
            }

            _classes[(int)(_form == ValueForm.Whole ? LexicalClass.Whole : LexicalClass.Number)] += count - large;
            _classes[(int)LexicalClass.LongWhole] += large;
        }
        else
        {
            for (; i < block.Count; i++)
            {
                AddValue(block[i], 1);
            }
        }
    }

    /// <inheritdoc/>
    public void Merge(ColumnParts later)
    {
        Distinct.Merge(later.Distinct);
        Hashes.Merge(later.Hashes);
        for (int c = 0; c < Classes; c++)
        {
            _classes[c] += later._classes[c];
        }

        if (later.MostDimension > 0)
        {
            SeeDimension(later.LeastDimension);
            SeeDimension(later.MostDimension);
        }

        Merge(ref _numeric, later._numeric);
        Merge(ref _text, later._text);
        Merge(ref _time, later._time);
        Merge(ref _vector, later._vector);
    }

    public void Save(BinaryWriter to)
    {
        Distinct.Save(to);
        Hashes.Save(to);
        foreach (long count in _classes)
        {
            to.Write(count);
        }

        to.Write(LeastDimension);
        to.Write(MostDimension);
        to.Write((byte)((_numeric is null ? 0 : 1) | (_text is null ? 0 : 2) | (_time is null ? 0 : 4) | (_vector is null ? 0 : 8)));
        _numeric?.Save(to);
        _text?.Save(to);
        _time?.Save(to);
        _vector?.Save(to);
    }

    public static ColumnParts Load(BinaryReader from, ValueForm form, ProfileLimits limits)
    {
        HyperLogLog distinct = HyperLogLog.Load(from);
        DistinctSample hashes = DistinctSample.Load(from);
        StateBytes.Demand(distinct.Precision == limits.Precision && hashes.Capacity == limits.Values, "the size of a sketch");
        var loaded = new ColumnParts(form, distinct, hashes);
        for (int c = 0; c < Classes; c++)
        {
            loaded._classes[c] = StateBytes.Rows(from, "a count of a class of values");
        }

        loaded.LeastDimension = StateBytes.Count(from, int.MaxValue, "a dimension");
        loaded.MostDimension = StateBytes.Count(from, int.MaxValue, "a dimension");
        int parts = from.ReadByte();
        StateBytes.Demand(parts < 16, "the parts of a column");
        loaded._numeric = (parts & 1) != 0 ? NumericState.Load(from) : null;
        loaded._text = (parts & 2) != 0 ? TextState.Load(from) : null;
        loaded._time = (parts & 4) != 0 ? TimeState.Load(from) : null;
        loaded._vector = (parts & 8) != 0 ? VectorState.Load(from) : null;
        return loaded;
    }

    private static void Merge<T>(ref T? into, T? later)
        where T : class, IMergeable<T>
    {
        if (into is null)
        {
            into = later;
        }
        else if (later is not null)
        {
            into.Merge(later);
        }
    }

    /// <summary>Takes plain numbers, the tight loop of most columns; returns where it met something else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int NumberRun(ValueBlock block, int from)
    {
        ReadOnlySpan<int> starts = block.Starts;
        ReadOnlySpan<int> sizes = block.Lengths;
        ref byte bytes = ref MemoryMarshal.GetArrayDataReference(block.Bytes);
        if (!MayBeNumber(block[from]))
        {
            return from;
        }

        NumericState numeric = _numeric ?? new NumericState();
        SmallCounts lengths = (_text ??= new TextState()).Lengths;
        LogHistogram histogram = numeric.Histogram;
        PowerSums sums = numeric.Sums;
        var powers = default(PowerBlock);
        int powerScale = 0;
        double min = double.PositiveInfinity;
        double max = double.NegativeInfinity;
        long negatives = 0;
        long numbers = 0;
        long size = 0;
        int i = from;
        for (; i < starts.Length; i++)
        {
            int length = sizes[i];
            if (!PlainNumber.TryParse(ref Unsafe.Add(ref bytes, starts[i]), length, starts[i], out ulong mantissa, out int scale, out bool negative) || mantissa > PlainNumber.MostExact)
            {
                break;
            }

            // No branch on the sign, which no processor guesses; minus zero counts as zero.
            bool isBelow = negative & mantissa != 0;
            int below = isBelow ? 1 : 0;
            double value = PlainNumber.Exact(mantissa, scale, isBelow);
            numbers += scale >= 0 || (negative && mantissa == 0) ? 1 : 0;
            negatives += below;
            long signed = ((long)mantissa ^ -below) + below;
            histogram.Add(value);
            min = value < min ? value : min;
            max = value > max ? value : max;
            lengths.Add(length);
            size += length;
            scale = scale < 0 ? 0 : scale;
            if (mantissa < (ulong)PowerBlock.Limit)
            {
                if (scale != powerScale)
                {
                    sums.AddBlock(in powers, -powerScale);
                    (powers, powerScale) = (default, scale);
                }

                powers.Add(signed);
            }
            else
            {
                sums.AddDecimal(mantissa, negative, -scale);
            }
        }

        if (i == from)
        {
            // A state without numbers is no state: it would differ from one that never met a value like this.
            return i;
        }

        _numeric = numeric;
        sums.AddBlock(in powers, -powerScale);
        numeric.AddSeen(min, max, negatives);
        _text.AddPlain(i - from, size);
        _classes[(int)LexicalClass.Number] += numbers;
        _classes[(int)LexicalClass.Whole] += i - from - numbers;
        return i;
    }

    /// <summary>Takes values that are surely texts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int TextRun(ValueBlock block, int from)
    {
        TextState text = _text ??= new TextState();
        int i = from;
        if (_form == ValueForm.Json)
        {
            // A string without escapes that cannot begin a date.
            for (; i < block.Count; i++)
            {
                ReadOnlySpan<byte> value = block[i];
                if (value.Length < 2 || value[0] != '"' || (uint)(value[1] - '0') <= 9 || value.Contains((byte)'\\'))
                {
                    break;
                }

                text.Add(value[1..^1]);
            }
        }
        else if (block.IsPackedText)
        {
            i = TextRuns.Add(text, block, from);
        }
        else
        {
            for (; i < block.Count; i++)
            {
                ReadOnlySpan<byte> value = block[i];
                if (!IsSurelyText(value))
                {
                    break;
                }

                text.Add(value);
            }
        }

        _classes[(int)LexicalClass.Text] += i - from;
        return i;
    }

    private int MomentRun(ValueBlock block, int from)
    {
        int i = from;
        for (; i < block.Count; i++)
        {
            ReadOnlySpan<byte> value = block[i];
            if (value.Length < 10 || value[4] != '-' || !MomentText.TryTime(value, out long micros))
            {
                break;
            }

            AddMoment(value.Length == 10, micros, 1);
            (_text ??= new TextState()).Add(value);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsSurelyText(ReadOnlySpan<byte> value) => value.Length == 0 || TextRuns.IsSurelyText(value[0], value.Length, value[^1]);

    private static bool MayBeNumber(ReadOnlySpan<byte> value) => value.Length > 0 && ((uint)(value[0] - '0') <= 9 || value[0] == '-');

    /// <summary>Takes any value.</summary>
    private void AddValue(ReadOnlySpan<byte> value, long times)
    {
        switch (_form)
        {
            case ValueForm.Text:
                AddLooks(LexicalScan.OfText(value, out int dimension), dimension, value, value, times);
                break;
            case ValueForm.Json:
                LexicalClass found = LexicalScan.OfJson(value, out dimension);
                AddLooks(found, dimension, value, JsonStrings.Content(value, ref _unescaped), times);
                break;
            case ValueForm.Bytes:
                (_text ??= new TextState()).Lengths.Add(value.Length, times);
                _text.AddPlain(0, value.Length * times);
                break;
            case ValueForm.Whole:
                long whole = BinaryPrimitives.ReadInt64LittleEndian(value);
                ulong magnitude = whole < 0 ? 0UL - (ulong)whole : (ulong)whole;
                (_numeric ??= new NumericState()).AddDecimal(whole, magnitude, 0, times);
                _classes[(int)(magnitude <= PlainNumber.MostExact ? LexicalClass.Whole : LexicalClass.LongWhole)] += times;
                break;
            case ValueForm.Number:
                (_numeric ??= new NumericState()).AddBinary(BinaryPrimitives.ReadDoubleLittleEndian(value), times);
                _classes[(int)LexicalClass.Number] += times;
                break;
            case ValueForm.Moment:
                AddMoment(false, BinaryPrimitives.ReadInt64LittleEndian(value), times);
                break;
            case ValueForm.Vector:
                SeeDimension(value.Length / 4);
                _classes[(int)LexicalClass.Vector] += times;
                (_vector ??= new VectorState()).AddFloats(value, times);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(value));
        }
    }

    private void AddLooks(LexicalClass looks, int dimension, ReadOnlySpan<byte> raw, ReadOnlySpan<byte> text, long times)
    {
        (_text ??= new TextState()).Add(text, times);
        switch (looks)
        {
            case LexicalClass.Whole or LexicalClass.LongWhole or LexicalClass.Number:
                NumberScan.TryAny(raw, out double value, out ulong mantissa, out int exponent, out bool isDecimal);
                if (isDecimal)
                {
                    (_numeric ??= new NumericState()).AddDecimal(value, mantissa, exponent, times);
                }
                else
                {
                    (_numeric ??= new NumericState()).AddBinary(value, times);
                }

                break;
            case LexicalClass.Date or LexicalClass.Time:
                MomentText.TryTime(text, out long micros);
                AddMoment(looks == LexicalClass.Date, micros, times);
                return;
            case LexicalClass.Vector:
                SeeDimension(dimension);
                (_vector ??= new VectorState()).AddText(raw, times);
                break;
            default:
                break;
        }

        _classes[(int)looks] += times;
    }

    private void AddMoment(bool isDate, long micros, long times)
    {
        (_time ??= new TimeState()).Add(micros, times);
        _classes[(int)(isDate ? LexicalClass.Date : LexicalClass.Time)] += times;
    }

    private void SeeDimension(int dimension)
    {
        LeastDimension = MostDimension == 0 ? dimension : Math.Min(LeastDimension, dimension);
        MostDimension = Math.Max(MostDimension, dimension);
    }
}
