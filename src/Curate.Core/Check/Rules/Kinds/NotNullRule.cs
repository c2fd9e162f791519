using Curate.Core.Data;

namespace Curate.Core.Check.Rules.Kinds;

/// <summary>Every row has a value.</summary>
internal sealed record NotNullRule : Rule
{
    private NotNullRule(RuleReader reader)
        : base(reader)
    {
        reader.Need("columns");
        Items = reader.Columns("columns");
    }

    public static RuleKind Entry { get; } = new("not-null", "No value is missing.",
        new("missing-value", Severity.Error, "Values are missing where none may be")
        {
            Why = "Learners drop such rows, fail on them, or take a default for a fact.",
            Formula = "rule not-null: share of missing values > tolerance",
            Advice = "Fill them at the source, drop the rows (curate select --where), or allow a share with at-least.",
        },
        [new("columns", RuleKeyKind.Columns, "Columns it holds for, each by itself.") { Required = true }], static reader => new NotNullRule(reader));

    internal override IReadOnlyList<string> Items { get; }

    internal override IEnumerable<RuleRun> Start(RuleStart start, IReadOnlyList<string> columns) => columns.Select(column =>
    {
        int at = start.Column(column);
        return new RowRun(this, [column], start.Inputs, $"values of '{column}'", "are missing", (batch, states) =>
        {
            TextColumn values = batch.Text(at);
            for (int row = 0; row < states.Length; row++)
            {
                states[row] = values.IsNull(row) ? RowRun.Broken : RowRun.Kept;
            }
        });
    });
}
