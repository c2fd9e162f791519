namespace Curate.Core.Check.Rules.Kinds;

/// <summary>Numbers or times only rise, or only fall, in file order.</summary>
internal sealed record MonotoneRule : Rule
{
    private readonly IReadOnlyList<string> _by;
    private readonly bool _falls;
    private readonly bool _strict;

    private MonotoneRule(RuleReader reader)
        : base(reader)
    {
        Items = ["'" + reader.Need("column").Replace("'", "''", StringComparison.Ordinal) + "'", .. reader.Columns("by")];
        _by = reader.Columns("by");
        _falls = reader.Choice("direction", "increasing") == "decreasing";
        _strict = reader.Flag("strict");
    }

    public static RuleKind Entry { get; } = new("monotone", "Numbers or times only rise (or fall) in file order, in all or within groups.",
        new("not-monotone", Severity.Error, "Values go back in file order")
        {
            Why = "Windows, lags and time splits take file order for time.",
            Formula = "rule monotone: share of values that are smaller (decreasing: larger; strict: or equal) than the one before them, or neither numbers nor times > tolerance; missing values are passed over",
            Advice = "Sort at the source, or say within which groups the order holds (by).",
        },
        [
            new("column", RuleKeyKind.Column, "Numbers, dates or times.") { Required = true },
            new("by", RuleKeyKind.Columns, "Columns of the groups within which the order holds."),
            new("direction", RuleKeyKind.Choice, "Which way.") { Choices = ["increasing", "decreasing"], Default = "increasing" },
            new("strict", RuleKeyKind.Flag, "Equal values break it, too.") { Default = "false" },
        ], static reader => new MonotoneRule(reader));

    internal override IReadOnlyList<string> Items { get; }

    internal override IEnumerable<RuleRun> Start(RuleStart start, IReadOnlyList<string> columns)
    {
        (bool falls, bool strict) = (_falls, _strict);
        return
        [
            new SequenceRun(this, columns[0], [.. columns.Skip(1)], start, $"do not {(strict ? "strictly " : "")}{(falls ? "fall" : "rise")} in file order",
                (before, after) => falls ? (strict ? after < before : after <= before) : (strict ? after > before : after >= before)),
        ];
    }
}
