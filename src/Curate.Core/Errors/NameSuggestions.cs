namespace Curate.Core.Errors;

/// <summary>Finds the name that a misspelt one most likely means.</summary>
public static class NameSuggestions
{
    /// <summary>
    /// The name nearest to <paramref name="wanted"/>, or null when none is near. Distance counts letters inserted, deleted, replaced and
    /// neighbours swapped (optimal string alignment), without regard to case; near is a third of the letters, at least one. Ties break by
    /// ordinal order. Time O(names x length^2).
    /// </summary>
    public static string? Nearest(string wanted, IEnumerable<string> known)
    {
        string? best = null;
        int bestDistance = Math.Max(1, wanted.Length / 3) + 1;
        foreach (string name in known)
        {
            if (Math.Abs(name.Length - wanted.Length) > bestDistance)
            {
                continue;
            }

            int distance = Distance(wanted.ToUpperInvariant(), name.ToUpperInvariant());
            if (distance < bestDistance || (distance == bestDistance && best is not null && string.CompareOrdinal(name, best) < 0))
            {
                best = name;
                bestDistance = distance;
            }
        }

        return best;
    }

    private static int Distance(string a, string b)
    {
        int[] beforeLast = new int[b.Length + 1];
        int[] last = new int[b.Length + 1];
        int[] row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                int best = Math.Min(replace, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    best = Math.Min(best, beforeLast[j - 2] + 1);
                }

                row[j] = best;
            }

            (beforeLast, last, row) = (last, row, beforeLast);
        }

        return last[b.Length];
    }
}
