namespace Curate.Core.Check.Rules.Kinds;

/// <summary>Every group has rows, of every class where there is one.</summary>
internal sealed record GroupCoverageRule : Rule
{
    private readonly bool _hasLabel;
    private readonly IReadOnlyList<string> _values;
    private readonly long _min;

    private GroupCoverageRule(RuleReader reader)
        : base(reader)
    {
        reader.Need("group");
        _hasLabel = reader.Has("label");
        Items = [.. reader.Columns("group"), .. _hasLabel ? (string[])["'" + reader.Need("label").Replace("'", "''", StringComparison.Ordinal) + "'"] : []];
        _values = reader.Texts("values");
        _min = reader.Whole("min-rows") ?? 1;
    }

    public static RuleKind Entry { get; } = new("group-coverage", "Every group, with label every class in every group, has rows enough.",
        new("group-uncovered", Severity.Error, "A group has too few rows, or lacks a class")
        {
            Why = "Nothing can be learned or measured for a group without rows, and a group with one class becomes a shortcut to it.",
            Formula = "rule group-coverage: rows of a group, with `label` of each of its combinations with a class that occurs anywhere < min-rows; groups of `values` that do not occur have 0",
            Advice = "Collect rows for the group, or report results without it.",
        },
        [
            new("group", RuleKeyKind.Columns, "Columns of the group; several together are one.") { Required = true },
            new("label", RuleKeyKind.Column, "The class that every group must have all of."),
            new("values", RuleKeyKind.Texts, "Groups that must be there (for one group column)."),
            new("min-rows", RuleKeyKind.Whole, "Fewest rows.") { Default = "1" },
        ], static reader => new GroupCoverageRule(reader))
    { JudgesRows = false };

    internal override IReadOnlyList<string> Items { get; }

    internal override IEnumerable<RuleRun> Start(RuleStart start, IReadOnlyList<string> columns) => [new CountRun(this, columns, start, nulls: false, (_, counts, rows) => Judge(columns, counts, rows))];

    private RuleOutcome Judge(IReadOnlyList<string> columns, IReadOnlyList<(byte[] Key, long Count)> counts, long rows)
    {
        IReadOnlyList<string> groups = _hasLabel ? [.. columns.Take(columns.Count - 1)] : columns;
        var table = new SortedDictionary<string, SortedDictionary<string, long>>(StringComparer.Ordinal);
        var classes = new SortedSet<string>(StringComparer.Ordinal);
        foreach ((byte[] key, long count) in counts)
        {
            // A class is the last value of the key.
            int split = key.Length;
            if (_hasLabel)
            {
                split = 0;
                for (int c = 0; c < groups.Count; c++)
                {
                    split += 4 + Math.Max(0, BitConverter.ToInt32(key.AsSpan(split)));
                }
            }

            string group = RowKey.Show(key.AsSpan(0, split), groups);
            string label = _hasLabel ? RowKey.Show(key.AsSpan(split), [columns[^1]]) : "";
            classes.Add(label);
            if (!table.TryGetValue(group, out SortedDictionary<string, long>? cells))
            {
                table.Add(group, cells = new SortedDictionary<string, long>(StringComparer.Ordinal));
            }

            cells[label] = count;
        }

        foreach (string value in _values)
        {
            table.TryAdd(value, new SortedDictionary<string, long>(StringComparer.Ordinal));
        }

        if (classes.Count == 0)
        {
            classes.Add("");
        }

        var faults = new List<string>();
        long worst = long.MaxValue;
        string? first = null;
        foreach ((string group, SortedDictionary<string, long> cells) in table)
        {
            foreach (string label in classes)
            {
                long count = cells.GetValueOrDefault(label);
                worst = Math.Min(worst, count);
                if (count < _min)
                {
                    first ??= group;
                    faults.Add($"{Errors.Fail.Show(group)}{(label.Length > 0 ? " with class " + Errors.Fail.Show(label) : "")} has {RuleWords.Count(count)}");
                }
            }
        }

        bool empty = table.Count == 0;
        return new RuleOutcome(faults.Count == 0 && !empty, empty ? "No row has a group." : $"At least {RuleWords.Count(_min)} rows are declared for every group of {RuleWords.Columns(groups)}: {string.Join("; ", faults.Take(8))}{(faults.Count > 8 ? $"; and {RuleWords.Count(faults.Count - 8)} more" : "")}.")
        { Figure = empty ? 0 : worst, FigureName = "fewest rows", Threshold = _min, Checked = rows, Value = first };
    }
}
