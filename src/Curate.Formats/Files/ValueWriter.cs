using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using Curate.Core.Data;

namespace Curate.Formats.Files;

/// <summary>
/// Typed values as UTF-8 text, the inverse of <see cref="ValueText"/>: culture-free, shortest digits that read back as the same value,
/// and never quoted or escaped, which is the format's own matter. Nulls are the caller's matter too.
/// </summary>
internal static class ValueWriter
{
    private const long DayMicros = 86_400_000_000;

    /// <summary>Appends the value of a row that is not null.</summary>
    /// <param name="to">Receives the text.</param>
    /// <param name="column">The column.</param>
    /// <param name="row">Row in the column.</param>
    /// <param name="isSingle">The numbers came as float32 and are written with the digits that float32 needs.</param>
    public static void Append(ByteBuffer to, Column column, int row, bool isSingle)
    {
        switch (column)
        {
            case TextColumn { Kind: ColumnKind.Bytes } bytes:
                AppendBase64(to, bytes[row]);
                break;
            case TextColumn text:
                to.Append(text[row]);
                break;
            case WholeColumn whole:
                AppendWhole(to, whole[row]);
                break;
            case NumberColumn number:
                AppendNumber(to, number[row], isSingle);
                break;
            case FlagColumn flag:
                to.Append(flag[row] ? "true"u8 : "false"u8);
                break;
            case TimeColumn { Kind: ColumnKind.Date } date:
                AppendDate(to, date[row]);
                break;
            case TimeColumn time:
                AppendTime(to, time[row]);
                break;
            case DecimalColumn scaled:
                AppendDecimal(to, scaled, row);
                break;
            case VectorColumn vector:
                AppendVector(to, vector[row]);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(column));
        }
    }

    /// <summary>Appends the value of an edit that is not null. Decimals, vectors and JSON carry their text in <see cref="CellValue.Bytes"/>.</summary>
    public static void Append(ByteBuffer to, in CellValue value, bool isSingle)
    {
        switch (value.Kind)
        {
            case ColumnKind.Whole:
                AppendWhole(to, value.Whole);
                break;
            case ColumnKind.Number:
                AppendNumber(to, value.Number, isSingle);
                break;
            case ColumnKind.Flag:
                to.Append(value.Whole != 0 ? "true"u8 : "false"u8);
                break;
            case ColumnKind.Date:
                AppendDate(to, value.Whole);
                break;
            case ColumnKind.Time:
                AppendTime(to, value.Whole);
                break;
            case ColumnKind.Bytes:
                AppendBase64(to, value.Bytes);
                break;
            default:
                to.Append(value.Bytes);
                break;
        }
    }

    public static void AppendWhole(ByteBuffer to, long value)
    {
        value.TryFormat(to.Reserve(20), out int written, default, CultureInfo.InvariantCulture);
        to.Advance(written);
    }

    /// <summary>Shortest text that parses to the same double (or float32); <c>NaN</c>, <c>inf</c> and <c>-inf</c> for the rest.</summary>
    public static void AppendNumber(ByteBuffer to, double value, bool isSingle)
    {
        if (!double.IsFinite(value))
        {
            to.Append(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "inf"u8 : "-inf"u8);
            return;
        }

        Span<byte> place = to.Reserve(ShortestNumber.MostBytes);
        int written = isSingle ? ShortestNumber.Write((float)value, place) : ShortestNumber.Write(value, place);

        // Beyond 2^53 plain digits read back as a whole number or not at all, because a double cannot hold all of them.
        bool plainDigits = Math.Abs(value) > 9007199254740992.0 && place[..written].IndexOfAny((byte)'.', (byte)'E') < 0;
        to.Advance(written);
        if (plainDigits)
        {
            to.Append(".0"u8);
        }
    }

    /// <summary><c>YYYY-MM-DD</c> in the proleptic Gregorian calendar; years outside 0 to 9999 are written with all their digits.</summary>
    public static void AppendDate(ByteBuffer to, long micros)
    {
        // Days to civil date by 400-year eras that start on 1 March, so that the leap day is the last of its year.
        long days = FloorDiv(micros, DayMicros) + 719_468;
        long era = FloorDiv(days, 146_097);
        long dayOfEra = days - era * 146_097;
        long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long shifted = (5 * dayOfYear + 2) / 153;
        long day = dayOfYear - (153 * shifted + 2) / 5 + 1;
        long month = shifted < 10 ? shifted + 3 : shifted - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);

        if (year < 0)
        {
            to.Append((byte)'-');
        }

        Digits(to, Math.Abs(year), 4);
        to.Append((byte)'-');
        Digits(to, month, 2);
        to.Append((byte)'-');
        Digits(to, day, 2);
    }

    /// <summary><c>YYYY-MM-DDTHH:MM:SSZ</c>, with three or six digits of a second where they are not all zero.</summary>
    public static void AppendTime(ByteBuffer to, long micros)
    {
        AppendDate(to, micros);
        long inDay = micros - FloorDiv(micros, DayMicros) * DayMicros;
        to.Append((byte)'T');
        Digits(to, inDay / 3_600_000_000, 2);
        to.Append((byte)':');
        Digits(to, inDay / 60_000_000 % 60, 2);
        to.Append((byte)':');
        Digits(to, inDay / 1_000_000 % 60, 2);
        long fraction = inDay % 1_000_000;
        if (fraction != 0)
        {
            to.Append((byte)'.');
            bool millis = fraction % 1000 == 0;
            Digits(to, millis ? fraction / 1000 : fraction, millis ? 3 : 6);
        }

        to.Append((byte)'Z');
    }

    // No method with 128-bit integers is compiled ahead, so they stay out of the one that all values pass.
    /// <summary>The decimal of a row, with as many digits after the point as its column's scale.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AppendDecimal(ByteBuffer to, DecimalColumn column, int row) => AppendDecimal(to, column[row], column.Scale);

    /// <summary>The integer divided by 10^<paramref name="scale"/>, exactly, with all <paramref name="scale"/> digits after the point.</summary>
    public static void AppendDecimal(ByteBuffer to, Int128 units, int scale)
    {
        if (Int128.IsNegative(units))
        {
            to.Append((byte)'-');
        }

        UInt128 magnitude = Int128.IsNegative(units) ? (UInt128)(-(units + 1)) + 1 : (UInt128)units;
        Span<byte> digits = stackalloc byte[40];
        magnitude.TryFormat(digits, out int count, default, CultureInfo.InvariantCulture);
        if (scale <= 0)
        {
            to.Append(digits[..count]);
            return;
        }

        if (count <= scale)
        {
            to.Append("0."u8);
            for (int i = count; i < scale; i++)
            {
                to.Append((byte)'0');
            }

            to.Append(digits[..count]);
        }
        else
        {
            to.Append(digits[..(count - scale)]);
            to.Append((byte)'.');
            to.Append(digits[(count - scale)..count]);
        }
    }

    /// <summary>A JSON array of the shortest float32 texts.</summary>
    public static void AppendVector(ByteBuffer to, ReadOnlySpan<float> values)
    {
        to.Append((byte)'[');
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0)
            {
                to.Append((byte)',');
            }

            AppendNumber(to, values[i], isSingle: true);
        }

        to.Append((byte)']');
    }

    public static void AppendBase64(ByteBuffer to, ReadOnlySpan<byte> value)
    {
        Base64.EncodeToUtf8(value, to.Reserve(Base64.GetMaxEncodedToUtf8Length(value.Length)), out _, out int written);
        to.Advance(written);
    }

    private static void Digits(ByteBuffer to, long value, int width)
    {
        Span<byte> place = to.Reserve(20);
        int length = width;
        for (long rest = value; rest >= Power10(length); length++)
        {
        }

        for (int i = length - 1; i >= 0; i--)
        {
            place[i] = (byte)('0' + value % 10);
            value /= 10;
        }

        to.Advance(length);
    }

    private static long Power10(int exponent)
    {
        long power = 1;
        for (int i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }

    private static long FloorDiv(long value, long by) => value / by - (value % by < 0 ? 1 : 0);
}
