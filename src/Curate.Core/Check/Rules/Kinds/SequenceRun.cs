using Curate.Core.Data;

namespace Curate.Core.Check.Rules.Kinds;

/// <summary>
/// Rules on a value and the one before it in file order, in the whole table or within groups. Memory: the groups. Rows with a missing value are passed over; values
/// that are neither numbers nor times break the rule.
/// </summary>
/// <param name="rule">The rule.</param>
/// <param name="column">Numbers, dates or times.</param>
/// <param name="by">Columns of the group; none = one sequence.</param>
/// <param name="start">The pass.</param>
/// <param name="wrong">What is wrong with rows that fail.</param>
/// <param name="follows">Whether the second value may follow the first.</param>
internal sealed class SequenceRun(Rule rule, string column, IReadOnlyList<string> by, RuleStart start, string wrong, Func<double, double, bool> follows) : RuleRun(rule, [column, .. by])
{
    private readonly int _at = start.Column(column);
    private readonly int[] _by = start.Columns(by);
    private readonly RuleTally _tally = new(start.Inputs);
    private readonly HeldKeys _groups = new(start.Inputs.Context.Memory, $"The groups of {RuleWords.Columns(by)}");
    private readonly List<double> _last = [];
    private byte[] _key = new byte[256];

    public override void Map(RecordBatch batch, RulePart part)
    {
        if (part.Numbers.Length < batch.Count)
        {
            part.Numbers = new double[batch.Count];
        }

        TextColumn values = batch.Text(_at);
        for (int row = 0; row < batch.Count; row++)
        {
            bool there = !values.IsNull(row) && part.Takes(row);
            part.States[row] = !there ? RowRun.Skipped : RuleParsing.TryMeasure(values[row], out part.Numbers[row]) ? RowRun.Kept : RowRun.Broken;
        }
    }

    public override void Fold(RecordBatch batch, RulePart part)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            if (part.States[row] == RowRun.Skipped)
            {
                continue;
            }

            _tally.Checked++;
            if (part.States[row] == RowRun.Broken)
            {
                _tally.Add(batch.FirstRow + row);
                continue;
            }

            int group = _by.Length == 0 ? 0 : _groups.Add(Key(batch, row));
            if (group >= _last.Count)
            {
                _last.Add(part.Numbers[row]);
                continue;
            }

            if (!follows(_last[group], part.Numbers[row]))
            {
                _tally.Add(batch.FirstRow + row);
            }

            _last[group] = part.Numbers[row];
        }
    }

    public override RuleOutcome Finish(CheckInputs inputs) => _tally.Outcome(this, $"values of '{Columns[0]}'", wrong);

    public override void Dispose() => _groups.Dispose();

    private ReadOnlySpan<byte> Key(RecordBatch batch, int row) => RowKey.Of(batch, _by, row, ref _key);
}
