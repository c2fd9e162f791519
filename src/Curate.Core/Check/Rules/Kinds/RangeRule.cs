using Curate.Core.Data;

namespace Curate.Core.Check.Rules.Kinds;

/// <summary>Numbers, dates or times lie between bounds.</summary>
internal sealed record RangeRule : Rule
{
    private readonly RuleBound? _min;
    private readonly RuleBound? _max;
    private readonly RuleBound? _above;
    private readonly RuleBound? _below;

    private RangeRule(RuleReader reader)
        : base(reader)
    {
        reader.Need("columns");
        reader.NeedOne("min", "max", "above", "below");
        Items = reader.Columns("columns");
        _min = reader.Bound("min");
        _max = reader.Bound("max");
        _above = reader.Bound("above");
        _below = reader.Bound("below");
        RuleBound[] all = [.. new[] { _min, _max, _above, _below }.OfType<RuleBound>()];
        if (all.Any(b => b.IsTime != all[0].IsTime))
        {
            reader.At(null, "The bounds of a range are all numbers or all times.");
        }

        if (all.Where(b => b == _min || b == _above).Any(low => all.Any(high => (high == _max || high == _below) && high.Value < low.Value)))
        {
            reader.At("min", "The lower bound lies above the upper one.");
        }
    }

    public static RuleKind Entry { get; } = new("range", "Numbers, dates or times lie between bounds.",
        new("out-of-range", Severity.Error, "Values lie outside the declared range")
        {
            Why = "A sensor default, another unit or a typing error outweighs many right values in a mean, a scale or a loss.",
            Formula = "rule range: share of values below min, above max, not above `above`, not below `below`, or not numbers (times) at all > tolerance; NaN is outside every range",
            Advice = "Look at the example rows for units and placeholder values; widen the range where the values are right.",
        },
        [
            new("columns", RuleKeyKind.Columns, "Columns it holds for, each by itself.") { Required = true },
            new("min", RuleKeyKind.Bound, "Least value."),
            new("max", RuleKeyKind.Bound, "Largest value."),
            new("above", RuleKeyKind.Bound, "Values are larger than this."),
            new("below", RuleKeyKind.Bound, "Values are smaller than this."),
        ], static reader => new RangeRule(reader));

    internal override IReadOnlyList<string> Items { get; }

    internal override IEnumerable<RuleRun> Start(RuleStart start, IReadOnlyList<string> columns)
    {
        bool isTime = (_min ?? _max ?? _above ?? _below)!.Value.IsTime;
        double min = _min?.Value ?? double.NegativeInfinity;
        double max = _max?.Value ?? double.PositiveInfinity;
        double? above = _above?.Value;
        double? below = _below?.Value;
        string[] bounds =
        [
            .. _min is not null || _max is not null ? (string[])[RuleWords.Range(_min?.Text, _max?.Text)] : [],
            .. _above is { } a ? (string[])["above " + a.Text] : [],
            .. _below is { } b ? (string[])["below " + b.Text] : [],
        ];
        bool Inside(double value) => value >= min && value <= max && (above is null || value > above) && (below is null || value < below);
        return columns.Select(column => RowRun.OfValues(this, column, start, "are not " + string.Join(" and ", bounds),
            isTime ? value => RuleParsing.TryInstant(value, out long micros) && Inside(micros) : value => RuleParsing.TryNumber(value, out double number) && Inside(number)));
    }
}
