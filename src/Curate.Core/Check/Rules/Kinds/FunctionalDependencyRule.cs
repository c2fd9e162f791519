using Curate.Core.Data;
using Curate.Core.Dependencies;

namespace Curate.Core.Check.Rules.Kinds;

/// <summary>Rows that agree on some columns agree on another one.</summary>
internal sealed record FunctionalDependencyRule : Rule
{
    private FunctionalDependencyRule(RuleReader reader)
        : base(reader)
    {
        reader.Need("from");
        string to = "'" + reader.Need("to").Replace("'", "''", StringComparison.Ordinal) + "'";

        // The left side may be a pattern that matches the right side, too; that column alone is taken as the right side then.
        Items = [to, .. reader.Columns("from")];
    }

    public static RuleKind Entry { get; } = new("functional-dependency", "Rows that agree on some columns agree on another one.",
        new("dependency-broken", Severity.Error, "Rows with one key have several values in a column that the key determines")
        {
            Why = "A post code in two towns, or a product with two names, is an error in one of the rows, and joins then multiply or choose at random.",
            Formula = "rule functional-dependency: share of rows that would have to go for it to hold (g3), those without the most frequent value of their group > tolerance; a missing value is a value of its own",
            Advice = "Look at the example rows; curate profile --dependencies shows the groups and likely typing errors.",
        },
        [
            new("from", RuleKeyKind.Columns, "The key: one column or several together.") { Required = true },
            new("to", RuleKeyKind.Column, "The column that it determines.") { Required = true },
        ], static reader => new FunctionalDependencyRule(reader))
    { TakesWhere = false };

    internal override IReadOnlyList<string> Items { get; }

    internal override IEnumerable<RuleRun> Start(RuleStart start, IReadOnlyList<string> columns) => [new Run(this, [.. columns.Skip(1)], columns[0], start)];

    private sealed class Run : RuleRun
    {
        private readonly DependencyCheck _check;
        private readonly int _first;

        public Run(FunctionalDependencyRule rule, IReadOnlyList<string> from, string to, RuleStart start)
            : base(rule, [.. from, to])
        {
            _check = new DependencyCheck(from, to, start.Inputs.Context);
            _first = start.Block(_check.Columns);
        }

        public override void Map(RecordBatch batch, RulePart part) => part.Dependency = _check.Map(batch, _first, part.Dependency);

        public override void Fold(RecordBatch batch, RulePart part) => _check.Fold(part.Dependency!);

        public override RuleOutcome Finish(CheckInputs inputs)
        {
            DependencyViolations found = _check.Finish();
            var tally = new RuleTally(inputs) { Checked = found.Measures.Rows };
            for (long word = 0; found.Measures.Violations > 0 && word <= found.Measures.Rows >> 6; word++)
            {
                for (ulong bits = found.Rows.Word(word); bits != 0; bits &= bits - 1)
                {
                    tally.Add((word << 6) + System.Numerics.BitOperations.TrailingZeroCount(bits));
                }
            }

            return tally.Outcome(this, "rows", $"have another '{Columns[^1]}' than most rows with the same {RuleWords.Columns([.. Columns.Take(Columns.Count - 1)])}");
        }

        public override void Dispose() => _check.Dispose();
    }
}
