using Curate.Core.Data;
using Curate.Core.Numerics;

namespace Curate.Core.Check.Rules.Kinds;

/// <summary>The mean of a column, summed without rounding.</summary>
internal sealed record MeanRule : Rule
{
    private readonly double? _min;
    private readonly double? _max;

    private MeanRule(RuleReader reader)
        : base(reader)
    {
        reader.Need("columns");
        reader.NeedOne("min", "max");
        Items = reader.Columns("columns");
        _min = reader.Number("min");
        _max = reader.Number("max");
    }

    public static RuleKind Entry { get; } = new("mean", "The mean of a column lies between bounds.",
        new("mean-out-of-bounds", Severity.Error, "The mean of a column lies outside its bounds")
        {
            Why = "Every value can be in range while the whole column has moved, by another unit or another population.",
            Formula = "rule mean: mean of the numbers < min or > max; missing values do not count, and a column without numbers breaks it",
            Advice = "curate profile --against an earlier file shows what moved.",
        },
        [
            new("columns", RuleKeyKind.Columns, "Columns it holds for, each by itself.") { Required = true },
            new("min", RuleKeyKind.Number, "Least mean."),
            new("max", RuleKeyKind.Number, "Largest mean."),
        ], static reader => new MeanRule(reader))
    { JudgesRows = false };

    internal override IReadOnlyList<string> Items { get; }

    internal override IEnumerable<RuleRun> Start(RuleStart start, IReadOnlyList<string> columns) => columns.Select(column => new Run(this, column, start.Column(column)));

    private sealed class Run(MeanRule rule, string column, int at) : RuleRun(rule, [column])
    {
        private readonly ExactSum _sum = new();
        private long _count;

        public override void Map(RecordBatch batch, RulePart part) => NumberParts.Read(batch, at, part);

        public override void Fold(RecordBatch batch, RulePart part)
        {
            for (int row = 0; row < batch.Count; row++)
            {
                if (part.States[row] == RowRun.Kept)
                {
                    _sum.Add(part.Numbers[row]);
                    _count++;
                }
            }
        }

        public override RuleOutcome Finish(CheckInputs inputs)
        {
            double mean = _sum.ToDouble() / _count;
            if (_count == 0)
            {
                return new RuleOutcome(false, $"'{column}' has no numbers.") { Checked = 0 };
            }

            bool low = mean < rule._min;
            return new RuleOutcome(!low && !(mean > rule._max) && !double.IsNaN(mean),
                $"The mean of '{column}' is {RuleWords.Number(mean)}, declared {RuleWords.Range(rule._min is { } least ? RuleWords.Number(least) : null, rule._max is { } most ? RuleWords.Number(most) : null)}.")
            { Figure = mean, FigureName = "mean", Threshold = low ? rule._min : rule._max ?? rule._min, Checked = _count };
        }
    }
}
