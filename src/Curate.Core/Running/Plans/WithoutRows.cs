using Curate.Core.Data;
using Curate.Core.Methods;

namespace Curate.Core.Running.Plans;

/// <summary>Drops the rows of a bitmap, in order, for one reason or several that only the tally tells apart; n / 8 bytes.</summary>
public sealed class WithoutRows : RowPlan
{
    private readonly BitMap _leaving;
    private readonly string _reason;

    /// <param name="leaving">A set bit for each row that leaves.</param>
    /// <param name="tally">How many, by reason.</param>
    public WithoutRows(BitMap leaving, DropTally tally)
    {
        _leaving = leaving;
        Dropped.Add(tally);
        _reason = string.Join('+', tally.ByReason.Select(static r => r.Key));
    }

    public override long OutputRows => InputRows - Dropped.Total;

    public override PlanCursor Open() => new Cursor(this);

    public override void Save(BinaryWriter to)
    {
        to.Write("without");
        to.Write(InputRows);
        KeyValuePair<string, long>[] reasons = [.. Dropped.ByReason];
        to.Write(reasons.Length);
        foreach ((string reason, long rows) in reasons)
        {
            to.Write(reason);
            to.Write(rows);
        }

        _leaving.Save(to);
    }

    internal static WithoutRows Load(BinaryReader from)
    {
        long rows = from.ReadInt64();
        var tally = new DropTally();
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            string reason = from.ReadString();
            tally.Add(reason, from.ReadInt64());
        }

        return new WithoutRows(BitMap.Load(from), tally) { InputRows = rows };
    }

    private sealed class Cursor(WithoutRows plan) : PlanCursor
    {
        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                if (!plan._leaving[batch.FirstRow + i])
                {
                    into.Keep(i);
                }
                else if (into.WantDropped)
                {
                    into.Drop(i, plan._reason);
                }
            }
        }
    }
}
