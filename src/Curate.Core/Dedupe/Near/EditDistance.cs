namespace Curate.Core.Dedupe.Near;

/// <summary>
/// Levenshtein distance over tokens by furthest-reaching points (Ukkonen 1985): O((distance + 1) x most + length) time for
/// like texts, O(most) memory.
/// </summary>
internal static class EditDistance
{
    /// <summary>The least number of insertions, deletions and substitutions, or <paramref name="most"/> + 1 when it is larger than <paramref name="most"/>.</summary>
    public static int Of(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, int most)
    {
        int goal = b.Length - a.Length;
        if (Math.Abs(goal) > most)
        {
            return most + 1;
        }

        // reach[k]: how far into a the diagonal k = (place in b) - (place in a) gets with the edits so far; a margin of two on either side.
        int middle = most + 2;
        int[] reach = new int[(2 * most) + 5];
        int[] next = new int[reach.Length];
        Array.Fill(reach, -1);
        Array.Fill(next, -1);
        reach[middle] = Slide(a, b, 0, 0);
        for (int edits = 0; edits <= most; edits++)
        {
            if (reach[middle + goal] >= a.Length)
            {
                return edits;
            }

            int first = Math.Max(-edits - 1, -most);
            int last = Math.Min(edits + 1, most);
            for (int k = first; k <= last; k++)
            {
                int substitute = reach[middle + k] < 0 ? -1 : reach[middle + k] + 1;
                int insert = reach[middle + k - 1];
                int delete = reach[middle + k + 1] < 0 ? -1 : reach[middle + k + 1] + 1;
                int place = Math.Max(substitute, Math.Max(insert, delete));
                if (place < 0)
                {
                    next[middle + k] = -1;
                    continue;
                }

                place = Math.Min(place, Math.Min(a.Length, b.Length - k));
                next[middle + k] = place < 0 || place + k < 0 ? -1 : Slide(a, b, place, place + k);
            }

            (reach, next) = (next, reach);
        }

        return most + 1;
    }

    private static int Slide(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, int i, int j)
    {
        ReadOnlySpan<ulong> x = a[i..];
        return i + x.CommonPrefixLength(b[j..]);
    }
}
