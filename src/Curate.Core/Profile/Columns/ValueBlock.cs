using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using Curate.Core.Data;
using Curate.Core.Hashing;
using Curate.Core.Sketches;

namespace Curate.Core.Profile.Columns;

/// <summary>
/// The values of one column in a run of rows as a profile takes them in: bytes, without the nulls, each hashed once. The hashes also enter the hash of each whole
/// row. Storage is reused from column to column.
/// </summary>
internal sealed class ValueBlock
{
    /// <summary>Most rows of a block: small enough to stay in the second-level cache, and within what <see cref="Sketches.PowerBlock"/> sums.</summary>
    public const int MostRows = 8192;

    /// <summary>What a null adds to the hash of its row.</summary>
    public const ulong NullHash = 0x5851F42D4C957F2DUL;

    private const ulong RowFactor = 0x9FB21C651E98DF25UL;

    // Those of words are the same in all blocks.
    private static readonly int[] s_wordStarts = [.. Enumerable.Range(0, MostRows).Select(static i => sizeof(long) * i)];
    private static readonly int[] s_wordLengths = [.. Enumerable.Repeat(sizeof(long), MostRows)];

    private readonly int[] _ownStarts = new int[MostRows];
    private readonly int[] _ownLengths = new int[MostRows];
    private readonly ulong[] _hashes = new ulong[MostRows];
    private readonly double[] _numbers = new double[MostRows];
    private int[] _starts;
    private int[] _lengths;
    private BinaryRuns? _runs;
    private byte[] _own = [];
    private int _ownUsed;
    private bool _isPacked;
    private bool? _isPackedText;

    public ValueBlock()
    {
        _starts = _ownStarts;
        _lengths = _ownLengths;
    }

    /// <summary>Values that are not null.</summary>
    public int Count { get; private set; }

    /// <summary>Where the values lie.</summary>
    public byte[] Bytes { get; private set; } = [];

    public ReadOnlySpan<int> Starts => _starts.AsSpan(0, Count);

    public ReadOnlySpan<int> Lengths => _lengths.AsSpan(0, Count);

    public ReadOnlySpan<ulong> Hashes => _hashes.AsSpan(0, Count);

    /// <summary>Storage for the sums of doubles, which columns have one after the other.</summary>
    public BinaryRuns Runs => _runs ??= new BinaryRuns();

    public ReadOnlySpan<byte> this[int value]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Bytes.AsSpan(_starts[value], _lengths[value]);
    }

    /// <summary>The form in which values of a column of some kind come.</summary>
    public static ValueForm FormOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Json => ValueForm.Json,
        ColumnKind.Bytes => ValueForm.Bytes,
        ColumnKind.Whole => ValueForm.Whole,
        ColumnKind.Number => ValueForm.Number,
        ColumnKind.Date or ColumnKind.Time => ValueForm.Moment,
        ColumnKind.Vector => ValueForm.Vector,
        _ => ValueForm.Text,
    };

    /// <summary>
    /// The values are texts that lie one behind the other in <see cref="Bytes"/>, and no byte is there that begins white space beyond ASCII. Looked at once a
    /// block, and only where asked; then <see cref="IsAscii"/> is known too.
    /// </summary>
    public bool IsPackedText => _isPackedText ??= LooksPacked();

    /// <summary>Every byte of the packed texts is ASCII.</summary>
    public bool IsAscii { get; private set; }

    /// <summary>Takes rows <paramref name="from"/> to <paramref name="to"/> of a column, and folds their hashes into those of the rows.</summary>
    public void Fill(Column column, int from, int to, Span<ulong> rowHashes)
    {
        Count = 0;
        _starts = _ownStarts;
        _lengths = _ownLengths;
        _ownUsed = 0;
        _isPacked = false;
        _isPackedText = null;
        if (column is TextColumn text)
        {
            FillText(text, from, to, rowHashes);
            return;
        }

        Bytes = OwnBytes(8 * (to - from));
        switch (column)
        {
            case WholeColumn wholes:
                FillWords(column, wholes.Values, from, to, rowHashes);
                return;
            case TimeColumn times:
                FillWords(column, times.Values, from, to, rowHashes);
                return;
            case NumberColumn numbers:
                FillWords(column, MemoryMarshal.Cast<double, long>(Canonical(numbers.Values[from..to])), from, to, rowHashes);
                return;
            default:
                break;
        }

        for (int row = from; row < to; row++)
        {
            if (column.IsNull(row))
            {
                Mix(ref rowHashes[row - from], NullHash);
                continue;
            }

            int start = _ownUsed;
            Append(column, row);
            Bytes = _own;
            ulong hash = Hash64.Of(_own.AsSpan(start, _ownUsed - start));
            (_starts[Count], _lengths[Count], _hashes[Count]) = (start, _ownUsed - start, hash);
            Count++;
            Mix(ref rowHashes[row - from], hash);
        }
    }

    /// <summary>Appends the bytes that stand for a value: those of its text, or of its number.</summary>
    public static void Append(Column column, int row, ref byte[] to, ref int used)
    {
        switch (column)
        {
            case TextColumn text:
                text[row].CopyTo(Room(ref to, ref used, text[row].Length));
                break;
            case WholeColumn whole:
                BinaryPrimitives.WriteInt64LittleEndian(Room(ref to, ref used, 8), whole[row]);
                break;
            case NumberColumn number:
                // One zero and one NaN, so that equal numbers are equal bytes.
                double value = number[row];
                value = value == 0 ? 0 : double.IsNaN(value) ? double.NaN : value;
                BinaryPrimitives.WriteDoubleLittleEndian(Room(ref to, ref used, 8), value);
                break;
            case TimeColumn time:
                BinaryPrimitives.WriteInt64LittleEndian(Room(ref to, ref used, 8), time[row]);
                break;
            case FlagColumn flag:
                ReadOnlySpan<byte> name = flag[row] ? "true"u8 : "false"u8;
                name.CopyTo(Room(ref to, ref used, name.Length));
                break;
            case DecimalColumn scaled:
                AppendDecimal(scaled, row, ref to, ref used);
                break;
            case VectorColumn vector:
                ReadOnlySpan<float> floats = vector[row];
                Span<byte> room = Room(ref to, ref used, floats.Length * 4);
                for (int i = 0; i < floats.Length; i++)
                {
                    BinaryPrimitives.WriteSingleLittleEndian(room[(4 * i)..], floats[i]);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(column));
        }
    }

    // On its own: methods with numbers of 128 bits in them are not compiled ahead of time.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AppendDecimal(DecimalColumn column, int row, ref byte[] to, ref int used)
    {
        string shown = DecimalText(column[row], column.Scale);
        Encoding.ASCII.GetBytes(shown, Room(ref to, ref used, shown.Length));
    }

    private void Append(Column column, int row) => Append(column, row, ref _own, ref _ownUsed);

    private bool LooksPacked()
    {
        if (!_isPacked || Count == 0)
        {
            return false;
        }

        ReadOnlySpan<byte> all = Bytes.AsSpan(_starts[0], _starts[Count - 1] + _lengths[Count - 1] - _starts[0]);
        IsAscii = Ascii.IsValid(all);
        return IsAscii || !TextScan.MayHaveWideSpaces(all);
    }

    private byte[] OwnBytes(int bytes)
    {
        if (_own.Length < bytes)
        {
            _own = new byte[bytes];
        }

        return _own;
    }

    /// <summary>Values of eight bytes: their bytes lie side by side.</summary>
    /// <param name="column">Tells the nulls.</param>
    /// <param name="values">Of the whole column, or of the rows alone.</param>
    /// <param name="from">First row.</param>
    /// <param name="to">The row behind the last.</param>
    /// <param name="rowHashes">Of the rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillWords(Column column, ReadOnlySpan<long> values, int from, int to, Span<ulong> rowHashes)
    {
        values = values.Length == to - from ? values : values[from..to];
        if (column.NullCount != 0)
        {
            values = WithoutNulls(column, values, from, rowHashes);
        }
        else
        {
            for (int i = 0; i < values.Length; i++)
            {
                ulong hash = Hash64.OfBytes((ulong)values[i]);
                _hashes[i] = hash;
                Mix(ref rowHashes[i], hash);
            }
        }

        Count = values.Length;
        _starts = s_wordStarts;
        _lengths = s_wordLengths;
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(values).CopyTo(Bytes);
            return;
        }

        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(Bytes.AsSpan(8 * i), values[i]);
        }
    }

    private ReadOnlySpan<long> WithoutNulls(Column column, ReadOnlySpan<long> values, int from, Span<ulong> rowHashes)
    {
        // Numbers may lie there already: each moves to its own place or one before it.
        Span<long> kept = MemoryMarshal.Cast<double, long>(_numbers.AsSpan());
        int count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            ulong hash = NullHash;
            if (!column.IsNull(from + i))
            {
                hash = Hash64.OfBytes((ulong)values[i]);
                kept[count] = values[i];
                _hashes[count++] = hash;
            }

            Mix(ref rowHashes[i], hash);
        }

        return kept[..count];
    }

    // One zero and one NaN, so that equal numbers are equal bytes.
    private ReadOnlySpan<double> Canonical(ReadOnlySpan<double> values)
    {
        Span<double> numbers = _numbers.AsSpan(0, values.Length);
        int i = 0;
        Vector256<double> nan = Vector256.Create(double.NaN);
        ref double first = ref MemoryMarshal.GetReference(values);
        ref double result = ref MemoryMarshal.GetReference(numbers);
        for (; Vector256.IsHardwareAccelerated && i <= values.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            // Zero is added because minus zero and zero make zero.
            var four = Vector256.LoadUnsafe(ref first, (nuint)i);
            Vector256.ConditionalSelect(Vector256.Equals(four, four), four + Vector256<double>.Zero, nan).StoreUnsafe(ref result, (nuint)i);
        }

        for (; i < values.Length; i++)
        {
            double value = values[i];
            numbers[i] = value == 0 ? 0 : double.IsNaN(value) ? double.NaN : value;
        }

        return numbers;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillText(TextColumn text, int from, int to, Span<ulong> rowHashes)
    {
        text.Storage(out byte[] storage, out int[] bounds, out int stride, out int first, out int gap);
        Bytes = storage;
        _isPacked = stride == 1 && gap == 0;
        int rows = to - from;
        int bound = (from * stride) + first;
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)rows, (uint)Math.Min(MostRows, rowHashes.Length), nameof(to));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rows == 0 ? 0 : bound + ((rows - 1L) * stride) + 1, Math.Max(1, bounds.Length), nameof(to));

        // All is in bounds, and everything that is written lies in arrays that the compiler would look up again for each value.
        ref byte bytes = ref MemoryMarshal.GetArrayDataReference(storage);
        ref int place = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(bounds), bound);
        ref int starts = ref MemoryMarshal.GetArrayDataReference(_starts);
        ref int lengths = ref MemoryMarshal.GetArrayDataReference(_lengths);
        ref ulong hashes = ref MemoryMarshal.GetArrayDataReference(_hashes);
        ref ulong rowHash = ref MemoryMarshal.GetReference(rowHashes);
        bool anyNull = text.NullCount != 0;
        int count = 0;
        for (int row = 0; row < rows; row++)
        {
            ulong hash = NullHash;
            if (!anyNull || !text.IsNull(from + row))
            {
                int start = place + gap;
                int length = Unsafe.Add(ref place, 1) - start;
                hash = Hash64.Of(ref Unsafe.Add(ref bytes, start), length, storage.Length - start);
                Unsafe.Add(ref starts, count) = start;
                Unsafe.Add(ref lengths, count) = length;
                Unsafe.Add(ref hashes, count) = hash;
                count++;
            }

            Mix(ref Unsafe.Add(ref rowHash, row), hash);
            place = ref Unsafe.Add(ref place, stride);
        }

        Count = count;
    }

    /// <summary>Folds the hash of the next value into that of a row: a bijection of either, so rows that differ in one value stay different.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Mix(ref ulong row, ulong hash) => row = (BitOperations.RotateLeft(row, 23) ^ hash) * RowFactor;

    private static Span<byte> Room(ref byte[] to, ref int used, int length)
    {
        int end = checked(used + length);
        if (end > to.Length)
        {
            Array.Resize(ref to, Math.Max(end, Math.Max(256, (int)Math.Min(Array.MaxLength, to.Length * 2L))));
        }

        Span<byte> room = to.AsSpan(used, length);
        used = end;
        return room;
    }

    private static string DecimalText(Int128 units, int scale)
    {
        string digits = Int128.Abs(units).ToString(CultureInfo.InvariantCulture);
        string sign = units < 0 ? "-" : "";
        if (scale == 0)
        {
            return sign + digits;
        }

        digits = digits.PadLeft(scale + 1, '0');
        return $"{sign}{digits[..^scale]}.{digits[^scale..]}";
    }
}
