using Curate.Core.Data;

namespace Curate.Core.Check.Rules.Kinds;

/// <summary>
/// A quantile lies between bounds. No quantile is computed: the q-quantile (the smallest value with at least a share q of the values at or below it) is at most b exactly
/// when a share q of the values is at or below b, and at least a exactly when less than a share q lies below a. Counting is exact in any memory.
/// </summary>
internal sealed record QuantileRule : Rule
{
    private readonly double _q;
    private readonly double? _min;
    private readonly double? _max;

    private QuantileRule(RuleReader reader)
        : base(reader)
    {
        reader.Need("columns");
        reader.Need("q");
        reader.NeedOne("min", "max");
        Items = reader.Columns("columns");
        _q = reader.Share("q")!.Value;
        _min = reader.Number("min");
        _max = reader.Number("max");
    }

    public static RuleKind Entry { get; } = new("quantile", "A quantile of a column, 50% for the median, lies between bounds.",
        new("quantile-out-of-bounds", Severity.Error, "A quantile of a column lies outside its bounds")
        {
            Why = "Means hide tails: a median or a 99% quantile says where most values, or the largest ones, have gone.",
            Formula = "rule quantile: the share of numbers at or below max is less than q, or the share below min is q or more; exact counts",
            Advice = "curate profile shows the histogram; --against an earlier file shows what moved.",
        },
        [
            new("columns", RuleKeyKind.Columns, "Columns it holds for, each by itself.") { Required = true },
            new("q", RuleKeyKind.Share, "Which quantile: 50% is the median.") { Required = true },
            new("min", RuleKeyKind.Number, "Its least value."),
            new("max", RuleKeyKind.Number, "Its largest value."),
        ], static reader => new QuantileRule(reader))
    { JudgesRows = false };

    internal override IReadOnlyList<string> Items { get; }

    internal override IEnumerable<RuleRun> Start(RuleStart start, IReadOnlyList<string> columns) => columns.Select(column => new Run(this, column, start.Column(column)));

    private sealed class Run(QuantileRule rule, string column, int at) : RuleRun(rule, [column])
    {
        private long _count;
        private long _atMost;
        private long _below;

        public override void Map(RecordBatch batch, RulePart part) => NumberParts.Read(batch, at, part);

        public override void Fold(RecordBatch batch, RulePart part)
        {
            for (int row = 0; row < batch.Count; row++)
            {
                if (part.States[row] == RowRun.Kept && !double.IsNaN(part.Numbers[row]))
                {
                    _count++;
                    _atMost += part.Numbers[row] <= rule._max ? 1 : 0;
                    _below += part.Numbers[row] < rule._min ? 1 : 0;
                }
            }
        }

        public override RuleOutcome Finish(CheckInputs inputs)
        {
            if (_count == 0)
            {
                return new RuleOutcome(false, $"'{column}' has no numbers.") { Checked = 0 };
            }

            // At least one value lies at or below the 0-quantile.
            double needed = Math.Max(1, Math.Ceiling((rule._q * _count) - 1e-9));
            bool high = rule._max is not null && _atMost < needed;
            bool low = rule._min is not null && _below >= needed;
            string q = RuleWords.Share(rule._q);
            return new RuleOutcome(!high && !low,
                high ? $"The {q} quantile of '{column}' is above {RuleWords.Number(rule._max!.Value)}: only {RuleWords.Share((double)_atMost / _count)} of the values are not."
                    : $"The {q} quantile of '{column}' is below {RuleWords.Number(rule._min ?? 0)}: {RuleWords.Share((double)_below / _count)} of the values are.")
            { Figure = (double)(high ? _atMost : _below) / _count, FigureName = high ? "share at or below max" : "share below min", Threshold = rule._q, Checked = _count };
        }
    }
}
