using System.Globalization;
using System.Text;

namespace Curate.Cli.Reports;

/// <summary>
/// Texts from data on a terminal: how many cells they take, cutting, padding and folding, and signs that would steer the terminal made
/// visible. Widths follow Unicode Standard Annex 11: wide and full-width signs and emoji take two cells, combining marks none.
/// </summary>
internal static class DisplayText
{
    // First and last scalar of blocks whose signs are wide or full-width (or pictures by default); East Asian Width of Unicode 15.1, neighbouring ranges joined over unassigned ones.
    private static readonly (int First, int Last)[] s_wide =
    [
        (0x1100, 0x115F), (0x231A, 0x231B), (0x2329, 0x232A), (0x23E9, 0x23EC), (0x23F0, 0x23F0), (0x23F3, 0x23F3), (0x25FD, 0x25FE), (0x2614, 0x2615),
        (0x2648, 0x2653), (0x267F, 0x267F), (0x2693, 0x2693), (0x26A1, 0x26A1), (0x26AA, 0x26AB), (0x26BD, 0x26BE), (0x26C4, 0x26C5), (0x26CE, 0x26CE),
        (0x26D4, 0x26D4), (0x26EA, 0x26EA), (0x26F2, 0x26F3), (0x26F5, 0x26F5), (0x26FA, 0x26FA), (0x26FD, 0x26FD), (0x2705, 0x2705), (0x270A, 0x270B),
        (0x2728, 0x2728), (0x274C, 0x274C), (0x274E, 0x274E), (0x2753, 0x2755), (0x2757, 0x2757), (0x2795, 0x2797), (0x27B0, 0x27B0), (0x27BF, 0x27BF),
        (0x2B1B, 0x2B1C), (0x2B50, 0x2B50), (0x2B55, 0x2B55), (0x2E80, 0x303E), (0x3041, 0x33FF), (0x3400, 0x4DBF), (0x4E00, 0xA4CF), (0xA960, 0xA97F),
        (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE10, 0xFE19), (0xFE30, 0xFE6F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x16FE0, 0x18DFF), (0x1AFF0, 0x1B2FF),
        (0x1F004, 0x1F004), (0x1F0CF, 0x1F0CF), (0x1F18E, 0x1F18E), (0x1F191, 0x1F19A), (0x1F200, 0x1F320), (0x1F32D, 0x1F335), (0x1F337, 0x1F37C),
        (0x1F37E, 0x1F393), (0x1F3A0, 0x1F3CA), (0x1F3CF, 0x1F3D3), (0x1F3E0, 0x1F3F0), (0x1F3F4, 0x1F3F4), (0x1F3F8, 0x1F43E), (0x1F440, 0x1F440),
        (0x1F442, 0x1F4FC), (0x1F4FF, 0x1F53D), (0x1F54B, 0x1F54E), (0x1F550, 0x1F567), (0x1F57A, 0x1F57A), (0x1F595, 0x1F596), (0x1F5A4, 0x1F5A4),
        (0x1F5FB, 0x1F64F), (0x1F680, 0x1F6C5), (0x1F6CC, 0x1F6CC), (0x1F6D0, 0x1F6D2), (0x1F6D5, 0x1F6DF), (0x1F6EB, 0x1F6EC), (0x1F6F4, 0x1F6FC),
        (0x1F7E0, 0x1F7EB), (0x1F7F0, 0x1F7F0), (0x1F90C, 0x1F93A), (0x1F93C, 0x1F945), (0x1F947, 0x1F9FF), (0x1FA70, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    /// <summary>
    /// The text with control characters, line breaks, lone surrogates and signs that turn the writing direction shown as escapes
    /// (<c>\n</c>, <c>\x1b</c>, <c>\u202e</c>), so that a value can neither steer a terminal nor hide what it is.
    /// </summary>
    public static string Clean(string text)
    {
        int at = 0;
        while (at < text.Length && text[at] is >= ' ' and < '\x7f')
        {
            at++;
        }

        if (at == text.Length)
        {
            return text;
        }

        var clean = new StringBuilder(text.Length + 8);
        foreach (Rune rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '\n':
                    clean.Append("\\n");
                    break;
                case '\r':
                    clean.Append("\\r");
                    break;
                case '\t':
                    clean.Append("\\t");
                    break;
                case < 0x20 or (>= 0x7F and < 0xA0):
                    clean.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}");
                    break;
                case 0x61C or 0x200E or 0x200F or (>= 0x2028 and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFEFF:
                    clean.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
                    break;
                default:
                    clean.Append(rune.ToString());
                    break;
            }
        }

        return clean.ToString();
    }

    /// <summary>Cells that a cleaned text takes.</summary>
    public static int Width(string text)
    {
        int width = 0;
        for (int at = 0; at < text.Length;)
        {
            // Printable ASCII, the common case, is its own cluster unless a mark or joiner follows.
            if (text[at] is >= ' ' and < '\x7f' && (at + 1 == text.Length || text[at + 1] < '\x80'))
            {
                width++;
                at++;
                continue;
            }

            int length = StringInfo.GetNextTextElementLength(text, at);
            width += ClusterWidth(text.AsSpan(at, length));
            at += length;
        }

        return width;
    }

    /// <summary>The text, or as much of its beginning as leaves room for <paramref name="ellipsis"/> within <paramref name="width"/> cells.</summary>
    public static string Cut(string text, int width, string ellipsis)
    {
        if (text.Length <= width && Width(text) <= width || Width(text) <= width)
        {
            return text;
        }

        int room = width - ellipsis.Length;
        if (room < 0)
        {
            return ellipsis[..Math.Max(0, width)];
        }

        int used = 0;
        int at = 0;
        while (at < text.Length)
        {
            int length = StringInfo.GetNextTextElementLength(text, at);
            int cells = ClusterWidth(text.AsSpan(at, length));
            if (used + cells > room)
            {
                break;
            }

            used += cells;
            at += length;
        }

        return string.Concat(text.AsSpan(0, at).TrimEnd(), ellipsis);
    }

    /// <summary>Spaces to bring the text to <paramref name="width"/> cells.</summary>
    public static string Pad(string text, int width, bool right)
    {
        int missing = width - Width(text);
        return missing <= 0 ? text : right ? new string(' ', missing) + text : text + new string(' ', missing);
    }

    /// <summary>Lines of at most <paramref name="width"/> cells, broken at spaces; a longer word is broken inside.</summary>
    public static List<string> Fold(string text, int width)
    {
        width = Math.Max(1, width);
        var lines = new List<string>();
        var line = new StringBuilder();
        int used = 0;
        foreach (string word in text.Split(' '))
        {
            string rest = word;
            int cells = Width(rest);
            if (used > 0 && used + 1 + cells > width)
            {
                lines.Add(line.ToString());
                line.Clear();
                used = 0;
            }
            else if (used > 0)
            {
                line.Append(' ');
                used++;
            }

            while (cells > width)
            {
                string head = Cut(rest, width, "");
                if (head.Length == 0)
                {
                    break;
                }

                lines.Add(head);
                rest = rest[head.Length..];
                cells = Width(rest);
            }

            line.Append(rest);
            used += cells;
        }

        lines.Add(line.ToString());
        return lines;
    }

    private static int ClusterWidth(ReadOnlySpan<char> cluster)
    {
        int width = 0;
        foreach (Rune rune in cluster.EnumerateRunes())
        {
            width = Math.Max(width, rune.Value == 0xFE0F ? 2 : RuneWidth(rune));
        }

        return width;
    }

    private static int RuneWidth(Rune rune)
    {
        int value = rune.Value;
        if (value < 0x300)
        {
            return 1;
        }

        if (value is >= 0x1160 and <= 0x11FF
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format)
        {
            return 0;
        }

        int low = 0;
        int high = s_wide.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (value < s_wide[middle].First)
            {
                high = middle - 1;
            }
            else if (value > s_wide[middle].Last)
            {
                low = middle + 1;
            }
            else
            {
                return 2;
            }
        }

        return 1;
    }
}
