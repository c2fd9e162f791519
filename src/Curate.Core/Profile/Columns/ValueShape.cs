using System.Text;

namespace Curate.Core.Profile.Columns;

/// <summary>Patterns and scripts of texts.</summary>
internal static class ValueShape
{
    private const int MostSigns = 40;

    // Signs of the bytes of ASCII, which most texts are: no rune has to be looked up.
    private static readonly byte[] s_signs = [.. Enumerable.Range(0, 256).Select(static b => b > 127 ? (byte)0 : (byte)Sign(new Rune(b)).Value)];

    /// <summary>Letters become A and a, digits 9, white space a space; runs of one sign fold into one; other signs stay. Cut at 40 signs.</summary>
    public static string Of(ReadOnlySpan<byte> text)
    {
        // A sign beyond the basic plane is two characters.
        Span<char> shape = stackalloc char[(2 * MostSigns) + 1];
        int length = 0;
        int last = -1;
        int signs = 0;
        while (!text.IsEmpty)
        {
            int sign = s_signs[text[0]];
            int used = 1;
            if (text[0] > 127)
            {
                Rune.DecodeFromUtf8(text, out Rune rune, out used);
                sign = Sign(rune).Value;
            }

            text = text[used..];
            if (sign == last)
            {
                continue;
            }

            if (signs == MostSigns)
            {
                shape[length++] = '…';
                break;
            }

            length += new Rune(sign).EncodeToUtf16(shape[length..]);
            last = sign;
            signs++;
        }

        return new string(shape[..length]);
    }

    /// <summary>Adds the letters of a text to counts by script.</summary>
    public static void CountScripts(ReadOnlySpan<byte> text, long times, NameCounts scripts)
    {
        long latin = 0;
        while (!text.IsEmpty)
        {
            if (text[0] <= 127)
            {
                latin += char.IsAsciiLetter((char)text[0]) ? 1 : 0;
                text = text[1..];
                continue;
            }

            Rune.DecodeFromUtf8(text, out Rune rune, out int used);
            text = text[used..];
            if (Rune.IsLetter(rune))
            {
                scripts.Add(Script(rune.Value), times);
            }
        }

        if (latin > 0)
        {
            scripts.Add(Script('A'), latin * times);
        }
    }

    private static Rune Sign(Rune rune)
    {
        if (Rune.IsDigit(rune))
        {
            return new Rune('9');
        }

        if (Rune.IsLetter(rune))
        {
            return new Rune(Rune.IsUpper(rune) ? 'A' : 'a');
        }

        return Rune.IsWhiteSpace(rune) ? new Rune(' ') : rune;
    }

    /// <summary>The script of a letter by its block: coarse, but without a table of every letter.</summary>
    private static string Script(int letter) => letter switch
    {
        < 0x0250 or (>= 0x1E00 and < 0x1F00) or (>= 0x2C60 and < 0x2C80) or (>= 0xA720 and < 0xA800) or (>= 0xFB00 and < 0xFB07) or (>= 0xFF21 and < 0xFF5B) => "Latin",
        < 0x0370 => "Phonetic",
        < 0x0400 or (>= 0x1F00 and < 0x2000) => "Greek",
        < 0x0530 or (>= 0x1C80 and < 0x1C90) or (>= 0x2DE0 and < 0x2E00) or (>= 0xA640 and < 0xA6A0) => "Cyrillic",
        < 0x0590 => "Armenian",
        < 0x0600 or (>= 0xFB1D and < 0xFB50) => "Hebrew",
        < 0x0700 or (>= 0x0750 and < 0x0780) or (>= 0x08A0 and < 0x0900) or (>= 0xFB50 and < 0xFE00) or (>= 0xFE70 and < 0xFF00) => "Arabic",
        >= 0x0900 and < 0x0980 => "Devanagari",
        >= 0x0980 and < 0x0A00 => "Bengali",
        >= 0x0A00 and < 0x0A80 => "Gurmukhi",
        >= 0x0A80 and < 0x0B00 => "Gujarati",
        >= 0x0B80 and < 0x0C00 => "Tamil",
        >= 0x0C00 and < 0x0C80 => "Telugu",
        >= 0x0E00 and < 0x0E80 => "Thai",
        >= 0x10A0 and < 0x1100 => "Georgian",
        (>= 0x1100 and < 0x1200) or (>= 0x3130 and < 0x3190) or (>= 0xA960 and < 0xA980) or (>= 0xAC00 and < 0xD800) => "Hangul",
        >= 0x1200 and < 0x13A0 => "Ethiopic",
        >= 0x3040 and < 0x30A0 => "Hiragana",
        (>= 0x30A0 and < 0x3100) or (>= 0x31F0 and < 0x3200) or (>= 0xFF66 and < 0xFFA0) => "Katakana",
        (>= 0x2E80 and < 0x3040) or (>= 0x3400 and < 0xA000) or (>= 0xF900 and < 0xFB00) or (>= 0x20000 and < 0x32000) => "Han",
        _ => "Other",
    };
}
