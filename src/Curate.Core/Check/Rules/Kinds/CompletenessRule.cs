using Curate.Core.Data;

namespace Curate.Core.Check.Rules.Kinds;

/// <summary>The share of values that are there.</summary>
internal sealed record CompletenessRule : Rule
{
    private readonly double _min;
    private readonly double _max;

    private CompletenessRule(RuleReader reader)
        : base(reader)
    {
        reader.Need("columns");
        reader.NeedOne("min", "max");
        Items = reader.Columns("columns");
        _min = reader.Share("min") ?? 0;
        _max = reader.Share("max") ?? 1;
    }

    public static RuleKind Entry { get; } = new("completeness", "The share of values that are there lies between bounds.",
        new("incomplete-column", Severity.Error, "The share of values that are there lies outside its bounds")
        {
            Why = "A column that empties slowly breaks nothing on the way.",
            Formula = "rule completeness: values that are not missing / rows < min or > max; a table without rows breaks it",
            Advice = "Look for the source, or the time, that stopped filling the column.",
        },
        [
            new("columns", RuleKeyKind.Columns, "Columns it holds for, each by itself.") { Required = true },
            new("min", RuleKeyKind.Share, "Smallest share.") { Default = "0" },
            new("max", RuleKeyKind.Share, "Largest share.") { Default = "1" },
        ], static reader => new CompletenessRule(reader))
    { JudgesRows = false };

    internal override IReadOnlyList<string> Items { get; }

    internal override IEnumerable<RuleRun> Start(RuleStart start, IReadOnlyList<string> columns) => columns.Select(column => new Run(this, column, start.Column(column)));

    private sealed class Run(CompletenessRule rule, string column, int at) : RuleRun(rule, [column])
    {
        private long _rows;
        private long _there;

        public override void Map(RecordBatch batch, RulePart part)
        {
            TextColumn values = batch.Text(at);
            for (int row = 0; row < batch.Count; row++)
            {
                part.States[row] = !part.Takes(row) ? RowRun.Skipped : values.IsNull(row) ? RowRun.Broken : RowRun.Kept;
            }
        }

        public override void Fold(RecordBatch batch, RulePart part)
        {
            ReadOnlySpan<byte> states = part.States.AsSpan(0, batch.Count);
            _there += states.Count(RowRun.Kept);
            _rows += batch.Count - states.Count(RowRun.Skipped);
        }

        public override RuleOutcome Finish(CheckInputs inputs)
        {
            double share = _rows == 0 ? 0 : (double)_there / _rows;
            bool low = share < rule._min - 1e-12;
            return new RuleOutcome(_rows > 0 && !low && !(share > rule._max + 1e-12),
                $"{RuleWords.Count(_there)} of {RuleWords.Count(_rows)} values of '{column}' are there ({RuleWords.Share(share)}), declared {RuleWords.Range(rule._min > 0 ? RuleWords.Share(rule._min) : null, rule._max < 1 || rule._min <= 0 ? RuleWords.Share(rule._max) : null)}.")
            { Figure = share, FigureName = "completeness", Threshold = low ? rule._min : rule._max, Checked = _rows };
        }
    }
}
