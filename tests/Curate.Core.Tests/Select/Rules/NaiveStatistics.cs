using System.Globalization;
using System.Text;

namespace Curate.Core.Tests.Select.Rules;

/// <summary>The statistics of a text as the docs page defines them, written with strings and lists and nothing of the tool.</summary>
internal static class NaiveStatistics
{
    private const string Terminal = ".!?\"'”’»。！？．｡」』؟۔।॥።។။։";
    private static readonly string[] s_stop = ["the", "be", "to", "of", "and", "that", "have", "with"];

    public static Dictionary<string, double> Of(string text)
    {
        var values = new Dictionary<string, double>();
        Rune[] all = [.. text.EnumerateRunes()];
        Rune[] visible = [.. all.Where(static r => !IsSpace(r))];
        List<(string Text, int Start, int End)> tokens = Tokens(text);
        string[] words = [.. tokens.Select(static t => Core(t.Text)).Where(static c => c.EnumerateRunes().Any(static r => IsLetter(r) || IsDigit(r)))];
        string[] lines = [.. text.Split('\n').Select(static l => Trimmed(l)).Where(static l => l.Length > 0)];
        values["characters"] = all.Length;
        values["words"] = words.Length;
        values["lines"] = lines.Length;
        values["mean-word"] = Ratio(words.Sum(static w => Length(w)), words.Length);
        values["hashes"] = Ratio(text.Count(static c => c == '#'), words.Length);
        values["ellipses"] = Ratio(Times(text, "...") + Times(text, "…"), words.Length);
        values["ellipsis-lines"] = Ratio(lines.Count(static l => l.EndsWith("...", StringComparison.Ordinal) || l.EndsWith('…')), lines.Length);
        values["bullet-lines"] = Ratio(lines.Count(static l => l[0] == '•' || (l[0] is '-' or '*' && (l.Length == 1 || l[1] is ' ' or '\t'))), lines.Length);
        values["alphabetic-words"] = Ratio(tokens.Count(static t => t.Text.EnumerateRunes().Any(IsLetter)), tokens.Count);
        values["digits"] = Ratio(visible.Count(IsDigit), visible.Length);
        values["symbols"] = Ratio(visible.Count(static r => Rune.IsPunctuation(r) || Rune.IsSymbol(r)), visible.Length);
        values["upper"] = Ratio(visible.Count(Rune.IsUpper), visible.Count(IsLetter));
        values["stop-words"] = words.Select(static w => w.ToLowerInvariant()).Where(static w => s_stop.Contains(w)).Distinct().Count();
        values["stop-word-share"] = Ratio(words.Count(static w => s_stop.Contains(w.ToLowerInvariant())), words.Length);
        values["long-lines"] = lines.Count(static l => Length(l) >= 40);
        values["short-lines"] = Ratio(lines.Count(static l => Length(l) <= 12), lines.Length);
        values["terminal-lines"] = Ratio(lines.Count(static l => Terminal.Contains(l[^1])), lines.Length);
        values["line-breaks"] = Ratio(text.Count(static c => c == '\n'), words.Length);
        string[][] paragraphs = Paragraphs(text);
        values["paragraphs"] = paragraphs.Length;
        (int repeated, int characters) = Repeats([.. lines.Select(static l => (l, Length(l)))]);
        values["duplicate-lines"] = Ratio(repeated, lines.Length);
        values["duplicate-line-characters"] = Ratio(characters, lines.Sum(static l => Length(l)));
        (repeated, characters) = Repeats([.. paragraphs.Select(static p => (string.Join('\n', p), p.Sum(static l => Length(l))))]);
        values["duplicate-paragraphs"] = Ratio(repeated, paragraphs.Length);
        values["duplicate-paragraph-characters"] = Ratio(characters, lines.Sum(static l => Length(l)));
        int total = tokens.Count == 0 ? 0 : tokens[^1].End;
        for (int n = 2; n <= 10; n++)
        {
            values[n <= 4 ? $"top-{n}-gram" : $"duplicate-{n}-grams"] = n <= 4 ? Math.Min(1, Ratio(Top(tokens, n), total)) : Ratio(Again(tokens, n), total);
        }

        return values;
    }

    private static int Top(List<(string Text, int Start, int End)> tokens, int n)
    {
        var runs = new List<(string Run, int Characters)>();
        for (int i = 0; i + n <= tokens.Count; i++)
        {
            runs.Add((Run(tokens, i, n), tokens[i + n - 1].End - tokens[i].Start));
        }

        (int Times, int Characters)[] counted = [.. runs.GroupBy(static r => r.Run).Select(static g => (g.Count(), g.Max(static r => r.Characters))).Where(static g => g.Item1 > 1)];
        return counted.Length == 0 ? 0 : counted.Where(c => c.Times == counted.Max(static m => m.Times)).Max(static c => c.Times * c.Characters);
    }

    private static int Again(List<(string Text, int Start, int End)> tokens, int n)
    {
        var seen = new HashSet<string>();
        int characters = 0;
        for (int i = 0; i + n <= tokens.Count;)
        {
            if (seen.Add(Run(tokens, i, n)))
            {
                i++;
                continue;
            }

            characters += tokens[i + n - 1].End - tokens[i].Start;
            i += n;
        }

        return characters;
    }

    private static string Run(List<(string Text, int Start, int End)> tokens, int first, int n) => string.Join('\0', tokens.GetRange(first, n).Select(static t => t.Text));

    private static (int Pieces, int Characters) Repeats((string Text, int Characters)[] pieces)
    {
        var seen = new HashSet<string>();
        (string Text, int Characters)[] again = [.. pieces.Where(p => !seen.Add(p.Text))];
        return (again.Length, again.Sum(static p => p.Characters));
    }

    private static string[][] Paragraphs(string text)
    {
        var paragraphs = new List<List<string>> { new() };
        foreach (string line in text.Split('\n').Select(Trimmed))
        {
            if (line.Length == 0)
            {
                paragraphs.Add([]);
            }
            else
            {
                paragraphs[^1].Add(line);
            }
        }

        return [.. paragraphs.Where(static p => p.Count > 0).Select(static p => p.ToArray())];
    }

    /// <summary>Tokens with their places in the text whose white space is single spaces.</summary>
    private static List<(string Text, int Start, int End)> Tokens(string text)
    {
        var tokens = new List<(string, int, int)>();
        int place = 0;
        foreach (string piece in Split(text))
        {
            place += tokens.Count > 0 ? 1 : 0;
            var token = new StringBuilder();
            int start = place;
            foreach (Rune rune in piece.EnumerateRunes())
            {
                // Han and Kana stand for the scripts without spaces.
                if (rune.Value is (>= 0x3041 and <= 0x30FF and not 0x30FB) or (>= 0x4E00 and <= 0x9FFF))
                {
                    if (token.Length > 0)
                    {
                        tokens.Add((token.ToString(), start, place));
                        token.Clear();
                    }

                    tokens.Add((rune.ToString(), place, ++place));
                    start = place;
                    continue;
                }

                token.Append(rune);
                place++;
            }

            if (token.Length > 0)
            {
                tokens.Add((token.ToString(), start, place));
            }
        }

        return tokens;
    }

    private static string Core(string token)
    {
        Rune[] runes = [.. token.EnumerateRunes()];
        int first = Array.FindIndex(runes, InWord);
        int last = Array.FindLastIndex(runes, InWord);
        return first < 0 ? "" : string.Concat(runes[first..(last + 1)]);
    }

    private static string[] Split(string text) => string.Concat(text.EnumerateRunes().Select(static r => IsSpace(r) ? " " : r.ToString())).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Trimmed(string line)
    {
        Rune[] runes = [.. line.EnumerateRunes()];
        int first = Array.FindIndex(runes, static r => !IsSpace(r));
        int last = Array.FindLastIndex(runes, static r => !IsSpace(r));
        return first < 0 ? "" : string.Concat(runes[first..(last + 1)]);
    }

    private static int Length(string text) => text.EnumerateRunes().Count();

    private static int Times(string text, string what)
    {
        int times = 0;
        for (int at = text.IndexOf(what, StringComparison.Ordinal); at >= 0; at = text.IndexOf(what, at + what.Length, StringComparison.Ordinal))
        {
            times++;
        }

        return times;
    }

    private static bool IsSpace(Rune rune) => Rune.IsWhiteSpace(rune);

    private static bool IsLetter(Rune rune) => Rune.IsLetter(rune);

    private static bool IsDigit(Rune rune) => Rune.IsNumber(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.LetterNumber;

    private static bool InWord(Rune rune) => IsLetter(rune) || IsDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
