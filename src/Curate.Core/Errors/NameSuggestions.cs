namespace Curate.Core.Errors;

/// <summary>Finds the name that a misspelt one most likely means.</summary>
public static class NameSuggestions
{
    /// <summary>
    /// The known name with the smallest Damerau-Levenshtein distance (optimal string alignment: insert, delete, replace, swap of
    /// neighbours) to <paramref name="wanted"/>, or null when none is within max(1, length / 3). Names that differ only in letter case
    /// count as near; ties go to the first in ordinal order. O(known names x length squared).
    /// </summary>
    public static string? Nearest(string wanted, IEnumerable<string> known)
    {
        string folded = wanted.ToLowerInvariant();
        int limit = Math.Max(1, wanted.Length / 3);
        int best = int.MaxValue;
        string? nearest = null;
        foreach (string name in known)
        {
            if (Math.Abs(name.Length - wanted.Length) > limit)
            {
                continue;
            }

            int distance = Math.Min(Distance(wanted, name), Distance(folded, name.ToLowerInvariant()));
            if (distance <= limit && (distance < best || (distance == best && string.CompareOrdinal(name, nearest) < 0)))
            {
                best = distance;
                nearest = name;
            }
        }

        return nearest;
    }

    private static int Distance(string a, string b)
    {
        int width = b.Length + 1;
        int[] before = new int[width];
        int[] above = new int[width];
        int[] row = new int[width];
        for (int j = 0; j < width; j++)
        {
            above[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j < width; j++)
            {
                int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                int least = Math.Min(Math.Min(above[j] + 1, row[j - 1] + 1), above[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    least = Math.Min(least, before[j - 2] + 1);
                }

                row[j] = least;
            }

            (before, above, row) = (above, row, before);
        }

        return above[b.Length];
    }
}
