using Curate.Core.Data;
using Curate.Core.Dedupe;
using Curate.Core.Hashing;

namespace Curate.Core.Check.Rules.Kinds;

/// <summary>
/// Rules on how often a key occurs: 128-bit hashes of the key columns, sorted in 256 partitions. 32 bytes a row, spilled to scratch beyond the memory budget.
/// </summary>
/// <param name="rule">The rule.</param>
/// <param name="columns">The key.</param>
/// <param name="start">The pass.</param>
/// <param name="nulls">Rows whose key has a missing value count, too.</param>
/// <param name="finish">Given rows with a key, distinct keys, and the rows that repeat an earlier one.</param>
internal sealed class KeyRun(Rule rule, IReadOnlyList<string> columns, RuleStart start, bool nulls, Func<RuleRun, CheckInputs, RuleTally, long, RuleOutcome> finish) : RuleRun(rule, columns)
{
    private readonly int[] _at = start.Columns(columns);
    private readonly SortedRuns<KeyEntry> _keys = new(start.Inputs.Context, spill: false);
    private readonly RuleTally _tally = new(start.Inputs);

    public override void Map(RecordBatch batch, RulePart part)
    {
        if (part.Hashes.Length < batch.Count)
        {
            part.Hashes = new Hash128[batch.Count];
        }

        for (int row = 0; row < batch.Count; row++)
        {
            bool some = false;
            Hash128 hash = default;
            foreach (int at in _at)
            {
                TextColumn column = batch.Text(at);
                bool isNull = column.IsNull(row);
                some |= isNull;
                hash = hash.Then(isNull ? new Hash128(1, 2) : Hash128.Of(column[row]));
            }

            part.States[row] = part.Takes(row) && (nulls || !some) ? RowRun.Kept : RowRun.Skipped;
            part.Hashes[row] = hash;
        }
    }

    public override void Fold(RecordBatch batch, RulePart part)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            if (part.States[row] == RowRun.Kept)
            {
                _keys.Add(KeyEntry.Of(part.Hashes[row], 0, batch.FirstRow + row, other: false));
                _tally.Checked++;
            }
        }
    }

    public override RuleOutcome Finish(CheckInputs inputs)
    {
        _keys.Seal();
        long distinct = 0;
        KeyEntry[] buffer = [];
        for (int partition = 0; partition < SortedRuns<KeyEntry>.Partitions; partition++)
        {
            ReadOnlySpan<KeyEntry> entries = _keys.Sorted(partition, ref buffer);
            for (int i = 0; i < entries.Length; i++)
            {
                if (i == 0 || entries[i].Hash != entries[i - 1].Hash)
                {
                    distinct++;
                }
                else
                {
                    _tally.Add(entries[i].Row);
                }
            }
        }

        return finish(this, inputs, _tally, distinct);
    }

    public override void Dispose() => _keys.Dispose();
}
