namespace Curate.Core.Data;

/// <summary>Days and instants from their texts: the forms of ISO 8601 that tables hold.</summary>
public static class MomentText
{
    private const long DayMicros = 86_400_000_000;

    /// <summary><c>YYYY-MM-DD</c>, as microseconds since 1970-01-01.</summary>
    public static bool TryDate(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (text.Length != 10 || text[4] != '-' || text[7] != '-'
            || !Digits(text[..4], out int year) || !Digits(text.Slice(5, 2), out int month) || !Digits(text.Slice(8, 2), out int day)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        micros = (new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Days * DayMicros;
        return true;
    }

    /// <summary>
    /// <c>YYYY-MM-DD</c>, then optionally <c>T</c> or a space and <c>HH:MM[:SS[.ffffff]]</c>, then optionally <c>Z</c> or <c>+HH:MM</c>;
    /// as microseconds since 1970-01-01T00:00:00Z. Times without an offset count as UTC.
    /// </summary>
    public static bool TryTime(ReadOnlySpan<byte> text, out long micros)
    {
        if (text.Length < 10 || !TryDate(text[..10], out micros))
        {
            micros = 0;
            return false;
        }

        if (text.Length == 10)
        {
            return true;
        }

        ReadOnlySpan<byte> clock = text[11..];
        if (text[10] is not ((byte)'T' or (byte)' ') || clock.Length < 5 || clock[2] != ':'
            || !Digits(clock[..2], out int hour) || !Digits(clock.Slice(3, 2), out int minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        clock = clock[5..];
        long second = 0;
        long fraction = 0;
        if (clock.Length >= 3 && clock[0] == ':')
        {
            if (!Digits(clock.Slice(1, 2), out int s) || s > 59)
            {
                return false;
            }

            second = s;
            clock = clock[3..];
            if (clock.Length > 1 && clock[0] == '.')
            {
                int n = 1;
                while (n < clock.Length && (uint)(clock[n] - '0') <= 9)
                {
                    n++;
                }

                if (n is 1 or > 7)
                {
                    return false;
                }

                for (int i = 1; i <= 6; i++)
                {
                    fraction = fraction * 10 + (i < n ? clock[i] - '0' : 0);
                }

                clock = clock[n..];
            }
        }

        long offsetMinutes = 0;
        if (clock.Length == 1 && clock[0] == 'Z')
        {
            clock = default;
        }
        else if (clock.Length == 6 && clock[0] is (byte)'+' or (byte)'-' && clock[3] == ':'
            && Digits(clock.Slice(1, 2), out int oh) && Digits(clock.Slice(4, 2), out int om) && oh < 24 && om < 60)
        {
            offsetMinutes = (clock[0] == '-' ? -1 : 1) * (oh * 60 + om);
            clock = default;
        }

        micros += ((hour * 60L + minute - offsetMinutes) * 60 + second) * 1_000_000 + fraction;
        return clock.Length == 0;
    }

    private static bool Digits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (byte b in text)
        {
            uint digit = (uint)(b - '0');
            if (digit > 9)
            {
                return false;
            }

            value = value * 10 + (int)digit;
        }

        return true;
    }
}
