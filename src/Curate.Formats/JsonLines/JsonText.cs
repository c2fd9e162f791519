using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Curate.Formats.JsonLines;

/// <summary>The spelling of JSON strings and numbers, as bytes.</summary>
internal static class JsonText
{
    /// <summary>The characters that JSON allows between tokens.</summary>
    public static ReadOnlySpan<byte> Blanks => " \t\r\n"u8;

    public static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    /// <summary>
    /// Writes the text of a string (given without quotes, its escapes known to be valid) and returns its length, which is at most that
    /// of <paramref name="raw"/>.
    /// </summary>
    public static int Unescape(ReadOnlySpan<byte> raw, Span<byte> to)
    {
        int written = 0;
        while (true)
        {
            int at = raw.IndexOf((byte)'\\');
            if (at < 0)
            {
                raw.CopyTo(to[written..]);
                return written + raw.Length;
            }

            raw[..at].CopyTo(to[written..]);
            written += at;
            byte kind = raw[at + 1];
            raw = raw[(at + 2)..];
            if (kind != 'u')
            {
                to[written++] = kind switch
                {
                    (byte)'b' => (byte)'\b',
                    (byte)'f' => (byte)'\f',
                    (byte)'n' => (byte)'\n',
                    (byte)'r' => (byte)'\r',
                    (byte)'t' => (byte)'\t',
                    _ => kind,
                };
                continue;
            }

            int unit = Hex(raw);
            raw = raw[4..];
            if (unit is >= 0xD800 and < 0xDC00)
            {
                unit = 0x10000 + ((unit - 0xD800) << 10) + (Hex(raw[2..]) - 0xDC00);
                raw = raw[6..];
            }

            written += new Rune(unit).EncodeToUtf8(to[written..]);
        }
    }

    /// <summary>
    /// Where a surrogate is escaped without its other half, or -1. Such a string has no UTF-8 form. Malformed escapes are passed over:
    /// the tokeniser reports them.
    /// </summary>
    public static int LoneSurrogate(ReadOnlySpan<byte> line)
    {
        int at = line.IndexOf("\\u"u8);
        if (at < 0)
        {
            return -1;
        }

        // The found backslash may itself be escaped: backslashes are taken in pairs from the first one on.
        at = line.IndexOf((byte)'\\');
        while (true)
        {
            if (at + 1 < line.Length && line[at + 1] == 'u')
            {
                int unit = Hex(line[(at + 2)..]);
                if (unit is >= 0xDC00 and < 0xE000)
                {
                    return at;
                }

                if (unit is >= 0xD800 and < 0xDC00)
                {
                    ReadOnlySpan<byte> rest = line[(at + 6)..];
                    if (!rest.StartsWith("\\u"u8) || Hex(rest[2..]) is not (>= 0xDC00 and < 0xE000))
                    {
                        return at;
                    }

                    at += 6;
                }
            }

            int from = Math.Min(at + 2, line.Length);
            int next = line[from..].IndexOf((byte)'\\');
            if (next < 0)
            {
                return -1;
            }

            at = from + next;
        }
    }

    /// <summary>True for a number as JSON spells it.</summary>
    public static bool IsNumber(ReadOnlySpan<byte> text)
    {
        int i = text.StartsWith("-"u8) ? 1 : 0;
        int whole = DigitsAt(text, i);
        if (whole == 0 || (whole > 1 && text[i] == '0'))
        {
            return false;
        }

        i += whole;
        if (i < text.Length && text[i] == '.')
        {
            int fraction = DigitsAt(text, i + 1);
            if (fraction == 0)
            {
                return false;
            }

            i += 1 + fraction;
        }

        if (i < text.Length && (text[i] | 0x20) == 'e')
        {
            i++;
            if (i < text.Length && text[i] is (byte)'+' or (byte)'-')
            {
                i++;
            }

            int power = DigitsAt(text, i);
            if (power == 0)
            {
                return false;
            }

            i += power;
        }

        return i == text.Length;
    }

    /// <summary>The double nearest to a JSON number; beyond the range of doubles it is infinite, as <see cref="Core.Data.ValueText.TryNumber(ReadOnlySpan{byte}, out double)"/> has it.</summary>
    public static double ToDouble(ReadOnlySpan<byte> number)
    {
        Utf8Parser.TryParse(number, out double value, out _);
        return value;
    }

    private static int DigitsAt(ReadOnlySpan<byte> text, int from)
    {
        int i = from;
        while (i < text.Length && (uint)(text[i] - '0') <= 9)
        {
            i++;
        }

        return i - from;
    }

    // -1 where the text is not four hexadecimal digits.
    private static int Hex(ReadOnlySpan<byte> text)
    {
        if (text.Length < 4 || !Utf8Parser.TryParse(text[..4], out int unit, out int used, 'x') || used != 4)
        {
            return -1;
        }

        return unit;
    }
}
