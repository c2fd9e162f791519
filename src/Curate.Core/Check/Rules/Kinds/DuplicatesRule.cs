namespace Curate.Core.Check.Rules.Kinds;

/// <summary>Few rows repeat another one.</summary>
internal sealed record DuplicatesRule : Rule
{
    private readonly double _max;

    private DuplicatesRule(RuleReader reader)
        : base(reader)
    {
        Items = reader.Has("columns") ? reader.Columns("columns") : ["*"];
        _max = reader.Share("max") ?? 0;
    }

    public static RuleKind Entry { get; } = new("duplicates", "At most a share of rows repeats an earlier one.",
        new("repeated-rows", Severity.Error, "Too many rows repeat an earlier one")
        {
            Why = "Repeated rows weigh more than others, and leak from training to test.",
            Formula = "rule duplicates: rows equal to an earlier one in all columns (of `columns`) / rows > max",
            Advice = "curate dedupe removes them.",
        },
        [
            new("columns", RuleKeyKind.Columns, "Columns that are compared.") { Default = "all" },
            new("max", RuleKeyKind.Share, "Largest share of repeated rows.") { Default = "0" },
        ], static reader => new DuplicatesRule(reader))
    { JudgesRows = false };

    internal override IReadOnlyList<string> Items { get; }

    internal override IEnumerable<RuleRun> Start(RuleStart start, IReadOnlyList<string> columns) =>
    [
        new KeyRun(this, columns, start, nulls: true, (_, _, tally, _) =>
        {
            double share = tally.Checked == 0 ? 0 : (double)tally.Failing / tally.Checked;
            RuleOutcome counted = tally.Counted($"{RuleWords.Count(tally.Failing)} of {RuleWords.Count(tally.Checked)} rows repeat an earlier one ({RuleWords.Share(share)}, at most {RuleWords.Share(_max)} declared).");
            return counted with { Holds = tally.Failing <= Math.Floor((_max * tally.Checked) + 1e-9), Figure = share, FigureName = "repeated share", Threshold = _max };
        }),
    ];
}
