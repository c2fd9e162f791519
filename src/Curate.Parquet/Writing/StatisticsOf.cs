using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Curate.Parquet.Encodings;
using Curate.Parquet.Metadata;
using Curate.Parquet.Schema;

namespace Curate.Parquet.Writing;

/// <summary>
/// Bounds of a column chunk by the rules of the column orders: NaN is in no bound, a bound of zero gets the sign that widens it, long byte
/// arrays are cut, and a type without an order has none. O(values).
/// </summary>
internal static class StatisticsOf
{
    /// <summary>Values, or the distinct values, of which each occurs.</summary>
    public static ColumnStatistics Compute(LeafColumn column, ValueBuffer values, long nullCount, long? nanCount, int mostBytes)
    {
        byte[]? min = null, max = null;
        bool minExact = true, maxExact = true;
        if (values.Count > 0)
        {
            switch (column.Order)
            {
                case SortOrder.Signed:
                    (min, max) = Signed(column.Type, values);
                    break;
                case SortOrder.Unsigned when column.Type == PhysicalType.Int32:
                    (min, max) = Whole(values.As<uint>());
                    break;
                case SortOrder.Unsigned:
                    (min, max) = Whole(values.As<ulong>());
                    break;
                case SortOrder.Half:
                    (min, max) = Halves(values.As<ushort>());
                    break;
                case SortOrder.Bytes or SortOrder.BigEndian:
                    (byte[] smallest, byte[] largest) = Extremes(column, values);
                    (min, max) = (smallest, largest);
                    if (column.IsVariable && column.Order == SortOrder.Bytes)
                    {
                        bool isText = column.Logical?.Kind is LogicalKind.String or LogicalKind.Enum or LogicalKind.Json;
                        (min, minExact) = CutDown(smallest, mostBytes, isText);
                        (max, maxExact) = CutUp(largest, mostBytes, isText);
                    }
                    else if (smallest.Length > mostBytes || largest.Length > mostBytes)
                    {
                        // A shorter value would be no value of the type.
                        (min, max) = (null, null);
                    }

                    break;
                default:
                    break;
            }
        }

        bool legacy = column.Order == SortOrder.Signed;
        return new ColumnStatistics
        {
            Min = min,
            Max = max,
            IsMinExact = min is null ? null : minExact,
            IsMaxExact = max is null ? null : maxExact,
            LegacyMin = legacy ? min : null,
            LegacyMax = legacy ? max : null,
            NullCount = nullCount,
            NanCount = nanCount,
        };
    }

    /// <summary>How many values of a float column are NaN, the distinct values counted by their codes; null for other columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long? CountNans(LeafColumn column, ValueBuffer values, ReadOnlySpan<int> codes, bool isCoded)
    {
        if (column.Type is not (PhysicalType.Float or PhysicalType.Double) && column.Logical?.Kind != LogicalKind.Float16)
        {
            return null;
        }

        long count = 0;
        if (!isCoded && column.Width == 8)
        {
            foreach (double value in values.As<double>())
            {
                count += double.IsNaN(value) ? 1 : 0;
            }

            return count;
        }

        bool[] isNan = isCoded ? new bool[values.Count] : [];
        for (int i = 0; i < values.Count; i++)
        {
            bool nan = column.Width switch
            {
                4 => float.IsNaN(values.As<float>()[i]),
                8 => double.IsNaN(values.As<double>()[i]),
                _ => Half.IsNaN(values.As<Half>()[i]),
            };
            count += nan ? 1 : 0;
            if (isCoded)
            {
                isNan[i] = nan;
            }
        }

        if (!isCoded || count == 0)
        {
            return count;
        }

        count = 0;
        foreach (int code in codes)
        {
            count += isNan[code] ? 1 : 0;
        }

        return count;
    }

    private static (byte[]? Min, byte[]? Max) Signed(PhysicalType type, ValueBuffer values) => type switch
    {
        PhysicalType.Boolean => Whole(values.As<byte>()),
        PhysicalType.Int32 => Whole(values.As<int>()),
        PhysicalType.Int64 => Whole(values.As<long>()),
        PhysicalType.Float => Floats(values.As<float>()),
        _ => Doubles(values.As<double>()),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (byte[]? Min, byte[]? Max) Whole<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IComparable<T>
    {
        T min = values[0];
        T max = values[0];
        foreach (T value in values)
        {
            min = value.CompareTo(min) < 0 ? value : min;
            max = value.CompareTo(max) > 0 ? value : max;
        }

        return (Bytes(min), Bytes(max));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (byte[]? Min, byte[]? Max) Floats(ReadOnlySpan<float> values)
    {
        float min = float.PositiveInfinity;
        float max = float.NegativeInfinity;
        bool any = false;
        foreach (float value in values)
        {
            if (!float.IsNaN(value))
            {
                any = true;
                min = value < min ? value : min;
                max = value > max ? value : max;
            }
        }

        return any ? (Bytes(min == 0 ? -0f : min), Bytes(max == 0 ? 0f : max)) : (null, null);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (byte[]? Min, byte[]? Max) Doubles(ReadOnlySpan<double> values)
    {
        double min = double.PositiveInfinity;
        double max = double.NegativeInfinity;
        bool any = false;
        foreach (double value in values)
        {
            if (!double.IsNaN(value))
            {
                any = true;
                min = value < min ? value : min;
                max = value > max ? value : max;
            }
        }

        return any ? (Bytes(min == 0 ? -0.0 : min), Bytes(max == 0 ? 0.0 : max)) : (null, null);
    }

    private static (byte[]? Min, byte[]? Max) Halves(ReadOnlySpan<ushort> values)
    {
        Half min = Half.PositiveInfinity;
        Half max = Half.NegativeInfinity;
        bool any = false;
        foreach (ushort bits in values)
        {
            Half value = BitConverter.UInt16BitsToHalf(bits);
            if (!Half.IsNaN(value))
            {
                any = true;
                min = value < min ? value : min;
                max = value > max ? value : max;
            }
        }

        return any ? (Bytes(min == Half.Zero ? Half.NegativeZero : min), Bytes(max == Half.Zero ? Half.Zero : max)) : (null, null);
    }

    private static byte[] Bytes<T>(T value)
        where T : unmanaged
    {
        ReadOnlySpan<T> one = new(in value);
        return MemoryMarshal.AsBytes(one).ToArray();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (byte[] Min, byte[] Max) Extremes(LeafColumn column, ValueBuffer values)
    {
        int min = 0;
        int max = 0;
        if (column.Order == SortOrder.Bytes && column.IsVariable)
        {
            // The first eight bytes settle almost every comparison.
            ulong least = Head(values.Value(0));
            ulong most = least;
            for (int i = 1; i < values.Count; i++)
            {
                ReadOnlySpan<byte> value = values.Value(i);
                ulong head = Head(value);
                if (head < least || (head == least && value.SequenceCompareTo(values.Value(min)) < 0))
                {
                    (least, min) = (head, i);
                }

                if (head > most || (head == most && value.SequenceCompareTo(values.Value(max)) > 0))
                {
                    (most, max) = (head, i);
                }
            }

            return (values.Value(min).ToArray(), values.Value(max).ToArray());
        }

        for (int i = 1; i < values.Count; i++)
        {
            ReadOnlySpan<byte> value = At(column, values, i);
            if (Compare(column.Order, value, At(column, values, min)) < 0)
            {
                min = i;
            }

            if (Compare(column.Order, value, At(column, values, max)) > 0)
            {
                max = i;
            }
        }

        return (At(column, values, min).ToArray(), At(column, values, max).ToArray());
    }

    // Ordered as the values are, as far as they differ in their first eight bytes; what a short value lacks counts as zero.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Head(ReadOnlySpan<byte> value)
    {
        if (value.Length >= 8)
        {
            return BinaryPrimitives.ReadUInt64BigEndian(value);
        }

        ulong head = 0;
        for (int i = 0; i < value.Length; i++)
        {
            head |= (ulong)value[i] << (56 - (8 * i));
        }

        return head;
    }

    private static ReadOnlySpan<byte> At(LeafColumn column, ValueBuffer values, int index) =>
        column.IsVariable ? values.Value(index) : values.Bytes.Slice(index * column.Width, column.Width);

    internal static int Compare(SortOrder order, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (order == SortOrder.Bytes)
        {
            return a.SequenceCompareTo(b);
        }

        // Two's complement of unequal lengths: the sign first, then the longer one without the bytes that only repeat the sign.
        int signA = a.Length > 0 && a[0] >= 128 ? -1 : 0;
        int signB = b.Length > 0 && b[0] >= 128 ? -1 : 0;
        if (signA != signB)
        {
            return signA - signB;
        }

        byte padding = (byte)signA;
        int length = Math.Max(a.Length, b.Length);
        for (int i = 0; i < length; i++)
        {
            int fromA = i - (length - a.Length);
            int fromB = i - (length - b.Length);
            int difference = (fromA < 0 ? padding : a[fromA]) - (fromB < 0 ? padding : b[fromB]);
            if (difference != 0)
            {
                return difference;
            }
        }

        return 0;
    }

    /// <summary>The longest valid beginning within the bound.</summary>
    internal static (byte[] Bound, bool IsExact) CutDown(byte[] min, int mostBytes, bool isText)
    {
        if (min.Length <= mostBytes)
        {
            return (min, true);
        }

        return (min[..(isText ? WholeCharacters(min, mostBytes) : mostBytes)], false);
    }

    /// <summary>A short value above the maximum: its beginning with the last part raised that can be; null when nothing can be raised.</summary>
    internal static (byte[]? Bound, bool IsExact) CutUp(byte[] max, int mostBytes, bool isText)
    {
        if (max.Length <= mostBytes)
        {
            return (max, true);
        }

        if (!isText)
        {
            int last = max.AsSpan(0, mostBytes).LastIndexOfAnyExcept((byte)255);
            if (last < 0)
            {
                return (null, false);
            }

            byte[] raised = max[..(last + 1)];
            raised[last]++;
            return (raised, false);
        }

        Span<byte> text = max.AsSpan(0, WholeCharacters(max, mostBytes));
        Span<byte> encoded = stackalloc byte[4];
        while (text.Length > 0)
        {
            if (Rune.DecodeLastFromUtf8(text, out Rune character, out int length) != System.Buffers.OperationStatus.Done)
            {
                // No UTF-8 in spite of its annotation: bounds of bytes are still bounds.
                return CutUp(max, mostBytes, isText: false);
            }

            text = text[..^length];
            int next = character.Value == 0xD7FF ? 0xE000 : character.Value + 1;
            if (Rune.IsValid(next))
            {
                int bytes = new Rune(next).EncodeToUtf8(encoded);
                if (text.Length + bytes <= mostBytes)
                {
                    return ([.. text, .. encoded[..bytes]], false);
                }
            }
        }

        return (null, false);
    }

    private static int WholeCharacters(ReadOnlySpan<byte> text, int mostBytes)
    {
        int end = mostBytes;
        // At most three bytes continue a character.
        while (end > 0 && mostBytes - end < 4 && (text[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return (text[end] & 0xC0) == 0x80 ? mostBytes : end;
    }
}
