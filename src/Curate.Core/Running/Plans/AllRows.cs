using Curate.Core.Data;

namespace Curate.Core.Running.Plans;

/// <summary>Every row once, in order: what conversions and copies do.</summary>
public sealed class AllRows : RowPlan
{
    public override long OutputRows => InputRows;

    public override PlanCursor Open() => new Cursor();

    public override void Save(BinaryWriter to)
    {
        to.Write("all");
        to.Write(InputRows);
    }

    private sealed class Cursor : PlanCursor
    {
        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                into.Keep(i);
            }
        }
    }
}
