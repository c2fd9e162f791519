using Curate.Core.Data;

namespace Curate.Formats.Tests.JsonLines;

/// <summary>A source whose rows are columns in memory, all in one batch.</summary>
internal sealed class ColumnsOnly(
    TableSchema schema, int rows, IReadOnlyList<Column> columns, IReadOnlyList<CellEdit> edits, ColumnKind rawKind = ColumnKind.Bytes) : IRecordSource
{
    public string Name => "columns";

    public TableSchema Schema => schema;

    public IReadOnlyList<Field> Added => [];

    public long? RowCount => rows;

    public long? SizeBytes => null;

    public bool CanReopen => true;

    public PayloadLayout? Layout => null;

    public ColumnKind RawKind => rawKind;

    public bool HasColumn(string column) => schema.Contains(column);

    public IRecordReader Open(ReadRequest request) => new Reader(this, request);

    public void Dispose()
    {
    }

    private sealed class Reader(ColumnsOnly source, ReadRequest request) : IRecordReader
    {
        private bool _done;

        public long BytesRead => 0;

        private int RowsLeft => _done ? 0 : source.Rows;

        public bool Read(RecordBatch batch, CancellationToken ct)
        {
            batch.Begin(request, null);
            batch.Count = RowsLeft;
            for (int c = 0; c < request.Columns.Count; c++)
            {
                for (int row = 0; row < batch.Count; row++)
                {
                    batch[c].AppendFrom(source.Columns[c], row);
                }
            }

            batch.Edits = [.. source.Edits];
            _done = true;
            return batch.Count > 0;
        }

        public void Dispose()
        {
        }
    }

    private int Rows => rows;

    private IReadOnlyList<Column> Columns => columns;

    private IReadOnlyList<CellEdit> Edits => edits;
}
