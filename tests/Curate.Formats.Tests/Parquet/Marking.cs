using Curate.Core.Data;
using Curate.Core.Running;

namespace Curate.Formats.Tests.Parquet;

/// <summary>All rows with a further column, and edits of the column <c>id</c>: row 3 becomes null, row 9001 becomes -5.</summary>
internal sealed class Marking : RowPlan
{
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public Marking(long rows) => InputRows = rows;

    /// <summary>A further edit.</summary>
    public CellEdit? Wrong { get; init; }

    public override long OutputRows => InputRows;

    public override bool HasEdits => true;

    public override IReadOnlyList<Field> Added { get; } = [new Field("mark", ColumnKind.Text)];

    public override PlanCursor Open() => new Cursor(this);

    public override void Save(BinaryWriter to) => throw new NotSupportedException();

    private sealed class Cursor(Marking plan) : PlanCursor
    {
        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            var marks = (TextColumn)into.Added[0];
            for (int i = 0; i < batch.Count; i++)
            {
                long row = batch.FirstRow + i;
                into.Keep(i);
                if (row % 3 == 0)
                {
                    marks.AppendNull();
                }
                else
                {
                    marks.Append(System.Text.Encoding.UTF8.GetBytes(string.Create(null, $"m{row}")));
                }

                if (row is 3 or 9001)
                {
                    into.Edits.Add(new CellEdit(i, "id", row == 3 ? CellValue.Null(ColumnKind.Whole) : CellValue.OfWhole(-5)));
                }

                if (plan.Wrong is { } wrong && wrong.Row == row)
                {
                    into.Edits.Add(wrong with { Row = i });
                }
            }
        }
    }
}
