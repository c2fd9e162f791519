using Curate.Core.Data;

namespace Curate.Core.Check.Rules.Kinds;

/// <summary>How many rows there are. Without bounds of its own it says that there is one: an empty file never passes by having nothing to fail.</summary>
internal sealed record RowCountRule : Rule
{
    private readonly long _min;
    private readonly long? _max;

    private RowCountRule(RuleReader reader)
        : base(reader)
    {
        _min = reader.Whole("min") ?? 1;
        _max = reader.Whole("max");
        if (_min > _max)
        {
            reader.At("max", "min (1 where it is not given) is larger than max.");
        }
    }

    public static RuleKind Entry { get; } = new("row-count", "So many rows are there; at least one where nothing is said.",
        new("row-count", Severity.Error, "There are too few or too many rows")
        {
            Why = "An export that stopped early, or ran twice, has right values in every row.",
            Formula = "rule row-count: rows < min (1 where it is not given) or rows > max",
            Advice = "Run the export again, or move the bounds.",
        },
        [
            new("min", RuleKeyKind.Whole, "Fewest rows.") { Default = "1" },
            new("max", RuleKeyKind.Whole, "Most rows."),
        ], static reader => new RowCountRule(reader))
    { JudgesRows = false };

    internal override IReadOnlyList<string> Items => [];

    internal override IEnumerable<RuleRun> Start(RuleStart start, IReadOnlyList<string> columns) => [new Run(this)];

    private sealed class Run(RowCountRule rule) : RuleRun(rule, [])
    {
        private long _rows;

        public override void Map(RecordBatch batch, RulePart part)
        {
            for (int row = 0; row < batch.Count; row++)
            {
                part.Checked += part.Takes(row) ? 1 : 0;
            }
        }

        public override void Fold(RecordBatch batch, RulePart part) => _rows += part.Checked;

        public override RuleOutcome Finish(CheckInputs inputs)
        {
            bool few = _rows < rule._min;
            return new RuleOutcome(!few && !(_rows > rule._max),
                $"There are {RuleWords.Count(_rows)} rows, declared {RuleWords.Range(RuleWords.Count(rule._min), rule._max is { } most ? RuleWords.Count(most) : null)}.")
            { Figure = _rows, FigureName = "rows", Threshold = few ? rule._min : rule._max ?? rule._min, Checked = _rows };
        }
    }
}
