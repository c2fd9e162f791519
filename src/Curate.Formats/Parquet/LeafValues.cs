using System.Buffers.Binary;
using System.Globalization;
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

    private readonly LeafTexts _texts = new(leaf, site);
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
                _texts.AppendDecimals((TextColumn)to, batch, first, count);
                return;
            case LogicalKind.Timestamp:
                AppendTimes(((TimeColumn)to).Reserve(count), batch.ValuesAs<long>().Slice(first, count));
                return;
            case LogicalKind.Date:
                AppendDates(((TimeColumn)to).Reserve(count), batch.ValuesAs<int>().Slice(first, count));
                return;
            case LogicalKind.Time:
                _texts.AppendClock((TextColumn)to, batch, first, count);
                return;
            case LogicalKind.Interval:
                _texts.AppendIntervals((TextColumn)to, batch.Bytes.Slice(first * 12, count * 12));
                return;
            case LogicalKind.Uuid:
                LeafTexts.AppendUuids((TextColumn)to, batch.Bytes.Slice(first * 16, count * 16));
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
            to[i] = Math.Clamp(from[i], long.MinValue / DayMicros, long.MaxValue / DayMicros) * DayMicros;
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
                    to.Append(Units(LeafTexts.BigEndian(leaf, batch, i)));
                }

                break;
        }
    }

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

    private static long Floor(long value, long by) => value / by - (value % by < 0 ? 1 : 0);
}
