using Curate.Core.Data;

namespace Curate.Core.Running.Plans;

/// <summary>Keeps the rows of a bitmap, in order; n / 8 bytes.</summary>
public sealed class KeptRows : RowPlan
{
    private readonly BitMap _kept;
    private readonly string _reason;

    /// <param name="kept">A set bit for each row that stays.</param>
    /// <param name="outputRows">How many bits are set.</param>
    /// <param name="reason">Why the others leave.</param>
    public KeptRows(BitMap kept, long outputRows, string reason)
    {
        _kept = kept;
        OutputRows = outputRows;
        _reason = reason;
    }

    public override long OutputRows { get; }

    /// <summary>The rows that stay, ascending.</summary>
    public IEnumerable<long> Rows => _kept.Rows();

    public override PlanCursor Open() => new Cursor(this);

    public override void Save(BinaryWriter to)
    {
        to.Write("kept");
        to.Write(InputRows);
        to.Write(OutputRows);
        to.Write(_reason);
        _kept.Save(to);
    }

    internal static KeptRows Load(BinaryReader from)
    {
        long input = from.ReadInt64();
        long output = from.ReadInt64();
        string reason = from.ReadString();
        var plan = new KeptRows(BitMap.Load(from), output, reason) { InputRows = input };
        plan.Dropped.Add(reason, input - output);
        return plan;
    }

    private sealed class Cursor(KeptRows plan) : PlanCursor
    {
        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            if (!into.WantDropped)
            {
                into.KeepSet(plan._kept, batch.FirstRow, batch.Count);
                return;
            }

            for (int i = 0; i < batch.Count; i++)
            {
                if (plan._kept[batch.FirstRow + i])
                {
                    into.Keep(i);
                }
                else
                {
                    into.Drop(i, plan._reason);
                }
            }
        }
    }
}
