using Curate.Core.Data;

namespace Curate.Formats.JsonLines;

/// <summary>Writes dates and times digit by digit.</summary>
internal static class JsonDigits
{
    private const long DayMicros = 86_400_000_000;

    /// <summary>
    /// Appends microseconds since 1970 as an ISO 8601 string. Years outside 0 to 9999, which only typed formats can hold, get a sign and as
    /// many digits as they need.
    /// </summary>
    public static void AppendTime(ByteBuffer to, long micros, bool dayOnly)
    {
        long day = Math.DivRem(micros, DayMicros, out long inDay);
        if (inDay < 0)
        {
            day--;
            inDay += DayMicros;
        }

        // Days to a civil date, in eras of 400 years that start in March.
        long shifted = day + 719_468;
        long era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097;
        long dayOfEra = shifted - era * 146_097;
        long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long month = (5 * dayOfYear + 2) / 153;
        long dayOfMonth = dayOfYear - (153 * month + 2) / 5 + 1;
        month += month < 10 ? 3 : -9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);

        to.Append((byte)'"');
        if (year is < 0 or > 9999)
        {
            to.Append(year < 0 ? (byte)'-' : (byte)'+');
            year = Math.Abs(year);
        }

        Digits(to, year, year > 99_999 ? 6 : year > 9999 ? 5 : 4);
        to.Append((byte)'-');
        Digits(to, month, 2);
        to.Append((byte)'-');
        Digits(to, dayOfMonth, 2);
        if (!dayOnly)
        {
            to.Append((byte)'T');
            Digits(to, inDay / 3_600_000_000, 2);
            to.Append((byte)':');
            Digits(to, inDay / 60_000_000 % 60, 2);
            to.Append((byte)':');
            Digits(to, inDay / 1_000_000 % 60, 2);
            long fraction = inDay % 1_000_000;
            if (fraction != 0)
            {
                // As in CSV: three digits where they say it all.
                bool millis = fraction % 1000 == 0;
                to.Append((byte)'.');
                Digits(to, millis ? fraction / 1000 : fraction, millis ? 3 : 6);
            }

            to.Append((byte)'Z');
        }

        to.Append((byte)'"');
    }

    private static void Digits(ByteBuffer to, long value, int count)
    {
        Span<byte> place = to.Take(count);
        for (int i = count - 1; i >= 0; i--)
        {
            place[i] = (byte)('0' + value % 10);
            value /= 10;
        }
    }
}
