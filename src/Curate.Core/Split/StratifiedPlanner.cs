using Curate.Core.Data;
using Curate.Core.Grouping;
using Curate.Core.Methods;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Split;

/// <summary>
/// Random splits of exact size, with equal shares of each stratum where strata are given. Within a stratum rows are ordered by their
/// keyed draw and cut at the cumulated counts. Memory: 2 to 8 bytes a row.
/// </summary>
internal sealed class StratifiedPlanner(SplitOptions options, RunContext context) : RowPlanner<GroupPart>, IShardedPlanner
{
    private readonly GroupTable _strata = new(options.Strata, keepCodes: true, context);
    private bool _done;

    public override bool NextPass(PlanInputs inputs, out PassRequest pass)
    {
        pass = new PassRequest(0, ReadRequest.Of(_strata.Request), "read strata");
        bool first = !_done;
        _done = true;
        return first;
    }

    public override GroupPart Map(RecordBatch batch, GroupPart? spent) => GroupPart.Of(batch, 0, options.Strata.Count, spent);

    public override void Fold(RecordBatch batch, GroupPart part) => _strata.Fold(part);

    public override RowPlan Plan() => Decide();

    public RowPlan Decide()
    {
        long[] sizes = [.. Enumerable.Range(0, _strata.Count).Select(_strata.RowsOf)];
        // Strata enter the rounding in sorted order, so that the result does not depend on which one appears first.
        int[] sorted = _strata.Sorted();
        long[][] cells = ControlledRounding.Of([.. sorted.Select(g => sizes[g])], options.Shares);
        var draws = new RowDraws(context.Draw("split"), _strata.Codes);
        int parts = options.Parts;
        var cuts = new DrawThresholds[parts - 1];
        var cumulated = new long[sizes.Length];
        for (int p = 0; p < parts - 1; p++)
        {
            for (int i = 0; i < sorted.Length; i++)
            {
                cumulated[sorted[i]] += cells[i][p];
            }

            cuts[p] = DrawThresholds.Find(draws, cumulated, sizes);
        }

        var assigned = new RowParts(context);
        for (long row = 0; row < draws.Rows; row++)
        {
            int part = 0;
            while (part < parts - 1 && !cuts[part].Includes(draws.GroupOf(row), draws.DrawOf(row), row))
            {
                part++;
            }

            assigned.Append(part);
        }

        var plan = new SplitPlan(assigned, options.SplitNames, options.Column, "none") { InputRows = _strata.Rows };
        plan.Tables.Add(SplitTable.Of(options.SplitNames, assigned, options.Strata.Count > 0 ? _strata : null));
        return plan;
    }

    public void SaveState(BinaryWriter to) => _strata.Save(to);

    public void MergeState(BinaryReader from) => _strata.MergeSaved(from);

    public override void Dispose()
    {
        _strata.Dispose();
        base.Dispose();
    }
}
