using Curate.Core.Text;

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
        !(name.StartsWith('.') && !pattern.StartsWith('.')) && Wildcards.Matches<Sign>(pattern, name);

    private readonly struct Sign : IWildcardSign
    {
        public static bool Matches(ReadOnlySpan<char> pattern, char c, out int length)
        {
            length = 1;
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
            length = at + close + 2;
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
}
