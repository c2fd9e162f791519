using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using Curate.Core.Errors;

namespace Curate.Core.Text.Tokens.Splitting;

/// <summary>
/// The matches of a regular expression. The engine sees UTF-16, so each character beyond the first plane is shown to it as one character of the same general
/// category that the pattern does not name; matches are places of characters, so nothing else changes.
/// </summary>
/// <remarks>
/// A pattern comes from a file, and may be made to take for ever. Where it has no look-around and no atomic group, the engine that never goes back runs it, in time
/// that grows with the text alone. Any other is given up on after <see cref="MostSeconds"/> for one match, which is no matter of speed: matches take microseconds.
/// </remarks>
internal sealed class RegexMatcher : IMatcher
{
    /// <summary>Seconds that one match may take where the engine has to go back and forth.</summary>
    public const int MostSeconds = 10;

    private readonly Regex _regex;
    private readonly char[] _standIns;
    private readonly string _pattern;

    private RegexMatcher(Regex regex, char[] standIns, string pattern)
    {
        _regex = regex;
        _standIns = standIns;
        _pattern = pattern;
    }

    /// <summary>The matcher of a pattern in the syntax of Oniguruma.</summary>
    /// <exception cref="FormatException">It uses what this engine does not know or means otherwise; the message says what.</exception>
    public static RegexMatcher Of(string pattern) => Of(pattern, TimeSpan.FromSeconds(MostSeconds));

    /// <inheritdoc cref="Of(string)"/>
    /// <param name="pattern">The pattern.</param>
    /// <param name="most">How long one match may take where the engine goes back and forth.</param>
    internal static RegexMatcher Of(string pattern, TimeSpan most)
    {
        RegexPattern translated = RegexPattern.Translate(pattern);
        try
        {
            return new RegexMatcher(Engine(translated.Regex, most), StandIns(translated), pattern);
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
        try
        {
            foreach (ValueMatch match in _regex.EnumerateMatches(shown.AsSpan(0, count)))
            {
                // An empty match right behind another one is none, as Rust's engines have it.
                if (match.Length > 0 || match.Index != last)
                {
                    matches.Add(new PieceRange(offset + starts[match.Index], offset + starts[match.Index + match.Length]));
                    last = match.Index + match.Length;
                }
            }
        }
        catch (RegexMatchTimeoutException)
        {
            Fail.With(ErrorCodes.UnsupportedTokenizer,
                $"The regular expression {Fail.Show(_pattern)} of the tokenizer looks for one match in {Fail.Show(System.Text.Encoding.UTF8.GetString(text[..Math.Min(text.Length, 200)]))} for more than {_regex.MatchTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} seconds: it tries ways without end.",
                "Check where the tokenizer comes from. A repetition inside a repetition is the usual cause; without look-ahead and atomic groups every pattern runs in the time of one walk.");
        }

        ArrayPool<char>.Shared.Return(shown);
        ArrayPool<int>.Shared.Return(starts);
    }

    private static Regex Engine(string pattern, TimeSpan most)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            // Look-around, atomic groups, or counts that need too many states.
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.Compiled, most);
        }
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
