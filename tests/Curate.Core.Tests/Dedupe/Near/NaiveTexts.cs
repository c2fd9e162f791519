using System.Text;

namespace Curate.Core.Tests.Dedupe.Near;

/// <summary>Folding, shingles and Jaccard similarity in plain strings and sets.</summary>
internal static class NaiveTexts
{
    /// <summary>Words after lower case, digits to 0, all but letters and digits to spaces, and the accents of the tests gone; Han characters alone.</summary>
    public static string[] Words(string text)
    {
        var folded = new StringBuilder();
        foreach (char c in text.ToLowerInvariant())
        {
            char plain = c switch { 'é' or 'è' => 'e', 'ü' => 'u', 'ñ' => 'n', _ => c };
            if (plain is >= '\u4E00' and <= '\u9FFF')
            {
                folded.Append(' ').Append(plain).Append(' ');
            }
            else if (char.IsAsciiDigit(plain))
            {
                folded.Append(folded.Length > 0 && folded[^1] == '0' ? "" : "0");
            }
            else
            {
                folded.Append(char.IsLetter(plain) ? plain : ' ');
            }
        }

        return folded.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    public static HashSet<string> Shingles(string text, int size)
    {
        string[] words = Words(text);
        if (words.Length > 0 && words.Length < size)
        {
            return ["whole:" + string.Join(' ', words)];
        }

        return [.. Enumerable.Range(0, Math.Max(0, words.Length - size + 1)).Select(i => string.Join(' ', words[i..(i + size)]))];
    }

    public static double Jaccard(HashSet<string> a, HashSet<string> b)
    {
        int common = a.Count(b.Contains);
        return a.Count + b.Count == 0 ? 0 : (double)common / (a.Count + b.Count - common);
    }
}
