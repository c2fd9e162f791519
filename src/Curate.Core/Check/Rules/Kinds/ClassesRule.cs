using System.Globalization;

namespace Curate.Core.Check.Rules.Kinds;

/// <summary>Counts and shares of classes.</summary>
internal sealed record ClassesRule : Rule
{
    private readonly IReadOnlyList<string> _classes;
    private readonly (double Low, double High) _count;
    private readonly (double Low, double High) _share;
    private readonly IReadOnlyList<(string Name, double Low, double High)> _counts;
    private readonly IReadOnlyList<(string Name, double Low, double High)> _shares;

    private ClassesRule(RuleReader reader)
        : base(reader)
    {
        Items = ["'" + reader.Need("column").Replace("'", "''", StringComparison.Ordinal) + "'"];
        reader.NeedOne("classes", "min-count", "max-count", "min-share", "max-share", "count", "share");
        _classes = reader.Texts("classes");
        _count = (reader.Whole("min-count") ?? 0, reader.Whole("max-count") ?? double.PositiveInfinity);
        _share = (reader.Share("min-share") ?? 0, reader.Share("max-share") ?? double.PositiveInfinity);
        _counts = reader.Ranges("count");
        _shares = reader.Ranges("share");
    }

    public static RuleKind Entry { get; } = new("classes", "Classes are there, and have counts and shares within bounds.",
        new("class-out-of-bounds", Severity.Error, "A class is missing, too rare or too frequent")
        {
            Why = "A class that is gone or rare is not learned, and a shift of shares shifts every threshold.",
            Formula = "rule classes: a class of `classes` has no rows; rows of a class < min-count, > max-count or outside count.CLASS; share among rows with a class < min-share, > max-share or outside share.CLASS",
            Advice = "curate profile --label shows the balance, curate resample changes it.",
        },
        [
            new("column", RuleKeyKind.Column, "The class.") { Required = true },
            new("classes", RuleKeyKind.Texts, "Classes that must be there."),
            new("min-count", RuleKeyKind.Whole, "Fewest rows of every class."),
            new("max-count", RuleKeyKind.Whole, "Most rows of every class."),
            new("min-share", RuleKeyKind.Share, "Smallest share of every class."),
            new("max-share", RuleKeyKind.Share, "Largest share of every class."),
            new("count", RuleKeyKind.Ranges, "Rows of single classes: {cat: 100..200, dog: 50..}."),
            new("share", RuleKeyKind.Ranges, "Shares of single classes: {cat: 40%..60%}."),
        ], static reader => new ClassesRule(reader))
    { JudgesRows = false };

    internal override IReadOnlyList<string> Items { get; }

    internal override IEnumerable<RuleRun> Start(RuleStart start, IReadOnlyList<string> columns) => [new CountRun(this, columns, start, nulls: false, (_, counts, rows) => Judge(columns, counts, rows))];

    private RuleOutcome Judge(IReadOnlyList<string> columns, IReadOnlyList<(byte[] Key, long Count)> counts, long rows)
    {
        var by = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach ((byte[] key, long count) in counts)
        {
            by[RowKey.Show(key, columns)] = count;
        }

        foreach (string name in _classes.Concat(_counts.Select(static c => c.Name)).Concat(_shares.Select(static c => c.Name)))
        {
            by.TryAdd(name, 0);
        }

        var faults = new List<string>();
        string? first = null;
        foreach ((string name, long count) in by)
        {
            double share = rows == 0 ? 0 : (double)count / rows;
            (double low, double high) = One(_counts, name) ?? (count == 0 && !_classes.Contains(name, StringComparer.Ordinal) ? (0, double.PositiveInfinity) : _count);
            (double least, double most) = One(_shares, name) ?? (count == 0 ? (0, double.PositiveInfinity) : _share);
            string? fault = count == 0 && _classes.Contains(name, StringComparer.Ordinal) ? "has no rows"
                : count < low || count > high ? string.Create(CultureInfo.InvariantCulture, $"has {count:N0} rows, declared {Words(low, high, static v => RuleWords.Number(v))}")
                : share < least - 1e-12 || share > most + 1e-12 ? $"has {RuleWords.Share(share)} of the rows, declared {Words(least, most, RuleWords.Share)}" : null;
            if (fault is not null)
            {
                first ??= name;
                faults.Add($"{Errors.Fail.Show(name)} {fault}");
            }
        }

        string text = string.Join("; ", faults.Take(8)) + (faults.Count > 8 ? $"; and {RuleWords.Count(faults.Count - 8)} more" : "");
        bool empty = rows == 0;
        return new RuleOutcome(faults.Count == 0 && !empty, empty ? $"No row has a class in '{columns[0]}'." : $"Of the classes in '{columns[0]}', {text}.")
        { Figure = faults.Count, FigureName = "classes at fault", Threshold = 0, Checked = rows, Value = first };
    }

    private static (double, double)? One(IReadOnlyList<(string Name, double Low, double High)> ranges, string name)
    {
        foreach ((string key, double low, double high) in ranges)
        {
            if (key == name)
            {
                return (low, high);
            }
        }

        return null;
    }

    private static string Words(double low, double high, Func<double, string> show) =>
        RuleWords.Range(low > 0 ? show(low) : null, double.IsFinite(high) ? show(high) : null);
}
