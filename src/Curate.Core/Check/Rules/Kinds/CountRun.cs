using Curate.Core.Data;

namespace Curate.Core.Check.Rules.Kinds;

/// <summary>Rules on how many rows the values, or combinations of values, of some columns have. Memory: the distinct combinations, about 60 bytes each and their texts.</summary>
/// <param name="rule">The rule.</param>
/// <param name="columns">The columns.</param>
/// <param name="start">The pass.</param>
/// <param name="nulls">Missing values are values of their own; else such rows are passed over.</param>
/// <param name="finish">Given the counts in order of the bytes of the keys, and their sum.</param>
internal sealed class CountRun(Rule rule, IReadOnlyList<string> columns, RuleStart start, bool nulls, Func<CheckInputs, IReadOnlyList<(byte[] Key, long Count)>, long, RuleOutcome> finish) : RuleRun(rule, columns)
{
    private readonly int[] _at = start.Columns(columns);
    private readonly HeldKeys _keys = new(start.Inputs.Context.Memory, $"The values of {RuleWords.Columns(columns)}");
    private readonly List<long> _counts = [];
    private byte[] _key = new byte[256];

    public override void Map(RecordBatch batch, RulePart part)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            bool takes = part.Takes(row);
            foreach (int at in _at)
            {
                takes &= nulls || !batch.Text(at).IsNull(row);
            }

            part.States[row] = takes ? RowRun.Kept : RowRun.Skipped;
        }
    }

    public override void Fold(RecordBatch batch, RulePart part)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            if (part.States[row] == RowRun.Kept)
            {
                int code = _keys.Add(RowKey.Of(batch, _at, row, ref _key));
                if (code == _counts.Count)
                {
                    _counts.Add(0);
                }

                _counts[code]++;
            }
        }
    }

    public override RuleOutcome Finish(CheckInputs inputs)
    {
        var counts = new List<(byte[] Key, long Count)>();
        for (int code = 0; code < _counts.Count; code++)
        {
            counts.Add((_keys[code].ToArray(), _counts[code]));
        }

        counts.Sort(static (a, b) => a.Key.AsSpan().SequenceCompareTo(b.Key));
        return finish(inputs, counts, _counts.Sum());
    }

    public override void Dispose() => _keys.Dispose();
}
