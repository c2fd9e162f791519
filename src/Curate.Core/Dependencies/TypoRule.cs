using Curate.Core.Dedupe.Near;

namespace Curate.Core.Dependencies;

/// <summary>
/// When a rare value of a group passes for a misspelling of its frequent value: it has at most a tenth of the group's rows and fewer rows of the table than the frequent one, both have
/// a letter and the same digits, and at most two characters differ (Levenshtein), one for every three of the longer.
/// </summary>
internal static class TypoRule
{
    public const double MostShare = 0.1;
    private const int MostEdits = 2;
    private const int CharactersPerEdit = 3;

    public static bool Looks(string value, string proposed)
    {
        // Other digits are another number, not another spelling: s12 is no s1.
        if (!value.Any(char.IsLetter) || !proposed.Any(char.IsLetter) || !value.Where(char.IsAsciiDigit).SequenceEqual(proposed.Where(char.IsAsciiDigit)))
        {
            return false;
        }

        ulong[] a = [.. value.EnumerateRunes().Select(static r => (ulong)r.Value)];
        ulong[] b = [.. proposed.EnumerateRunes().Select(static r => (ulong)r.Value)];
        int most = Math.Min(MostEdits, Math.Max(a.Length, b.Length) / CharactersPerEdit);
        return most > 0 && EditDistance.Of(a, b, most) <= most;
    }
}
