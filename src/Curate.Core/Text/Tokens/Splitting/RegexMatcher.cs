using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Curate.Core.Text.Tokens.Splitting;

/// <summary>
/// The matches of a regular expression. The engine sees UTF-16, so each character beyond the first plane is shown to it as one character of the same general
/// category that the pattern does not name; matches are places of characters, so nothing else changes.
/// </summary>
internal sealed class RegexMatcher : IMatcher
{
    private readonly Regex _regex;
    private readonly char[] _standIns;

    private RegexMatcher(Regex regex, char[] standIns)
    {
        _regex = regex;
        _standIns = standIns;
    }

    /// <summary>The matcher of a pattern in the syntax of Oniguruma.</summary>
    /// <exception cref="FormatException">It uses what this engine does not know or means otherwise; the message says what.</exception>
    public static RegexMatcher Of(string pattern)
    {
        RegexPattern translated = RegexPattern.Translate(pattern);
        try
        {
            return new RegexMatcher(new Regex(translated.Regex, RegexOptions.CultureInvariant | RegexOptions.Compiled), StandIns(translated));
        }
        catch (ArgumentException damage)
        {
            throw new FormatException(damage.Message, damage);
        }
    }

    public void FindAll(ReadOnlySpan<byte> text, int offset, List<PieceRange> matches)
    {
        char[] shown = ArrayPool<char>.Shared.Rent(text.Length);
        int[] starts = ArrayPool<int>.Shared.Rent(text.Length + 1);
        int count = 0;
        for (int at = 0; at < text.Length;)
        {
            int point = Utf8Points.Read(text, at, out int width);
            starts[count] = at;
            shown[count++] = point < 0x10000 ? (char)point : CharacterClasses.IsEnclosedLetter(point) ? RegexPattern.EnclosedLetter : _standIns[(int)CharacterClasses.Category(point)];
            at += width;
        }

        starts[count] = text.Length;
        int last = -1;
        foreach (ValueMatch match in _regex.EnumerateMatches(shown.AsSpan(0, count)))
        {
            // An empty match right behind another one is none, as Rust's engines have it.
            if (match.Length > 0 || match.Index != last)
            {
                matches.Add(new PieceRange(offset + starts[match.Index], offset + starts[match.Index + match.Length]));
                last = match.Index + match.Length;
            }
        }

        ArrayPool<char>.Shared.Return(shown);
        ArrayPool<int>.Shared.Return(starts);
    }

    private static char[] StandIns(RegexPattern pattern)
    {
        var standIns = new char[30];
        for (int category = 0; category < standIns.Length; category++)
        {
            for (int c = 0xFFFF; c > 0 && standIns[category] == 0; c--)
            {
                if (CharacterClasses.Category(c) == (UnicodeCategory)category && !CharacterClasses.IsSpace(c) && !pattern.Names((char)c))
                {
                    standIns[category] = (char)c;
                }
            }
        }

        return standIns;
    }
}
