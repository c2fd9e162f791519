using Curate.Core.Data;

namespace Curate.Core.Tests.Support;

/// <summary>Two tables of the same columns, one after the other, as a dataset of two files is: a batch never spans both.</summary>
internal sealed class ConcatSource(IRecordSource first, long firstRows, IRecordSource second) : IRecordSource
{
    public string Name => "two parts";

    public TableSchema Schema => first.Schema;

    public IReadOnlyList<Field> Added => [];

    public long? RowCount => null;

    public long? SizeBytes => null;

    public bool CanReopen => true;

    public PayloadLayout? Layout => first.Layout;

    public ColumnKind RawKind => first.RawKind;

    public bool HasColumn(string column) => first.HasColumn(column);

    public IRecordReader Open(ReadRequest request) => new Reader(
        first.Open(request with { ToRow = Math.Min(firstRows, request.ToRow) }),
        second.Open(request with { FromRow = Math.Max(0, request.FromRow - firstRows), ToRow = Math.Max(0, request.ToRow == long.MaxValue ? long.MaxValue : request.ToRow - firstRows) }),
        firstRows);

    public void Dispose()
    {
    }

    private sealed class Reader(IRecordReader first, IRecordReader second, long firstRows) : IRecordReader
    {
        private bool _inSecond;

        public long BytesRead => first.BytesRead + second.BytesRead;

        public bool Read(RecordBatch batch, CancellationToken ct)
        {
            if (!_inSecond)
            {
                if (first.Read(batch, ct))
                {
                    return true;
                }

                _inSecond = true;
            }

            if (!second.Read(batch, ct))
            {
                return false;
            }

            batch.FirstRow += firstRows;
            return true;
        }

        public void Dispose()
        {
            first.Dispose();
            second.Dispose();
        }
    }
}
