using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Curate.Core.Data;
using Curate.Parquet.Metadata;
using Curate.Parquet.Schema;
using Curate.Parquet.Writing;

namespace Curate.Formats.Parquet;

/// <summary>Writes a column of this program as a leaf column: text, JSON and bytes as byte arrays, decimals as 16 bytes, vectors as lists.</summary>
internal sealed class ColumnLeaf
{
    private const long DayMicros = 86_400_000_000;
    private const int DecimalBytes = 16;

    private byte[] _definition = [];
    private byte[] _repetition = [];
    private byte[] _values = [];
    private int[] _offsets = [];

    /// <summary>Adds the column for a field to a schema; it may be null.</summary>
    public static void AddTo(ParquetSchemaBuilder schema, Field field)
    {
        switch (field.Kind ?? ColumnKind.Text)
        {
            case ColumnKind.Text:
                schema.Leaf(field.Name, PhysicalType.ByteArray, logical: LogicalType.String);
                break;
            case ColumnKind.Json:
                schema.Leaf(field.Name, PhysicalType.ByteArray, logical: LogicalType.Json);
                break;
            case ColumnKind.Bytes:
                schema.Leaf(field.Name, PhysicalType.ByteArray);
                break;
            case ColumnKind.Whole:
                schema.Leaf(field.Name, PhysicalType.Int64);
                break;
            case ColumnKind.Number:
                schema.Leaf(field.Name, field.IsSingle ? PhysicalType.Float : PhysicalType.Double);
                break;
            case ColumnKind.Flag:
                schema.Leaf(field.Name, PhysicalType.Boolean);
                break;
            case ColumnKind.Date:
                schema.Leaf(field.Name, PhysicalType.Int32, logical: LogicalType.Date);
                break;
            case ColumnKind.Time:
                schema.Leaf(field.Name, PhysicalType.Int64, logical: LogicalType.Timestamp(ParquetTimeUnit.Microseconds, isAdjustedToUtc: true));
                break;
            case ColumnKind.Decimal:
                schema.Leaf(field.Name, PhysicalType.FixedLengthByteArray, logical: LogicalType.Decimal(ParquetFields.MostDigits, field.Scale), typeLength: DecimalBytes);
                break;
            default:
                schema.List(field.Name).Leaf("element", PhysicalType.Float).EndList();
                break;
        }
    }

    /// <summary>Bytes that stand for the size of the given rows: those of their values, four more for each byte array.</summary>
    public static long SizeOf(Column column, ReadOnlySpan<int> rows)
    {
        switch (column)
        {
            case TextColumn text:
                long bytes = 4L * rows.Length;
                foreach (int row in rows)
                {
                    bytes += text[row].Length;
                }

                return bytes;
            case VectorColumn vector:
                return 4L * Math.Max(1, vector.Dimension) * rows.Length;
            case FlagColumn:
                return rows.Length;
            case DecimalColumn:
                return (long)DecimalBytes * rows.Length;
            default:
                return 8L * rows.Length;
        }
    }

    /// <summary>Appends rows of a column, in the order given.</summary>
    /// <param name="encoder">The encoder of the leaf column.</param>
    /// <param name="column">The values.</param>
    /// <param name="rows">Which of them.</param>
    public void Append(ColumnEncoder encoder, Column column, ReadOnlySpan<int> rows)
    {
        switch (column)
        {
            case TextColumn text:
                AppendTexts(encoder, text, rows);
                break;
            case VectorColumn vectors:
                AppendVectors(encoder, vectors, rows);
                break;
            case WholeColumn whole:
                AppendFixed(encoder, column, rows, whole.Values, static v => v);
                break;
            case NumberColumn number when encoder.Column.Type == PhysicalType.Float:
                AppendFixed(encoder, column, rows, number.Values, static v => (float)v);
                break;
            case NumberColumn number:
                AppendFixed(encoder, column, rows, number.Values, static v => v);
                break;
            case FlagColumn flag:
                AppendFixed(encoder, column, rows, flag.Values, static v => v);
                break;
            case TimeColumn { Kind: ColumnKind.Date } date:
                AppendFixed(encoder, column, rows, date.Values, static v => (int)Math.Clamp(v / DayMicros - (v % DayMicros < 0 ? 1 : 0), int.MinValue, int.MaxValue));
                break;
            case TimeColumn time:
                AppendFixed(encoder, column, rows, time.Values, static v => v);
                break;
            case DecimalColumn decimals:
                AppendDecimals(encoder, decimals, rows);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(column));
        }
    }

    private void AppendFixed<TFrom, TTo>(ColumnEncoder encoder, Column column, ReadOnlySpan<int> rows, ReadOnlySpan<TFrom> values, Func<TFrom, TTo> convert)
        where TTo : unmanaged
    {
        bool isRun = column.NullCount == 0 && typeof(TFrom) == typeof(TTo) && rows.Length > 0 && rows[^1] - rows[0] == rows.Length - 1 && IsRising(rows);
        if (isRun)
        {
            encoder.Append<byte>([], [], AsBytes(values.Slice(rows[0], rows.Length)));
            return;
        }

        int size = Marshal(typeof(TTo));
        Grow(ref _values, rows.Length * size);
        Span<TTo> to = MemoryMarshal.Cast<byte, TTo>(_values.AsSpan());
        ReadOnlySpan<byte> levels = Levels(column, rows);
        int count = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            if (levels.IsEmpty || levels[i] != 0)
            {
                to[count++] = convert(values[rows[i]]);
            }
        }

        encoder.Append<byte>(levels, [], _values.AsSpan(0, count * size));
    }

    private void AppendTexts(ColumnEncoder encoder, TextColumn text, ReadOnlySpan<int> rows)
    {
        ReadOnlySpan<byte> levels = Levels(text, rows);
        Grow(ref _offsets, rows.Length + 1);
        long bytes = 0;
        foreach (int row in rows)
        {
            bytes += text[row].Length;
        }

        Grow(ref _values, checked((int)bytes));
        int used = 0;
        int count = 0;
        _offsets[0] = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            if (levels.IsEmpty || levels[i] != 0)
            {
                ReadOnlySpan<byte> value = text[rows[i]];
                value.CopyTo(_values.AsSpan(used));
                used += value.Length;
                _offsets[++count] = used;
            }
        }

        encoder.AppendBytes(levels, [], _values.AsSpan(0, used), _offsets.AsSpan(0, count + 1));
    }

    private void AppendDecimals(ColumnEncoder encoder, DecimalColumn decimals, ReadOnlySpan<int> rows)
    {
        ReadOnlySpan<byte> levels = Levels(decimals, rows);
        Grow(ref _values, rows.Length * DecimalBytes);
        int used = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            if (levels.IsEmpty || levels[i] != 0)
            {
                BinaryPrimitives.WriteInt128BigEndian(_values.AsSpan(used), decimals[rows[i]]);
                used += DecimalBytes;
            }
        }

        encoder.Append<byte>(levels, [], _values.AsSpan(0, used));
    }

    private void AppendVectors(ColumnEncoder encoder, VectorColumn vectors, ReadOnlySpan<int> rows)
    {
        int dimension = vectors.Dimension;
        Grow(ref _values, checked(rows.Length * dimension * sizeof(float)));
        Grow(ref _definition, checked(rows.Length * Math.Max(1, dimension)));
        Grow(ref _repetition, checked(rows.Length * Math.Max(1, dimension)));
        byte present = (byte)encoder.Column.MaxDefinition;
        int slots = 0;
        int bytes = 0;
        foreach (int row in rows)
        {
            _repetition[slots] = 0;
            if (vectors.IsNull(row))
            {
                _definition[slots++] = 0;
                continue;
            }

            _definition.AsSpan(slots, dimension).Fill(present);
            _repetition.AsSpan(slots + 1, dimension - 1).Fill(1);
            slots += dimension;
            ReadOnlySpan<byte> values = MemoryMarshal.AsBytes(vectors[row]);
            values.CopyTo(_values.AsSpan(bytes));
            bytes += values.Length;
        }

        encoder.Append<byte>(_definition.AsSpan(0, slots), _repetition.AsSpan(0, slots), _values.AsSpan(0, bytes));
    }

    // One byte a row: 1 for a value, 0 for a null; empty where no row is null.
    private ReadOnlySpan<byte> Levels(Column column, ReadOnlySpan<int> rows)
    {
        if (column.NullCount == 0)
        {
            return [];
        }

        Grow(ref _definition, rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            _definition[i] = column.IsNull(rows[i]) ? (byte)0 : (byte)1;
        }

        return _definition.AsSpan(0, rows.Length);
    }

    private static bool IsRising(ReadOnlySpan<int> rows)
    {
        for (int i = 1; i < rows.Length; i++)
        {
            if (rows[i] != rows[i - 1] + 1)
            {
                return false;
            }
        }

        return true;
    }

    private static ReadOnlySpan<byte> AsBytes<T>(ReadOnlySpan<T> values) => values switch
    {
        _ when typeof(T) == typeof(long) => MemoryMarshal.AsBytes(Same<T, long>(values)),
        _ when typeof(T) == typeof(double) => MemoryMarshal.AsBytes(Same<T, double>(values)),
        _ => MemoryMarshal.AsBytes(Same<T, bool>(values)),
    };

    private static ReadOnlySpan<TTo> Same<TFrom, TTo>(ReadOnlySpan<TFrom> values) =>
        MemoryMarshal.CreateReadOnlySpan(ref System.Runtime.CompilerServices.Unsafe.As<TFrom, TTo>(ref MemoryMarshal.GetReference(values)), values.Length);

    private static int Marshal(Type type) => type == typeof(bool) ? 1 : type == typeof(int) || type == typeof(float) ? 4 : 8;

    private static void Grow<T>(ref T[] array, int needed)
    {
        if (needed > array.Length)
        {
            array = GC.AllocateUninitializedArray<T>((int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * array.Length)));
        }
    }
}
