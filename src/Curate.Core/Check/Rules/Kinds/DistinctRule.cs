namespace Curate.Core.Check.Rules.Kinds;

/// <summary>How many distinct values a column has.</summary>
internal sealed record DistinctRule : Rule
{
    private readonly long? _min;
    private readonly long? _max;

    private DistinctRule(RuleReader reader)
        : base(reader)
    {
        reader.Need("columns");
        reader.NeedOne("min", "max");
        Items = reader.Columns("columns");
        _min = reader.Whole("min");
        _max = reader.Whole("max");
    }

    public static RuleKind Entry { get; } = new("distinct", "A column has so many distinct values.",
        new("distinct-out-of-bounds", Severity.Error, "A column has too few or too many distinct values")
        {
            Why = "A column that became constant, or a category that became free text, passes every rule on single values.",
            Formula = "rule distinct: distinct values, exact, < min or > max; missing values do not count",
            Advice = "curate profile shows the values; look for a default that fills the column, or for spellings.",
        },
        [
            new("columns", RuleKeyKind.Columns, "Columns it holds for, each by itself.") { Required = true },
            new("min", RuleKeyKind.Whole, "Fewest distinct values."),
            new("max", RuleKeyKind.Whole, "Most distinct values."),
        ], static reader => new DistinctRule(reader))
    { JudgesRows = false };

    internal override IReadOnlyList<string> Items { get; }

    internal override IEnumerable<RuleRun> Start(RuleStart start, IReadOnlyList<string> columns) => columns.Select(column =>
        new KeyRun(this, [column], start, nulls: false, (_, _, tally, distinct) =>
            new RuleOutcome(!(distinct < _min) && !(distinct > _max),
                $"'{column}' has {RuleWords.Count(distinct)} distinct values, declared {RuleWords.Range(_min is { } least ? RuleWords.Count(least) : null, _max is { } most ? RuleWords.Count(most) : null)}.")
            { Figure = distinct, FigureName = "distinct values", Threshold = distinct < _min ? _min : _max, Checked = tally.Checked }));
}
