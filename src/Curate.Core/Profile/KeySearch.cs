using Curate.Core.Profile.Columns;

namespace Curate.Core.Profile;

/// <summary>Finds columns, or pairs of them, whose values differ in every row.</summary>
internal static class KeySearch
{
    // More columns give more pairs than anyone reads.
    private const int MostColumns = 64;

    /// <summary>Names of the keys: single columns; pairs (<c>a + b</c>) only where no column is one and the sample is the whole table, as uniqueness of
    /// a pair in a part of the rows says little about the rest.</summary>
    public static List<string> Of(IReadOnlyList<ColumnReporter> columns, SampleTable sample, bool isComplete)
    {
        List<string> keys = [.. columns.Where(static c => c.IsUnique && !c.HasNulls).Select(static c => c.Name)];
        if (keys.Count > 0 || !isComplete || sample.Rows < 2)
        {
            return keys;
        }

        var seen = new HashSet<ulong>(sample.Rows);
        int most = Math.Min(columns.Count, MostColumns);
        for (int a = 0; a < most; a++)
        {
            for (int b = a + 1; b < most; b++)
            {
                bool possible = !columns[a].HasNulls && !columns[b].HasNulls && columns[a].Distinct.Value * columns[b].Distinct.Value >= sample.Rows;
                if (possible && IsUnique(sample, a, b, seen))
                {
                    keys.Add(columns[a].Name + " + " + columns[b].Name);
                }
            }
        }

        return keys;
    }

    private static bool IsUnique(SampleTable sample, int a, int b, HashSet<ulong> seen)
    {
        seen.Clear();
        for (int row = 0; row < sample.Rows; row++)
        {
            ulong hash = Hashing.Hash64.Of(Hashing.Hash64.Of(sample[row, a]) ^ System.Numerics.BitOperations.RotateLeft(Hashing.Hash64.Of(sample[row, b]), 31));
            if (!seen.Add(hash))
            {
                return false;
            }
        }

        return true;
    }
}
