using System.Globalization;
using Curate.Core.Data;

namespace Curate.Core.Check.Rules.Kinds;

/// <summary>The latest time is not too old, and none lies in the future.</summary>
internal sealed record FreshnessRule : Rule
{
    private readonly long _age;
    private readonly string _shown;
    private readonly bool _future;

    private FreshnessRule(RuleReader reader)
        : base(reader)
    {
        Items = ["'" + reader.Need("column").Replace("'", "''", StringComparison.Ordinal) + "'"];
        _shown = reader.Need("max-age");
        _age = reader.Span("max-age")!.Value;
        _future = reader.Choice("future", "forbid") == "allow";
    }

    public static RuleKind Entry { get; } = new("freshness", "The latest time of a column is not too old, and not in the future.",
        new("stale-data", Severity.Error, "The latest time is too old, or lies in the future")
        {
            Why = "A feed that stopped still passes every other rule.",
            Formula = "rule freshness: now - latest time > max-age, or latest time > now (future: forbid), or no value is a time; --now says what now is",
            Advice = "See whether the feed still runs, and in which time zone it writes: times without one count as UTC.",
        },
        [
            new("column", RuleKeyKind.Column, "Dates or times.") { Required = true },
            new("max-age", RuleKeyKind.Span, "Largest distance from now: 12h, 7d.") { Required = true },
            new("future", RuleKeyKind.Choice, "Whether the latest time may lie after now.") { Choices = ["forbid", "allow"], Default = "forbid" },
        ], static reader => new FreshnessRule(reader))
    { JudgesRows = false };

    public override bool AsksForTime => true;

    internal override IReadOnlyList<string> Items { get; }

    internal override IEnumerable<RuleRun> Start(RuleStart start, IReadOnlyList<string> columns) => [new Run(this, columns[0], start.Column(columns[0]))];

    private sealed class Run(FreshnessRule rule, string column, int at) : RuleRun(rule, [column])
    {
        private double _latest = double.NegativeInfinity;
        private long _row;
        private long _checked;

        public override void Map(RecordBatch batch, RulePart part)
        {
            if (part.Numbers.Length < batch.Count)
            {
                part.Numbers = new double[batch.Count];
            }

            TextColumn values = batch.Text(at);
            for (int row = 0; row < batch.Count; row++)
            {
                part.Numbers[row] = part.Takes(row) && !values.IsNull(row) && RuleParsing.TryInstant(values[row], out long micros) ? micros : double.NegativeInfinity;
            }
        }

        public override void Fold(RecordBatch batch, RulePart part)
        {
            for (int row = 0; row < batch.Count; row++)
            {
                _checked += double.IsFinite(part.Numbers[row]) ? 1 : 0;
                if (part.Numbers[row] > _latest)
                {
                    (_latest, _row) = (part.Numbers[row], batch.FirstRow + row);
                }
            }
        }

        public override RuleOutcome Finish(CheckInputs inputs)
        {
            if (_checked == 0)
            {
                return new RuleOutcome(false, $"No value of '{column}' is a time.") { Checked = 0 };
            }

            double now = (inputs.Now ?? inputs.Context.Time.GetUtcNow()).Subtract(DateTimeOffset.UnixEpoch).TotalMicroseconds;
            double age = now - _latest;
            string latest = DateTime.UnixEpoch.AddMicroseconds(_latest).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            bool future = age < 0 && !rule._future;
            string days = (Math.Abs(age) / 86400e6).ToString("0.##", CultureInfo.InvariantCulture);
            return new RuleOutcome(age <= rule._age && !future,
                future ? $"The latest '{column}', {latest}, lies {days} days in the future." : $"The latest '{column}', {latest}, is {days} days old, at most {rule._shown} declared.")
            { Figure = age / 86400e6, FigureName = "age in days", Threshold = future ? 0 : rule._age / 86400e6, Checked = _checked, Examples = [_row] };
        }
    }
}
