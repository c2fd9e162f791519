using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Curate.Core.Data;

/// <summary>
/// The one grammar in which text becomes a typed value, culture-free and lossless in the sense that inference relies on: a text is a
/// whole number only if writing the number again gives the same digits, so codes such as <c>007</c> and <c>+49</c> stay text.
/// ASCII spaces around a number are allowed.
/// </summary>
public static class ValueText
{
    /// <summary><c>0</c> or digits without a leading zero, with an optional minus, within 64 bits. <c>-0</c> is not whole.</summary>
    public static bool TryWhole(ReadOnlySpan<byte> text, out long value)
    {
        text = Trim(text);
        value = 0;
        if (text.Length == 0 || text.Length > 20)
        {
            return false;
        }

        bool negative = text[0] == '-';
        int first = negative ? 1 : 0;
        if (first == text.Length || (text[first] == '0' && (text.Length > 1)))
        {
            return false;
        }

        ulong magnitude = 0;
        for (int i = first; i < text.Length; i++)
        {
            uint digit = (uint)(text[i] - '0');
            if (digit > 9 || magnitude > 922337203685477580UL)
            {
                return false;
            }

            magnitude = magnitude * 10 + digit;
        }

        if (magnitude > (negative ? 9223372036854775808UL : 9223372036854775807UL))
        {
            return false;
        }

        value = negative ? (long)(0 - magnitude) : (long)magnitude;
        return true;
    }

    /// <summary>
    /// Decimal digits with an optional minus, point and exponent, no leading zeros before the first digit; or <c>NaN</c>, <c>nan</c>,
    /// <c>inf</c>, <c>Infinity</c> with an optional minus. Whole numbers are accepted up to 2^53 in magnitude: beyond that a double would
    /// change the digits.
    /// </summary>
    public static bool TryNumber(ReadOnlySpan<byte> text, out double value)
    {
        text = Trim(text);
        value = 0;
        if (text.Length == 0)
        {
            return false;
        }

        // The quotient of two exact doubles is the double nearest to the text; so are nearly all numbers read.
        if (PlainNumber.TryParse(ref MemoryMarshal.GetReference(text), text.Length, out ulong mantissa, out int scale, out bool negative) && mantissa <= PlainNumber.MostExact)
        {
            value = PlainNumber.Exact(mantissa, scale, negative);
            return true;
        }

        int i = text[0] == '-' ? 1 : 0;
        if (i == text.Length)
        {
            return false;
        }

        byte lead = text[i];
        if (lead is (byte)'N' or (byte)'n' or (byte)'i' or (byte)'I')
        {
            return TryNamed(text[i..], i == 1, out value);
        }

        int start = i;
        while (i < text.Length && (uint)(text[i] - '0') <= 9)
        {
            i++;
        }

        int whole = i - start;
        if (whole > 1 && lead == '0')
        {
            return false;
        }

        int fraction = 0;
        bool plain = true;
        if (i < text.Length && text[i] == '.')
        {
            plain = false;
            i++;
            int at = i;
            while (i < text.Length && (uint)(text[i] - '0') <= 9)
            {
                i++;
            }

            fraction = i - at;
        }

        if (whole + fraction == 0)
        {
            return false;
        }

        if (i < text.Length && (text[i] | 0x20) == 'e')
        {
            plain = false;
            i++;
            if (i < text.Length && text[i] is (byte)'+' or (byte)'-')
            {
                i++;
            }

            int at = i;
            while (i < text.Length && (uint)(text[i] - '0') <= 9)
            {
                i++;
            }

            if (i == at)
            {
                return false;
            }
        }

        if (i != text.Length || !Utf8Parser.TryParse(text, out value, out int used) || used != text.Length)
        {
            return false;
        }

        // 2^53 + 1 rounds to 2^53, so the last digit tells them apart.
        return !plain || Math.Abs(value) < 9007199254740992.0 || (Math.Abs(value) == 9007199254740992.0 && text[^1] == '2');
    }

    /// <summary>As <see cref="TryWhole(ReadOnlySpan{byte}, out long)"/> for a text in front of which <paramref name="before"/> bytes can be read, which is faster.</summary>
    public static bool TryWhole(ReadOnlySpan<byte> text, int before, out long value)
    {
        if (PlainNumber.TryParse(ref MemoryMarshal.GetReference(text), text.Length, before, out ulong mantissa, out int scale, out bool negative)
            && scale < 0 && (mantissa != 0 || !negative))
        {
            value = negative ? -(long)mantissa : (long)mantissa;
            return true;
        }

        return TryWhole(text, out value);
    }

    /// <summary>As <see cref="TryNumber(ReadOnlySpan{byte}, out double)"/> for a text in front of which <paramref name="before"/> bytes can be read, which is faster.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> text, int before, out double value)
    {
        if (PlainNumber.TryParse(ref MemoryMarshal.GetReference(text), text.Length, before, out ulong mantissa, out int scale, out bool negative)
            && mantissa <= PlainNumber.MostExact)
        {
            value = PlainNumber.Exact(mantissa, scale, negative);
            return true;
        }

        return TryNumber(text, out value);
    }

    /// <summary><c>true</c>, <c>True</c>, <c>TRUE</c> and the same for false.</summary>
    public static bool TryFlag(ReadOnlySpan<byte> text, out bool value)
    {
        value = text.Length == 4;
        return text.Length switch
        {
            4 => text.SequenceEqual("true"u8) || text.SequenceEqual("True"u8) || text.SequenceEqual("TRUE"u8),
            5 => text.SequenceEqual("false"u8) || text.SequenceEqual("False"u8) || text.SequenceEqual("FALSE"u8),
            _ => false,
        };
    }

    /// <summary>
    /// Appends <paramref name="text"/> to <paramref name="to"/> as the kind of that column. Bytes are base64; a vector is a JSON array of
    /// numbers; JSON is taken as it stands. False (and nothing appended) where the text does not have the kind.
    /// </summary>
    public static bool TryAppend(Column to, ReadOnlySpan<byte> text)
    {
        switch (to)
        {
            case WholeColumn whole when TryWhole(text, out long w):
                whole.Append(w);
                return true;
            case NumberColumn number when TryNumber(text, out double d):
                number.Append(d);
                return true;
            case FlagColumn flag when TryFlag(text, out bool f):
                flag.Append(f);
                return true;
            case TimeColumn { Kind: ColumnKind.Date } date when MomentText.TryDate(text, out long day):
                date.Append(day);
                return true;
            case TimeColumn { Kind: ColumnKind.Time } time when MomentText.TryTime(text, out long at):
                time.Append(at);
                return true;
            case DecimalColumn scaled:
                return TryAppendDecimal(scaled, text);
            case TextColumn { Kind: ColumnKind.Text or ColumnKind.Json } plain:
                plain.Append(text);
                return true;
            case TextColumn { Kind: ColumnKind.Bytes } bytes:
                byte[] decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
                if (Base64.DecodeFromUtf8(text, decoded, out int read, out int written) != System.Buffers.OperationStatus.Done || read != text.Length)
                {
                    return false;
                }

                bytes.Append(decoded.AsSpan(0, written));
                return true;
            case VectorColumn vector:
                return VectorText.TryAppend(vector, text);
            default:
                return false;
        }
    }

    // No method with 128-bit integers is compiled ahead, so they stay out of the one that all values pass.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryAppendDecimal(DecimalColumn to, ReadOnlySpan<byte> text)
    {
        bool isDecimal = TryDecimal(text, to.Scale, out Int128 units);
        if (isDecimal)
        {
            to.Append(units);
        }

        return isDecimal;
    }

    /// <summary>Decimal digits with at most <paramref name="scale"/> after the point, as an integer scaled by 10^scale.</summary>
    public static bool TryDecimal(ReadOnlySpan<byte> text, int scale, out Int128 units)
    {
        text = Trim(text);
        units = 0;
        bool negative = text.Length > 0 && text[0] == '-';
        int i = negative ? 1 : 0;
        int digits = 0;
        int after = -1;
        for (; i < text.Length; i++)
        {
            if (text[i] == '.' && after < 0)
            {
                after = 0;
                continue;
            }

            uint digit = (uint)(text[i] - '0');
            if (digit > 9 || after >= scale || digits > 36)
            {
                return false;
            }

            units = units * 10 + digit;
            digits += units == 0 ? 0 : 1;
            after += after >= 0 ? 1 : 0;
        }

        if (text.Length == (negative ? 1 : 0) || (after == 0 && text.Length == (negative ? 2 : 1)))
        {
            return false;
        }

        for (int k = Math.Max(0, after); k < scale; k++)
        {
            units *= 10;
        }

        units = negative ? -units : units;
        return true;
    }

    /// <summary>What a kind is called in messages and options.</summary>
    public static string NameOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Text => "text",
        ColumnKind.Whole => "whole",
        ColumnKind.Number => "number",
        ColumnKind.Flag => "flag",
        ColumnKind.Date => "date",
        ColumnKind.Time => "time",
        ColumnKind.Decimal => "decimal",
        ColumnKind.Bytes => "bytes",
        ColumnKind.Vector => "vector",
        ColumnKind.Json => "json",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) =>
        text.Length > 0 && (text[0] == ' ' || text[^1] == ' ') ? text.Trim((byte)' ') : text;

    private static bool TryNamed(ReadOnlySpan<byte> name, bool negative, out double value)
    {
        if (name.SequenceEqual("NaN"u8) || name.SequenceEqual("nan"u8))
        {
            value = double.NaN;
            return !negative;
        }

        value = negative ? double.NegativeInfinity : double.PositiveInfinity;
        return name.SequenceEqual("inf"u8) || name.SequenceEqual("Inf"u8) || name.SequenceEqual("Infinity"u8);
    }
}
