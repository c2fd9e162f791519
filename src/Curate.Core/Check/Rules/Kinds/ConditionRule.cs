using Curate.Core.Where;

namespace Curate.Core.Check.Rules.Kinds;

/// <summary>A condition over several columns holds for each row.</summary>
internal sealed record ConditionRule : Rule
{
    private readonly WhereExpression _holds;
    private readonly WhereExpression _broken;
    private readonly bool _unknownFails;

    private ConditionRule(RuleReader reader)
        : base(reader)
    {
        reader.Need("holds");
        _holds = reader.Condition("holds")!;
        _broken = WhereExpression.Parse($"not ({_holds.Text})");
        _unknownFails = reader.Choice("unknown", "keep") == "break";
        Items = [.. _holds.Columns.Select(Quoted)];
    }

    public static RuleKind Entry { get; } = new("condition", "A condition over several columns holds for each row, in the language of --where.",
        new("condition-broken", Severity.Error, "Rows break a condition over several columns")
        {
            Why = "Values that are fine one by one contradict each other: an end before its start, a total that is no sum.",
            Formula = "rule condition: share of rows for which `holds` is false > tolerance; a row with a missing value is unknown and, as in SQL, keeps the rule unless unknown: break",
            Advice = "Look at the example rows; which of the columns is wrong is for the source to say.",
        },
        [
            new("holds", RuleKeyKind.Condition, "The condition, for example: start <= end and price > 0.") { Required = true },
            new("unknown", RuleKeyKind.Choice, "What a row counts as whose missing values leave it open.") { Choices = ["keep", "break"], Default = "keep" },
        ], static reader => new ConditionRule(reader));

    internal override IReadOnlyList<string> Items { get; }

    internal override IEnumerable<RuleRun> Start(RuleStart start, IReadOnlyList<string> columns)
    {
        (BoundWhere where, int first) = start.Condition(_unknownFails ? _holds : _broken);
        bool brokenWhen = !_unknownFails;
        return
        [
            new RowRun(this, _holds.Columns, start.Inputs, "rows", $"break {Errors.Fail.Show(_holds.Text)}", (batch, states) =>
            {
                bool[] rented = System.Buffers.ArrayPool<bool>.Shared.Rent(batch.Count);
                Span<bool> holds = rented.AsSpan(0, batch.Count);
                where.Evaluate(batch, first, holds);
                for (int row = 0; row < states.Length; row++)
                {
                    states[row] = holds[row] == brokenWhen ? RowRun.Broken : RowRun.Kept;
                }

                System.Buffers.ArrayPool<bool>.Shared.Return(rented);
            }),
        ];
    }

    /// <summary>A name that is a column list, whatever signs it holds.</summary>
    private static string Quoted(string name) => "'" + name.Replace("'", "''", StringComparison.Ordinal) + "'";
}
