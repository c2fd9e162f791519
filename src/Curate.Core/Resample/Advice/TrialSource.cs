using Curate.Core.Data;
using Curate.Core.Running;

namespace Curate.Core.Resample.Advice;

/// <summary>Some of the rows as a dataset.</summary>
/// <param name="table">All rows.</param>
/// <param name="rows">Which of them, in this order.</param>
internal sealed class TrialSource(TrialRows table, int[] rows) : IRecordSource
{
    public string Name => "the training rows of a fold";

    public TableSchema Schema => table.Schema;

    public IReadOnlyList<Field> Added => [];

    public long? RowCount => rows.Length;

    public long? SizeBytes => null;

    public bool CanReopen => true;

    public PayloadLayout? Layout => null;

    public ColumnKind RawKind => ColumnKind.Text;

    public bool HasColumn(string column) => table.Schema.Contains(column);

    public IRecordReader Open(ReadRequest request) => new Reader(table, rows, request);

    public void Dispose()
    {
    }

    private sealed class Reader(TrialRows table, int[] rows, ReadRequest request) : HeldRowsReader(request, rows.Length)
    {
        private readonly Column[] _from = [.. request.Columns.Select(c => table.Columns[table.Schema.IndexOf(c.Name)])];

        protected override void Append(RecordBatch batch, int first, int count)
        {
            for (int c = 0; c < _from.Length; c++)
            {
                CellValues.AppendConverted(batch[c], _from[c], rows.AsSpan(first, count));
            }
        }
    }
}
