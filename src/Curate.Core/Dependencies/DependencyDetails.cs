namespace Curate.Core.Dependencies;

/// <summary>Where dependencies that almost hold are broken, and which values there look like misspellings.</summary>
internal static class DependencyDetails
{
    private const int MostGroups = 5;
    private const int MostValues = 10;

    /// <summary>The dependency with its broken groups and rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="found">The dependency without them.</param>
    /// <param name="left">Its left side.</param>
    /// <param name="right">Its right side.</param>
    /// <param name="groups">The groups of its left side.</param>
    /// <param name="mostRows">Rows to name.</param>
    /// <param name="typos">Receives values that look like misspellings: value, proposed value, rows, first row.</param>
    public static Dependency Of(CodedTable table, Dependency found, int[] left, int right, Partition groups, int mostRows, List<(int Value, int Proposed, long Rows, long First)> typos)
    {
        ReadOnlySpan<int> codes = table.Codes(right);
        ValueDictionary dictionary = table.Dictionaries[right];
        var broken = new List<(long Violations, int First, BrokenGroup Group)>();
        var rows = new List<long>();
        var values = new Dictionary<int, (long Rows, long First)>();
        for (int g = 0; g < groups.Groups; g++)
        {
            ReadOnlySpan<int> group = groups[g];
            values.Clear();
            foreach (int row in group)
            {
                values[codes[row]] = values.TryGetValue(codes[row], out (long Rows, long First) seen) ? (seen.Rows + 1, seen.First) : (1, row);
            }

            if (values.Count == 1)
            {
                continue;
            }

            (int Code, long Rows, long First)[] sorted = [.. values.Select(static v => (v.Key, v.Value.Rows, v.Value.First)).OrderByDescending(static v => v.Rows).ThenBy(static v => v.First)];
            int kept = sorted[0].Code;
            foreach (int row in group)
            {
                if (codes[row] != kept)
                {
                    rows.Add(row);
                }
            }

            string? proposed = dictionary.IsWhole(kept) ? dictionary.Text(kept) : null;
            foreach ((int code, long count, long first) in sorted.AsSpan(1))
            {
                if (proposed is not null && count <= TypoRule.MostShare * group.Length && dictionary.IsWhole(code) && dictionary.Text(code) is { } text && TypoRule.Looks(text, proposed))
                {
                    typos.Add((code, kept, count, first));
                }
            }

            int firstRow = group[0];
            broken.Add((group.Length - sorted[0].Rows, firstRow, new BrokenGroup
            {
                Left = [.. left.Select(c => table.Dictionaries[c].Text(table.Codes(c)[firstRow]))],
                Rows = group.Length,
                Violations = group.Length - sorted[0].Rows,
                Values = [.. sorted.Take(MostValues).Select(v => new GroupValue(dictionary.Text(v.Code), v.Rows, v.First))],
            }));
        }

        rows.Sort();
        return found with
        {
            Broken = [.. broken.OrderByDescending(static b => b.Violations).ThenBy(static b => b.First).Take(MostGroups).Select(static b => b.Group)],
            BrokenGroups = broken.Count,
            Rows = [.. rows.Take(mostRows)],
        };
    }
}
