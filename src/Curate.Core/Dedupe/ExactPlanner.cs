using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Running;
using Curate.Core.Running.Plans;

namespace Curate.Core.Dedupe;

/// <summary>
/// Exact deduplication with any keep rule, a second dataset, evidence or little memory: keys of all rows are collected (32 bytes a row,
/// in memory or on scratch), sorted by partitions, and each run of equal keys keeps its lowest rank. Result: a bitmap of n / 8 bytes,
/// or 40 bytes a row in a group of several when the groups themselves are asked for.
/// </summary>
internal sealed class ExactPlanner(ExactOptions options, RunContext context, bool wantsGroups, bool spill = false) : RowPlanner<ExactKeys>, IShardedPlanner
{
    public const string DuplicateReason = "duplicate";
    public const string AcrossReason = "in-other";

    private readonly SortedRuns<KeyEntry> _keys = new(context, spill);
    private ExactShape? _shape;
    private int _pass = -1;
    private long _rows;

    public override bool NextPass(PlanInputs inputs, out PassRequest pass)
    {
        _pass++;
        int input = options.Copies.Across ? 1 - _pass : -_pass;
        if (input < 0)
        {
            _keys.Seal();
            pass = default;
            return false;
        }

        _shape = new ExactShape(options, inputs.Source(input));
        pass = new PassRequest(input, _shape.Request, input == 0 ? "hash rows" : "hash the other dataset");
        return true;
    }

    public override ExactKeys Map(RecordBatch batch, ExactKeys? spent) => ExactKeys.Of(_shape!, batch, 0, spent);

    public override void Fold(RecordBatch batch, ExactKeys part)
    {
        bool other = options.Copies.Across && _pass == 0;
        for (int row = 0; row < batch.Count; row++)
        {
            if (!part.NoKey[row])
            {
                _keys.Add(KeyEntry.Of(part.Hashes[row], part.Ranks[row], batch.FirstRow + row, other));
            }
        }

        _rows += other ? 0 : batch.Count;
    }

    public override RowPlan Plan() => Decide();

    public RowPlan Decide()
    {
        // Merged states arrive after the passes, or without any.
        _keys.Seal();
        DuplicateGroups? groups = wantsGroups ? new DuplicateGroups(_rows) : null;
        var leaving = new BitMap();
        var tally = new DropTally();
        // In memory, partitions are sorted beside each other; from scratch, one after the other in one buffer.
        var gate = new Lock();
        KeyEntry[] buffer = [];
        Workers.ForBlocks(_keys.Spilled ? 1 : context.Workers, SortedRuns<KeyEntry>.Partitions, partition =>
        {
            ReadOnlySpan<KeyEntry> entries = _keys.Sorted(partition, ref buffer);
            lock (gate)
            {
                for (int start = 0; start < entries.Length;)
                {
                    int end = start + 1;
                    while (end < entries.Length && entries[end].Hash == entries[start].Hash)
                    {
                        end++;
                    }

                    Decide(entries[start..end], groups, leaving, tally);
                    start = end;
                }
            }
        }, context.Ct);
        return groups is not null
            ? new DuplicatePlan(groups, options.Copies.Mark, options.Copies.ClusterSize) { InputRows = _rows }.Counted()
            : new WithoutRows(leaving, tally) { InputRows = _rows };
    }

    public void SaveState(BinaryWriter to)
    {
        to.Write(_rows);
        _keys.Save(to);
    }

    public void MergeState(BinaryReader from)
    {
        _rows += from.ReadInt64();
        _keys.AddSaved(from);
    }

    void IShardedPlanner.Gather(PassRunner passes, PlanInputs inputs) => Gather(passes, inputs);

    public override void Dispose()
    {
        _keys.Dispose();
        base.Dispose();
    }

    private void Decide(ReadOnlySpan<KeyEntry> run, DuplicateGroups? groups, BitMap leaving, DropTally tally)
    {
        int own = run.Length;
        while (own > 0 && run[own - 1].IsOther)
        {
            own--;
        }

        bool across = own < run.Length;
        if (!across && (own == 1 || options.Copies.OnlyAcross))
        {
            return;
        }

        long first = long.MaxValue;
        for (int i = 0; i < own; i++)
        {
            first = Math.Min(first, run[i].Row);
        }

        for (int i = 0; i < own; i++)
        {
            if (groups is null)
            {
                if (across || i > 0)
                {
                    leaving.Set(run[i].Row);
                    tally.Add(across ? AcrossReason : DuplicateReason);
                }
            }
            else if (across)
            {
                groups.AddAcross(run[i].Row, run[own].Row, own);
            }
            else
            {
                groups.Add(run[i].Row, run[0].Row, first, own);
            }
        }
    }
}
