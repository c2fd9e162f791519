using Curate.Core.Data;

namespace Curate.Core.Running;

/// <summary>Hands rows that are held in memory over in batches: the walk over them and the range of a request that sources of such rows share.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="rows">Rows held.</param>
internal abstract class HeldRowsReader(ReadRequest request, long rows) : IRecordReader
{
    private long _row = request.FromRow;

    public long BytesRead => 0;

    /// <summary>Rows of a batch at most, beside its capacity.</summary>
    protected virtual int MostRows => int.MaxValue;

    public bool Read(RecordBatch batch, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        batch.Begin(request, null);
        batch.Source = 0;
        batch.FirstRow = _row;
        int count = (int)Math.Min(Math.Min(batch.Capacity, MostRows), Math.Min(rows, request.ToRow) - _row);
        if (count <= 0)
        {
            return false;
        }

        Append(batch, (int)_row, count);
        batch.Count = count;
        _row += count;
        return true;
    }

    public void Dispose()
    {
    }

    /// <summary>Appends rows to the columns of an empty batch.</summary>
    protected abstract void Append(RecordBatch batch, int first, int count);
}
