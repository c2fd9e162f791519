namespace Curate.Formats.Files;

/// <summary>
/// One segment of a glob: <c>*</c> any run of characters, <c>?</c> one character, <c>[abc]</c>, <c>[a-z]</c>, <c>[!abc]</c> one
/// character of a set. A wildcard at the start never matches a leading dot. Case counts on every system.
/// </summary>
internal static class GlobSegment
{
    private static readonly System.Buffers.SearchValues<char> s_wild = System.Buffers.SearchValues.Create("*?[");

    public static bool IsPattern(string segment) => segment.AsSpan().ContainsAny(s_wild);

    public static bool Matches(string pattern, string name) =>
        !(name.StartsWith('.') && !pattern.StartsWith('.')) && Match(pattern, name);

    // Greedy with one point to come back to, so the cost is at most length of pattern times length of name.
    private static bool Match(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int p = 0;
        int n = 0;
        int starAt = -1;
        int starName = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                starAt = p++;
                starName = n;
            }
            else if (p < pattern.Length && MatchesOne(pattern[p..], name[n], out int used))
            {
                p += used;
                n++;
            }
            else if (starAt >= 0)
            {
                p = starAt + 1;
                n = ++starName;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].Trim('*').IsEmpty;
    }

    private static bool MatchesOne(ReadOnlySpan<char> pattern, char c, out int used)
    {
        used = 1;
        if (pattern[0] == '?')
        {
            return true;
        }

        if (pattern[0] != '[')
        {
            return pattern[0] == c;
        }

        int at = 1;
        bool negated = at < pattern.Length && pattern[at] is '!' or '^';
        at += negated ? 1 : 0;
        // A closing bracket right at the start belongs to the set; without any other one the bracket means itself.
        int close = at + 1 < pattern.Length ? pattern[(at + 1)..].IndexOf(']') : -1;
        if (close < 0)
        {
            return c == '[';
        }

        ReadOnlySpan<char> set = pattern.Slice(at, close + 1);
        used = at + close + 2;
        bool found = false;
        for (int i = 0; i < set.Length; i++)
        {
            if (i + 2 < set.Length && set[i + 1] == '-')
            {
                found |= c >= set[i] && c <= set[i + 2];
                i += 2;
            }
            else
            {
                found |= c == set[i];
            }
        }

        return found != negated;
    }
}
