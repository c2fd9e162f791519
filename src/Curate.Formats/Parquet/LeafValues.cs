using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Files;
using Curate.Parquet.Metadata;
using Curate.Parquet.Reading;
using Curate.Parquet.Schema;

namespace Curate.Formats.Parquet;

/// <summary>Turns the values of a leaf column into a column of its own kind (<see cref="ParquetFields.OfLeaf"/>).</summary>
internal sealed class LeafValues(LeafColumn leaf, Field native, ColumnSite site)
{
    private const long DayMicros = 86_400_000_000;
    private const long JulianEpoch = 2_440_588;

    private readonly ByteBuffer _text = new(64);
    private ColumnDictionary? _checked;
    private ColumnDictionary? _shown;
    private Column? _shownValues;

    /// <summary>A column that the values fit into.</summary>
    public Column CreateColumn() => Column.Create(native.Kind!.Value, native.Scale);

    /// <summary>Codes in place of values help: texts are taken from the dictionary directly.</summary>
    public bool TakesCodes => leaf.IsVariable && native.Kind is ColumnKind.Text or ColumnKind.Json or ColumnKind.Bytes && leaf.Logical?.Kind != LogicalKind.Decimal;

    /// <summary>A dictionary as a column, or null where it has a value that does not fit: rows may not use it. Made once a dictionary.</summary>
    public Column? ValuesOf(ColumnDictionary dictionary)
    {
        if (!ReferenceEquals(_shown, dictionary))
        {
            _shown = dictionary;
            _shownValues = CreateColumn();
            try
            {
                Append(_shownValues, dictionary.AsBatch(leaf), 0, dictionary.Count);
            }
            catch (CurateException)
            {
                _shownValues = null;
            }
        }

        return _shownValues;
    }

    /// <summary>Appends consecutive values of a batch, none of them null.</summary>
    public void Append(Column to, ColumnBatch batch, int first, int count)
    {
        if (count == 0)
        {
            return;
        }

        switch (leaf.Logical?.Kind)
        {
            case LogicalKind.Decimal when to is DecimalColumn decimals:
                AppendDecimals(decimals, batch, first, count);
                return;
            case LogicalKind.Decimal:
                AppendLongDecimals((TextColumn)to, batch, first, count);
                return;
            case LogicalKind.Timestamp:
                AppendTimes(((TimeColumn)to).Reserve(count), batch.ValuesAs<long>().Slice(first, count));
                return;
            case LogicalKind.Date:
                AppendDates(((TimeColumn)to).Reserve(count), batch.ValuesAs<int>().Slice(first, count));
                return;
            case LogicalKind.Time:
                AppendClock((TextColumn)to, batch, first, count);
                return;
            case LogicalKind.Interval:
                AppendIntervals((TextColumn)to, batch.Bytes.Slice(first * 12, count * 12));
                return;
            case LogicalKind.Uuid:
                AppendUuids((TextColumn)to, batch.Bytes.Slice(first * 16, count * 16));
                return;
            case LogicalKind.Float16:
                AppendHalves(((NumberColumn)to).Reserve(count), batch.ValuesAs<Half>().Slice(first, count));
                return;
            case LogicalKind.Integer when !leaf.Logical!.IsSigned:
                AppendUnsigned(to, batch, first, count);
                return;
            case LogicalKind.Null:
                site.Corrupt("a column that is said to be null has values");
                return;
            default:
                AppendPlain(to, batch, first, count);
                return;
        }
    }

    private void AppendPlain(Column to, ColumnBatch batch, int first, int count)
    {
        switch (leaf.Type)
        {
            case PhysicalType.Boolean:
                MemoryMarshal.Cast<byte, bool>(batch.Bytes.Slice(first, count)).CopyTo(((FlagColumn)to).Reserve(count));
                break;
            case PhysicalType.Int32:
                ReadOnlySpan<int> ints = batch.ValuesAs<int>().Slice(first, count);
                Span<long> wide = ((WholeColumn)to).Reserve(count);
                for (int i = 0; i < count; i++)
                {
                    wide[i] = ints[i];
                }

                break;
            case PhysicalType.Int64:
                batch.ValuesAs<long>().Slice(first, count).CopyTo(((WholeColumn)to).Reserve(count));
                break;
            case PhysicalType.Int96:
                AppendInt96(((TimeColumn)to).Reserve(count), batch.Bytes.Slice(first * 12, count * 12));
                break;
            case PhysicalType.Float:
                ReadOnlySpan<float> floats = batch.ValuesAs<float>().Slice(first, count);
                Span<double> doubles = ((NumberColumn)to).Reserve(count);
                for (int i = 0; i < count; i++)
                {
                    doubles[i] = floats[i];
                }

                break;
            case PhysicalType.Double:
                batch.ValuesAs<double>().Slice(first, count).CopyTo(((NumberColumn)to).Reserve(count));
                break;
            case PhysicalType.FixedLengthByteArray:
                var fixedBytes = (TextColumn)to;
                for (int i = first; i < first + count; i++)
                {
                    fixedBytes.Append(batch.Bytes.Slice(i * leaf.TypeLength, leaf.TypeLength));
                }

                break;
            default:
                AppendBytes((TextColumn)to, batch, first, count);
                break;
        }
    }

    private void AppendBytes(TextColumn to, ColumnBatch batch, int first, int count)
    {
        bool isText = to.Kind != ColumnKind.Bytes;
        if (batch.IsCoded)
        {
            ColumnDictionary dictionary = batch.Dictionary!;
            if (isText && !ReferenceEquals(_checked, dictionary))
            {
                for (int code = 0; code < dictionary.Count; code++)
                {
                    Check(dictionary.Value(code));
                }

                _checked = dictionary;
            }

            foreach (int code in batch.Codes.Slice(first, count))
            {
                to.Append(dictionary.Value(code));
            }

            return;
        }

        ReadOnlySpan<int> offsets = batch.Offsets.Slice(first, count + 1);
        if (isText && !AreTexts(batch.Bytes, offsets, batch.Gap))
        {
            for (int i = first; i < first + count; i++)
            {
                Check(batch.Value(i));
            }
        }

        Span<byte> place = to.ReserveRun(batch.BytesOf(first, count), count, out Span<int> ends, out int before);
        batch.CopyValues(first, place, ends, before);
    }

    // Values that lie side by side are valid one by one where all of them together are and none begins inside a character. Lengths between them
    // are looked at as if they were text: their last byte is ASCII always, and the first ends a value as the start of a value would.
    private static bool AreTexts(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, int gap)
    {
        int end = offsets[^1] - gap;
        ReadOnlySpan<byte> all = bytes[offsets[0]..end];
        if (Ascii.IsValid(all))
        {
            return true;
        }

        if (!Utf8.IsValid(all))
        {
            return false;
        }

        foreach (int start in offsets[1..^1])
        {
            if (start - gap < end && (bytes[start - gap] & 0xC0) == 0x80)
            {
                return false;
            }
        }

        return true;
    }

    private void Check(ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
        {
            site.BadText(text);
        }
    }

    private void AppendTimes(Span<long> to, ReadOnlySpan<long> from)
    {
        switch (leaf.Logical!.Unit)
        {
            case ParquetTimeUnit.Microseconds:
                from.CopyTo(to);
                break;
            case ParquetTimeUnit.Milliseconds:
                for (int i = 0; i < to.Length; i++)
                {
                    if (from[i] is > long.MaxValue / 1000 or < long.MinValue / 1000)
                    {
                        site.BadValue(string.Create(CultureInfo.InvariantCulture, $"the time {from[i]} ms does not fit into 64 bits of microseconds"));
                    }

                    to[i] = from[i] * 1000;
                }

                break;
            default:
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = Floor(from[i], 1000);
                }

                break;
        }
    }

    private static void AppendDates(Span<long> to, ReadOnlySpan<int> from)
    {
        for (int i = 0; i < to.Length; i++)
        {
            // 2^31 days are 1.9e20 microseconds: such days are no dates, and become the last one that 64 bits hold.
            to[i] = (long)Int128.Clamp((Int128)from[i] * DayMicros, long.MinValue / DayMicros * DayMicros, long.MaxValue / DayMicros * DayMicros);
        }
    }

    private void AppendInt96(Span<long> to, ReadOnlySpan<byte> from)
    {
        for (int i = 0; i < to.Length; i++)
        {
            ReadOnlySpan<byte> value = from.Slice(i * 12, 12);
            long nanos = BinaryPrimitives.ReadInt64LittleEndian(value);
            long day = BinaryPrimitives.ReadInt32LittleEndian(value[8..]) - JulianEpoch;
            Int128 micros = (Int128)day * DayMicros + Floor(nanos, 1000);
            if (micros > long.MaxValue || micros < long.MinValue)
            {
                site.BadValue("a time of INT96 does not fit into 64 bits of microseconds");
            }

            to[i] = (long)micros;
        }
    }

    private static void AppendHalves(Span<double> to, ReadOnlySpan<Half> from)
    {
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = (double)from[i];
        }
    }

    private void AppendUnsigned(Column to, ColumnBatch batch, int first, int count)
    {
        if (leaf.Type == PhysicalType.Int32)
        {
            Span<long> wide = ((WholeColumn)to).Reserve(count);
            ReadOnlySpan<uint> from = batch.ValuesAs<uint>().Slice(first, count);
            for (int i = 0; i < count; i++)
            {
                wide[i] = from[i];
            }

            return;
        }

        ReadOnlySpan<ulong> large = batch.ValuesAs<ulong>().Slice(first, count);
        if (to is DecimalColumn decimals)
        {
            foreach (ulong value in large)
            {
                decimals.Append(value);
            }

            return;
        }

        Span<long> whole = ((WholeColumn)to).Reserve(count);
        for (int i = 0; i < count; i++)
        {
            if (large[i] > long.MaxValue)
            {
                site.Corrupt(string.Create(CultureInfo.InvariantCulture, $"the value {large[i]} is above the maximum that the statistics give"));
            }

            whole[i] = (long)large[i];
        }
    }

    private void AppendDecimals(DecimalColumn to, ColumnBatch batch, int first, int count)
    {
        switch (leaf.Type)
        {
            case PhysicalType.Int32:
                foreach (int value in batch.ValuesAs<int>().Slice(first, count))
                {
                    to.Append(value);
                }

                break;
            case PhysicalType.Int64:
                foreach (long value in batch.ValuesAs<long>().Slice(first, count))
                {
                    to.Append(value);
                }

                break;
            default:
                for (int i = first; i < first + count; i++)
                {
                    to.Append(Units(BigEndian(batch, i)));
                }

                break;
        }
    }

    private void AppendLongDecimals(TextColumn to, ColumnBatch batch, int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            var units = new BigInteger(BigEndian(batch, i), isUnsigned: false, isBigEndian: true);
            string digits = BigInteger.Abs(units).ToString(CultureInfo.InvariantCulture).PadLeft(leaf.Logical!.Scale + 1, '0');
            int point = digits.Length - leaf.Logical.Scale;
            _text.Clear();
            if (units.Sign < 0)
            {
                _text.Append((byte)'-');
            }

            _text.Append(System.Text.Encoding.ASCII.GetBytes(digits[..point]));
            if (leaf.Logical.Scale > 0)
            {
                _text.Append((byte)'.');
                _text.Append(System.Text.Encoding.ASCII.GetBytes(digits[point..]));
            }

            to.Append(_text.Written);
        }
    }

    private ReadOnlySpan<byte> BigEndian(ColumnBatch batch, int value) =>
        leaf.IsVariable ? batch.Value(value) : batch.Bytes.Slice(value * leaf.TypeLength, leaf.TypeLength);

    private Int128 Units(ReadOnlySpan<byte> bytes)
    {
        Int128 units = bytes.Length > 0 && (sbyte)bytes[0] < 0 ? -1 : 0;
        int extra = Math.Max(0, bytes.Length - 16);
        bool fits = bytes[..extra].IndexOfAnyExcept((byte)units) < 0 && (extra == 0 || (sbyte)bytes[extra] < 0 == units < 0);
        if (!fits)
        {
            site.BadValue("a decimal has more digits than its type says");
        }

        foreach (byte part in bytes[extra..])
        {
            units = units << 8 | part;
        }

        return units;
    }

    private void AppendClock(TextColumn to, ColumnBatch batch, int first, int count)
    {
        long perSecond = leaf.Logical!.Unit switch
        {
            ParquetTimeUnit.Milliseconds => 1000,
            ParquetTimeUnit.Microseconds => 1_000_000,
            _ => 1_000_000_000,
        };
        for (int i = first; i < first + count; i++)
        {
            long ticks = leaf.Type == PhysicalType.Int32 ? batch.ValuesAs<int>()[i] : batch.ValuesAs<long>()[i];
            if (ticks < 0 || ticks > 86_400 * perSecond)
            {
                site.BadValue(string.Create(CultureInfo.InvariantCulture, $"{ticks} is no time of day"));
            }

            long second = ticks / perSecond;
            _text.Clear();
            Digits(second / 3600, 2);
            _text.Append((byte)':');
            Digits(second / 60 % 60, 2);
            _text.Append((byte)':');
            Digits(second % 60, 2);
            long fraction = ticks % perSecond;
            if (fraction != 0)
            {
                _text.Append((byte)'.');
                int width = perSecond == 1000 ? 3 : perSecond == 1_000_000 ? 6 : 9;
                for (; fraction % 1000 == 0; width -= 3)
                {
                    fraction /= 1000;
                }

                Digits(fraction, width);
            }

            to.Append(_text.Written);
        }
    }

    // ISO 8601: months, days and seconds stay apart, because their lengths differ.
    private void AppendIntervals(TextColumn to, ReadOnlySpan<byte> from)
    {
        for (; from.Length > 0; from = from[12..])
        {
            uint months = BinaryPrimitives.ReadUInt32LittleEndian(from);
            uint days = BinaryPrimitives.ReadUInt32LittleEndian(from[4..]);
            uint millis = BinaryPrimitives.ReadUInt32LittleEndian(from[8..]);
            _text.Clear();
            _text.Append((byte)'P');
            Part(months, (byte)'M');
            Part(days, (byte)'D');
            if (millis != 0 || months + (ulong)days == 0)
            {
                _text.Append((byte)'T');
                ValueWriter.AppendWhole(_text, millis / 1000);
                if (millis % 1000 != 0)
                {
                    _text.Append((byte)'.');
                    Digits(millis % 1000, 3);
                }

                _text.Append((byte)'S');
            }

            to.Append(_text.Written);
        }

        void Part(uint value, byte unit)
        {
            if (value != 0)
            {
                ValueWriter.AppendWhole(_text, value);
                _text.Append(unit);
            }
        }
    }

    private static void AppendUuids(TextColumn to, ReadOnlySpan<byte> from)
    {
        for (; from.Length > 0; from = from[16..])
        {
            Span<byte> place = to.Reserve(36);
            int at = 0;
            for (int i = 0; i < 16; i++)
            {
                if (i is 4 or 6 or 8 or 10)
                {
                    place[at++] = (byte)'-';
                }

                place[at++] = "0123456789abcdef"u8[from[i] >> 4];
                place[at++] = "0123456789abcdef"u8[from[i] & 15];
            }
        }
    }

    private void Digits(long value, int width)
    {
        Span<byte> place = _text.Reserve(width)[..width];
        for (int i = width - 1; i >= 0; i--)
        {
            place[i] = (byte)('0' + value % 10);
            value /= 10;
        }

        _text.Advance(width);
    }

    private static long Floor(long value, long by) => value / by - (value % by < 0 ? 1 : 0);
}
