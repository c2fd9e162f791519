namespace Curate.Formats.Files;

/// <summary>The name that a user most likely meant, for messages about unknown columns.</summary>
internal static class NearestName
{
    /// <summary>The name at the smallest edit distance, ignoring case, or null where none is near (two edits, or a third of the letters of long names).</summary>
    public static string? Of(string wanted, IEnumerable<string> names)
    {
        string? best = null;
        int bestDistance = int.MaxValue;
        foreach (string name in names)
        {
            int limit = Math.Min(Math.Min(wanted.Length, name.Length) - 1, Math.Max(2, name.Length / 3));
            if (Math.Abs(wanted.Length - name.Length) > limit)
            {
                continue;
            }

            int distance = Distance(wanted, name);
            if (distance <= limit && distance < bestDistance)
            {
                best = name;
                bestDistance = distance;
            }
        }

        return best;
    }

    /// <summary>Edits by Levenshtein with one row of the table: O(length of a times length of b).</summary>
    private static int Distance(string a, string b)
    {
        int[] row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                int change = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + change);
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
