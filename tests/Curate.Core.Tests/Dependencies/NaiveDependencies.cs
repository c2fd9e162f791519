using Curate.TestKit;

namespace Curate.Core.Tests.Dependencies;

/// <summary>Dependencies by their definitions, one pair of columns sets at a time, with dictionaries of joined texts.</summary>
internal sealed class NaiveDependencies(IReadOnlyList<string?[]> rows, int columns)
{
    private const string Null = "\0";

    /// <summary>A random table that has dependencies: some columns are functions of others, some with errors, some values are missing.</summary>
    public static List<string?[]> RandomTable(SplitMix64 random, int columns, int rows)
    {
        int[] values = [.. Enumerable.Range(0, columns).Select(_ => random.Between(1, 6))];
        int[] of = [.. Enumerable.Range(0, columns).Select(c => c > 0 && random.Chance(0.5) ? random.Below(c) : -1)];
        var table = new List<string?[]>();
        for (int r = 0; r < rows; r++)
        {
            int[] row = new int[columns];
            for (int c = 0; c < columns; c++)
            {
                row[c] = of[c] >= 0 && !random.Chance(0.02) ? row[of[c]] * 7 % values[c] : random.Below(values[c]);
            }

            table.Add([.. row.Select((v, c) => v == 0 && c % 3 == 1 ? null : "v" + v)]);
        }

        return table;
    }

    public Dictionary<string, List<int>> Groups(int left)
    {
        var groups = new Dictionary<string, List<int>>();
        for (int r = 0; r < rows.Count; r++)
        {
            string key = string.Join('\u0001', Enumerable.Range(0, columns).Where(c => (left >> c & 1) != 0).Select(c => rows[r][c] ?? Null));
            if (!groups.TryGetValue(key, out List<int>? group))
            {
                groups.Add(key, group = []);
            }

            group.Add(r);
        }

        return groups;
    }

    public long Violations(int left, int right) => Groups(left).Values.Sum(g => g.Count - g.GroupBy(r => rows[r][right] ?? Null).Max(static v => v.Count()));

    public double G1(int left, int right)
    {
        long pairs = 0;
        foreach (List<int> group in Groups(left).Values)
        {
            foreach (int a in group)
            {
                pairs += group.Count(b => rows[a][right] != rows[b][right]);
            }
        }

        return pairs / ((double)rows.Count * rows.Count);
    }

    public double MuPlus(int left, int right)
    {
        Dictionary<string, List<int>> groups = Groups(left);
        double pdep = groups.Values.Sum(g => g.GroupBy(r => rows[r][right] ?? Null).Sum(v => (double)v.Count() * v.Count() / g.Count)) / rows.Count;
        double right1 = rows.GroupBy(r => r[right] ?? Null).Sum(v => Math.Pow((double)v.Count() / rows.Count, 2));
        return Math.Max(0, 1 - ((1 - pdep) / (1 - right1) * (rows.Count - 1) / (rows.Count - groups.Count)));
    }

    public long Support(int left) => Groups(left).Values.Where(static g => g.Count > 1).Sum(static g => g.Count);

    public IEnumerable<(int Left, int Right)> Exact() =>
        from right in Enumerable.Range(0, columns)
        let holding = Enumerable.Range(0, 1 << columns).Where(left => (left >> right & 1) == 0 && Violations(left, right) == 0).ToArray()
        from left in holding
        where !holding.Any(other => other != left && (other & left) == other)
        select (left, right);

    public IEnumerable<int> Keys()
    {
        int[] keys = [.. Enumerable.Range(0, 1 << columns).Where(left => Groups(left).Count == rows.Count)];
        return keys.Where(left => !keys.Any(other => other != left && (other & left) == other));
    }

    public static int Bits(IReadOnlyList<string> names) => names.Sum(static n => 1 << int.Parse(n.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture));
}
