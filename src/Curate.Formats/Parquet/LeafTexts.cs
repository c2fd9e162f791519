using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Curate.Core.Data;
using Curate.Formats.Files;
using Curate.Parquet.Metadata;
using Curate.Parquet.Reading;
using Curate.Parquet.Schema;

namespace Curate.Formats.Parquet;

/// <summary>Texts of values that have no kind of their own: times of day, intervals, UUIDs, and decimals of more digits than 128 bits hold.</summary>
internal sealed class LeafTexts(LeafColumn leaf, ColumnSite site)
{
    private readonly ByteBuffer _text = new(64);

    /// <summary>A decimal as it is stored in bytes, the highest first.</summary>
    public static ReadOnlySpan<byte> BigEndian(LeafColumn leaf, ColumnBatch batch, int value) =>
        leaf.IsVariable ? batch.Value(value) : batch.Bytes.Slice(value * leaf.TypeLength, leaf.TypeLength);

    public void AppendDecimals(TextColumn to, ColumnBatch batch, int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            var units = new BigInteger(BigEndian(leaf, batch, i), isUnsigned: false, isBigEndian: true);
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

    public void AppendClock(TextColumn to, ColumnBatch batch, int first, int count)
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
    public void AppendIntervals(TextColumn to, ReadOnlySpan<byte> from)
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

    public static void AppendUuids(TextColumn to, ReadOnlySpan<byte> from)
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
}
