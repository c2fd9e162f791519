using Curate.Core.Data;

namespace Curate.Core.Check.Rules;

/// <summary>A rule that judges each row by itself; rows stream, a few bytes a row of a batch.</summary>
/// <param name="rule">The rule.</param>
/// <param name="columns">The columns it looks at.</param>
/// <param name="inputs">They say whether all failing rows are wanted.</param>
/// <param name="what">What is counted.</param>
/// <param name="wrong">What is wrong with those that fail.</param>
/// <param name="judge">Sets a state for each row of a batch; the states begin as <see cref="Skipped"/>.</param>
internal sealed class RowRun(Rule rule, IReadOnlyList<string> columns, CheckInputs inputs, string what, string wrong, RowRun.Judge judge) : RuleRun(rule, columns)
{
    /// <summary>There is nothing to judge, a missing value mostly.</summary>
    public const byte Skipped = 0;

    public const byte Kept = 1;

    public const byte Broken = 2;

    private readonly RuleTally _tally = new(inputs);

    /// <summary>Judges the rows of a batch; pure, any thread.</summary>
    public delegate void Judge(RecordBatch batch, Span<byte> states);

    /// <summary>Judges the values of one text column that are not missing.</summary>
    public delegate bool Keeps(ReadOnlySpan<byte> value);

    /// <summary>A rule on each value of a column that is there.</summary>
    public static RowRun OfValues(Rule rule, string column, RuleStart start, string wrong, Keeps keeps)
    {
        int at = start.Column(column);
        return new RowRun(rule, [column], start.Inputs, $"values of '{column}'", wrong, (batch, states) =>
        {
            TextColumn values = batch.Text(at);
            for (int row = 0; row < states.Length; row++)
            {
                if (!values.IsNull(row))
                {
                    states[row] = keeps(values[row]) ? Kept : Broken;
                }
            }
        });
    }

    public override void Map(RecordBatch batch, RulePart part)
    {
        Span<byte> states = part.States.AsSpan(0, batch.Count);
        states.Clear();
        judge(batch, states);
        for (int row = 0; row < states.Length; row++)
        {
            if (states[row] != Skipped && part.Takes(row))
            {
                part.Checked++;
                if (states[row] == Broken)
                {
                    part.Failing.Add(row);
                }
            }
        }
    }

    public override void Fold(RecordBatch batch, RulePart part)
    {
        _tally.Checked += part.Checked;
        foreach (int row in part.Failing)
        {
            _tally.Add(batch.FirstRow + row);
        }
    }

    public override RuleOutcome Finish(CheckInputs inputs) => _tally.Outcome(this, what, wrong);
}
