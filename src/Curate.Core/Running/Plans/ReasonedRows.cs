using Curate.Core.Data;

namespace Curate.Core.Running.Plans;

/// <summary>Drops rows, each for its own reason, and changes values of some that stay; the order is kept. n / 8 bytes a reason, and the edits.</summary>
public sealed class ReasonedRows : RowPlan
{
    private readonly (string Reason, BitMap Leaving)[] _leaving;
    private readonly RowEdits[] _edits;

    /// <param name="leaving">Reasons, each with a set bit for the rows that leave for it; no row has two.</param>
    /// <param name="edits">Edits of rows that stay, none of them made up; null for none.</param>
    public ReasonedRows(IReadOnlyList<(string Reason, BitMap Leaving)> leaving, IReadOnlyList<RowEdits>? edits = null)
    {
        _leaving = [.. leaving];
        _edits = [.. (edits ?? []).OrderBy(static e => e.Row)];
        foreach ((string reason, BitMap rows) in _leaving)
        {
            Dropped.Add(reason, rows.PopCount());
        }
    }

    public override long OutputRows => InputRows - Dropped.Total;

    public override bool HasEdits => _edits.Length > 0;

    public override PlanCursor Open() => new Cursor(this);

    public override void Save(BinaryWriter to)
    {
        to.Write("reasoned");
        to.Write(InputRows);
        to.Write(_leaving.Length);
        foreach ((string reason, BitMap rows) in _leaving)
        {
            to.Write(reason);
            rows.Save(to);
        }

        RowEdits.SaveAll(_edits, to);
    }

    internal static ReasonedRows Load(BinaryReader from)
    {
        long input = from.ReadInt64();
        var leaving = new List<(string, BitMap)>();
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            string reason = from.ReadString();
            leaving.Add((reason, BitMap.Load(from)));
        }

        return new ReasonedRows(leaving, RowEdits.LoadAll(from)) { InputRows = input };
    }

    private sealed class Cursor(ReasonedRows plan) : PlanCursor
    {
        private int _next;

        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                long row = batch.FirstRow + i;
                string? reason = ReasonOf(row);
                if (reason is not null)
                {
                    if (into.WantDropped)
                    {
                        into.Drop(i, reason);
                    }

                    continue;
                }

                into.Keep(i);
                for (; _next < plan._edits.Length && plan._edits[_next].Row == row; _next++)
                {
                    foreach ((string column, CellValue value) in plan._edits[_next].Cells)
                    {
                        into.Edits.Add(new CellEdit(into.Count - 1, column, value));
                    }
                }
            }
        }

        private string? ReasonOf(long row)
        {
            foreach ((string reason, BitMap rows) in plan._leaving)
            {
                if (rows[row])
                {
                    return reason;
                }
            }

            return null;
        }
    }
}
