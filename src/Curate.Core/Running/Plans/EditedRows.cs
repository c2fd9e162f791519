using Curate.Core.Data;

namespace Curate.Core.Running.Plans;

/// <summary>
/// All rows, some with edited values, and made-up rows: copies of a base row plus edits. A made-up row follows its base row, or stands
/// after all original rows in list order when <c>appended</c>. Memory: the edits.
/// </summary>
public sealed class EditedRows : RowPlan
{
    private readonly RowEdits[] _byRow;
    private readonly bool _appended;

    /// <param name="edits">Edits of rows and made-up rows, in any order; made-up rows keep their relative order.</param>
    /// <param name="appended">Made-up rows stand at the end.</param>
    public EditedRows(IReadOnlyList<RowEdits> edits, bool appended)
    {
        _byRow = [.. edits.Select((e, place) => e with { Place = place }).OrderBy(static e => e.Row).ThenBy(static e => e.MadeUp).ThenBy(static e => e.Place)];
        _appended = appended;
        MadeUpRows = edits.Count(static e => e.MadeUp);
    }

    public override long OutputRows => InputRows + MadeUpRows;

    public override long MadeUpRows { get; }

    public override bool Reorders => _appended && MadeUpRows > 0;

    public override bool HasEdits => _byRow.Length > 0;

    public override PlanCursor Open() => new Cursor(this);

    public override void Save(BinaryWriter to)
    {
        to.Write("edited");
        to.Write(InputRows);
        to.Write(_appended);
        RowEdits.SaveAll([.. _byRow.OrderBy(static e => e.Place)], to);
    }

    internal static EditedRows Load(BinaryReader from)
    {
        long input = from.ReadInt64();
        bool appended = from.ReadBoolean();
        return new EditedRows(RowEdits.LoadAll(from), appended) { InputRows = input };
    }

    private sealed class Cursor(EditedRows plan) : PlanCursor
    {
        private int _next;

        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                long row = batch.FirstRow + i;
                Emit(into, i, (ulong)row);
                while (_next < plan._byRow.Length && plan._byRow[_next].Row == row)
                {
                    RowEdits edits = plan._byRow[_next++];
                    if (edits.MadeUp)
                    {
                        Emit(into, i, (ulong)(plan.InputRows + edits.Place));
                    }

                    foreach ((string column, CellValue value) in edits.Cells)
                    {
                        into.Edits.Add(new CellEdit(into.Count - 1, column, value));
                    }
                }
            }
        }

        private void Emit(RowSelection into, int row, ulong key)
        {
            if (plan.Reorders)
            {
                into.Keep(row, key);
            }
            else
            {
                into.Keep(row);
            }
        }
    }
}
