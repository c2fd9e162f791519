using Curate.Core.Data;

namespace Curate.Core.Running.Plans;

/// <summary>Keeps the rows of a list, in order: 8 bytes for each row that stays, however many there are.</summary>
public sealed class ListedRows : RowPlan
{
    private readonly long[] _rows;
    private readonly string _reason;

    /// <param name="rows">Row numbers, ascending, each once.</param>
    /// <param name="inputRows">Rows of the source.</param>
    /// <param name="reason">Why all others leave.</param>
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public ListedRows(long[] rows, long inputRows, string reason)
    {
        _rows = rows;
        _reason = reason;
        InputRows = inputRows;
        Dropped.Add(reason, inputRows - rows.Length);
    }

    public override long OutputRows => _rows.Length;

    public override PlanCursor Open() => new Cursor(this);

    public override void Save(BinaryWriter to)
    {
        to.Write("listed");
        to.Write(InputRows);
        to.Write(_reason);
        to.Write(_rows.Length);
        foreach (long row in _rows)
        {
            to.Write(row);
        }
    }

    internal static ListedRows Load(BinaryReader from)
    {
        long input = from.ReadInt64();
        string reason = from.ReadString();
        var rows = new List<long>();
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            rows.Add(from.ReadInt64());
        }

        return new ListedRows([.. rows], input, reason);
    }

    private sealed class Cursor(ListedRows plan) : PlanCursor
    {
        private int _next;

        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                if (_next < plan._rows.Length && plan._rows[_next] == batch.FirstRow + i)
                {
                    _next++;
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
