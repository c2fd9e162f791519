using Curate.Core.Data;
using Curate.Core.Randomness;

namespace Curate.Core.Running.Plans;

/// <summary>
/// All rows in random order: a row's place follows from its keyed draw, so the plan holds nothing per row. Ties of the 64-bit draws
/// keep input order.
/// </summary>
public sealed class ShuffledOrder(ulong seed, string purpose) : RowPlan
{
    public override long OutputRows => InputRows;

    public override bool Reorders => true;

    public override PlanCursor Open() => new Cursor(new SeededDraw(seed, purpose));

    public override void Save(BinaryWriter to)
    {
        to.Write("shuffled");
        to.Write(InputRows);
        to.Write(seed);
        to.Write(purpose);
    }

    internal static ShuffledOrder Load(BinaryReader from)
    {
        long rows = from.ReadInt64();
        ulong seed = from.ReadUInt64();
        return new ShuffledOrder(seed, from.ReadString()) { InputRows = rows };
    }

    private sealed class Cursor(SeededDraw draw) : PlanCursor
    {
        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                into.Keep(i, draw.Bits(batch.Source, batch.FirstRow + i));
            }
        }
    }
}
