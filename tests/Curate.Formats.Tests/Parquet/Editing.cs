using Curate.Core.Data;
using Curate.Core.Running;

namespace Curate.Formats.Tests.Parquet;

/// <summary>All rows with edits.</summary>
internal sealed class Editing : RowPlan
{
    private readonly CellEdit[] _edits;

    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public Editing(long rows, CellEdit[] edits)
    {
        InputRows = rows;
        _edits = edits;
    }

    public override long OutputRows => InputRows;

    public override bool HasEdits => true;

    public override PlanCursor Open() => new Cursor(_edits);

    public override void Save(BinaryWriter to) => throw new NotSupportedException();

    private sealed class Cursor(CellEdit[] edits) : PlanCursor
    {
        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                into.Keep(i);
                foreach (CellEdit edit in edits.Where(e => e.Row == batch.FirstRow + i))
                {
                    into.Edits.Add(edit with { Row = i });
                }
            }
        }
    }
}
