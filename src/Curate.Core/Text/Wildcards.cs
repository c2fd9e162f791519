namespace Curate.Core.Text;

/// <summary>Patterns in which <c>*</c> is any run of characters and <c>?</c> any one.</summary>
public static class Wildcards
{
    /// <summary>Whether a whole name matches; every other sign is itself.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name) => Matches<Plain>(pattern, name);

    /// <summary>The same with signs of the caller beside the star. O(pattern x name): the last star is the only point to come back to.</summary>
    public static bool Matches<TSign>(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
        where TSign : struct, IWildcardSign
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
            else if (p < pattern.Length && TSign.Matches(pattern[p..], name[n], out int used))
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

    private readonly struct Plain : IWildcardSign
    {
        public static bool Matches(ReadOnlySpan<char> pattern, char c, out int length)
        {
            length = 1;
            return pattern[0] == '?' || pattern[0] == c;
        }
    }
}
