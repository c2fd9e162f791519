namespace Curate.Core.Check.Rules.Kinds;

/// <summary>The largest class is not too many times the smallest.</summary>
internal sealed record ImbalanceRule : Rule
{
    private readonly double _max;

    private ImbalanceRule(RuleReader reader)
        : base(reader)
    {
        Items = ["'" + reader.Need("column").Replace("'", "''", StringComparison.Ordinal) + "'"];
        reader.Need("max-ratio");
        _max = reader.Number("max-ratio")!.Value;
        if (!(_max >= 1))
        {
            reader.At("max-ratio", "max-ratio is at least 1: the largest class has no fewer rows than the smallest.");
        }
    }

    public static RuleKind Entry { get; } = new("imbalance", "The largest class has at most so many times the rows of the smallest.",
        new("class-imbalance", Severity.Error, "Classes are too unequal")
        {
            Why = "Accuracy is then won by naming the largest class, and the smallest is hardly seen in training.",
            Formula = "rule imbalance: rows of the largest class / rows of the smallest > max-ratio; fewer than two classes break it, too",
            Advice = "curate resample --should-i measures whether balancing helps; weights often do as well.",
        },
        [
            new("column", RuleKeyKind.Column, "The class.") { Required = true },
            new("max-ratio", RuleKeyKind.Number, "Largest ratio.") { Required = true },
        ], static reader => new ImbalanceRule(reader))
    { JudgesRows = false };

    internal override IReadOnlyList<string> Items { get; }

    internal override IEnumerable<RuleRun> Start(RuleStart start, IReadOnlyList<string> columns) =>
    [
        new CountRun(this, columns, start, nulls: false, (_, counts, rows) =>
        {
            if (counts.Count < 2)
            {
                return new RuleOutcome(false, $"'{columns[0]}' has {RuleWords.Count(counts.Count)} classes, too few to compare.") { Checked = rows };
            }

            (byte[] Key, long Count) least = counts.MinBy(static c => c.Count);
            (byte[] Key, long Count) most = counts.MaxBy(static c => c.Count);
            double ratio = (double)most.Count / least.Count;
            return new RuleOutcome(ratio <= _max,
                $"{Errors.Fail.Show(RowKey.Show(most.Key, columns))} has {RuleWords.Count(most.Count)} rows, {Errors.Fail.Show(RowKey.Show(least.Key, columns))} {RuleWords.Count(least.Count)}: a ratio of {RuleWords.Number(Math.Round(ratio, 2))}, at most {RuleWords.Number(_max)} declared.")
            { Figure = ratio, FigureName = "largest / smallest", Threshold = _max, Checked = rows, Value = RowKey.Show(least.Key, columns) };
        }),
    ];
}
