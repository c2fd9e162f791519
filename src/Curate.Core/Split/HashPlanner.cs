using Curate.Core.Data;
using Curate.Core.Grouping;
using Curate.Core.Hashing;
using Curate.Core.Methods;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Split;

/// <summary>
/// Splits by the hash of a key: a key has its split for good, whatever rows are added later, and equal keys stay together. Sizes are
/// right in expectation, not exactly. Memory: 1 to 4 bytes a row.
/// </summary>
internal sealed class HashPlanner(SplitOptions options, RunContext context) : RowPlanner<int[]>, IShardedPlanner
{
    private RowParts _parts = new(context);
    private bool _done;

    public override bool NextPass(PlanInputs inputs, out PassRequest pass)
    {
        pass = new PassRequest(0, new ReadRequest { Columns = [.. options.ByHash.Select(static c => new ColumnRequest(c, ColumnKind.Text))] }, "hash keys");
        bool first = !_done;
        _done = true;
        return first;
    }

    public override int[] Map(RecordBatch batch, int[]? spent)
    {
        int[] parts = spent?.Length >= batch.Count ? spent : new int[Math.Max(batch.Count, batch.Capacity)];
        SeededDraw draw = context.Draw("split-by-hash");
        IReadOnlyList<double> shares = options.Shares;
        double sum = shares.Sum();
        byte[] buffer = new byte[256];
        for (int row = 0; row < batch.Count; row++)
        {
            Hash128 key = Hash128.Of(GroupKey.Of(batch, 0, options.ByHash.Count, row, ref buffer));
            double place = draw.Unit(0, (long)key.Low) * sum;
            int part = 0;
            for (double end = shares[0]; part < shares.Count - 1 && place >= end; end += shares[part])
            {
                part++;
            }

            parts[row] = part;
        }

        return parts;
    }

    public override void Fold(RecordBatch batch, int[] part)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            _parts.Append(part[row]);
        }
    }

    public override RowPlan Plan() => Decide();

    public RowPlan Decide()
    {
        RowParts parts = _parts;
        _parts = new RowParts(context);
        var plan = new SplitPlan(parts, options.SplitNames, options.Column, "none") { InputRows = parts.Count };
        plan.Tables.Add(SplitTable.Of(options.SplitNames, parts, null));
        return plan;
    }

    public override void Dispose()
    {
        _parts.Dispose();
        base.Dispose();
    }

    public void SaveState(BinaryWriter to) => _parts.Save(to);

    public void MergeState(BinaryReader from)
    {
        using RowParts more = RowParts.Load(from, options.Parts);
        for (long row = 0; row < more.Count; row++)
        {
            _parts.Append(more[row]);
        }
    }
}
