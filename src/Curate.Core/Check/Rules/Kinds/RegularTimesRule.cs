namespace Curate.Core.Check.Rules.Kinds;

/// <summary>Times follow each other at one distance.</summary>
internal sealed record RegularTimesRule : Rule
{
    private readonly long _step;
    private readonly long _slack;
    private readonly string _shown;

    private RegularTimesRule(RuleReader reader)
        : base(reader)
    {
        Items = ["'" + reader.Need("column").Replace("'", "''", StringComparison.Ordinal) + "'", .. reader.Columns("by")];
        _shown = reader.Need("step");
        _step = reader.Span("step")!.Value;
        _slack = reader.Span("slack") ?? 0;
    }

    public static RuleKind Entry { get; } = new("regular-times", "Times follow each other at one distance in file order, in all or within groups.",
        new("irregular-time", Severity.Error, "Times do not follow at the declared distance")
        {
            Why = "Gaps and repeats in a series become false lags and false windows.",
            Formula = "rule regular-times: share of times whose distance from the one before differs from step by more than slack, or that are no times > tolerance",
            Advice = "Fill or mark the gaps at the source, or allow slack.",
        },
        [
            new("column", RuleKeyKind.Column, "Dates or times.") { Required = true },
            new("step", RuleKeyKind.Span, "The distance: 15m, 1h, 1d.") { Required = true },
            new("slack", RuleKeyKind.Span, "How far a distance may be off.") { Default = "0s" },
            new("by", RuleKeyKind.Columns, "Columns of the groups with a series each."),
        ], static reader => new RegularTimesRule(reader));

    internal override IReadOnlyList<string> Items { get; }

    internal override IEnumerable<RuleRun> Start(RuleStart start, IReadOnlyList<string> columns) =>
        [new SequenceRun(this, columns[0], [.. columns.Skip(1)], start, $"do not follow the one before after {_shown}", (before, after) => Math.Abs(after - before - _step) <= _slack)];
}
