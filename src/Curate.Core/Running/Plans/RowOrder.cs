using Curate.Core.Data;

namespace Curate.Core.Running.Plans;

/// <summary>
/// Rows in an order of their own, each possibly several times: the output is a list of row numbers. 8 bytes an output row, twice.
/// </summary>
public sealed class RowOrder : RowPlan
{
    private readonly long[] _order;
    private readonly string _reason;

    /// <param name="order">Row numbers in output order.</param>
    /// <param name="reason">Why rows that are not in it leave.</param>
    public RowOrder(long[] order, string reason)
    {
        _order = order;
        _reason = reason;
    }

    public override long OutputRows => _order.Length;

    public override bool Reorders => true;

    public override PlanCursor Open()
    {
        // Sorted by row, so that one walk over the source meets each row's places in turn.
        var places = new long[_order.Length];
        for (long i = 0; i < places.Length; i++)
        {
            places[i] = i;
        }

        Array.Sort(places, (a, b) => _order[a] != _order[b] ? _order[a].CompareTo(_order[b]) : a.CompareTo(b));
        return new Cursor(this, places);
    }

    public override void Save(BinaryWriter to)
    {
        to.Write("order");
        to.Write(InputRows);
        to.Write(_order.Length);
        foreach (long row in _order)
        {
            to.Write(row);
        }

        to.Write(_reason);
        to.Write(Dropped.Total);
    }

    internal static RowOrder Load(BinaryReader from)
    {
        long input = from.ReadInt64();
        var order = new long[from.ReadInt32()];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = from.ReadInt64();
        }

        string reason = from.ReadString();
        var plan = new RowOrder(order, reason) { InputRows = input };
        plan.Dropped.Add(reason, from.ReadInt64());
        return plan;
    }

    private sealed class Cursor(RowOrder plan, long[] places) : PlanCursor
    {
        private long _next;

        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                long row = batch.FirstRow + i;
                bool any = false;
                while (_next < places.Length && plan._order[places[_next]] == row)
                {
                    into.Keep(i, (ulong)places[_next++]);
                    any = true;
                }

                if (!any && into.WantDropped)
                {
                    into.Drop(i, plan._reason);
                }
            }
        }
    }
}
