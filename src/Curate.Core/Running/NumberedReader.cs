using Curate.Core.Data;

namespace Curate.Core.Running;

/// <summary>A pass over a known number of rows of which nothing but the numbers is wanted: nothing is read.</summary>
/// <param name="rows">Rows of the view.</param>
/// <param name="request">A range; no columns and no payload.</param>
internal sealed class NumberedReader(long rows, ReadRequest request) : IRecordReader
{
    private readonly long _end = Math.Min(rows, request.ToRow);
    private long _row = request.FromRow;

    public long BytesRead => 0;

    /// <summary>Whether a request wants nothing but numbers of rows.</summary>
    /// <param name="request">The request.</param>
    /// <param name="added">Columns that stand beside the rows.</param>
    public static bool Suffices(ReadRequest request, IReadOnlyList<Field> added) =>
        request is { Payload: false, Columns.Count: 0 } && (request.WithoutAdded || added.Count == 0);

    public bool Read(RecordBatch batch, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        batch.Begin(request, null);
        batch.Source = 0;
        batch.FirstRow = _row;
        batch.Count = (int)Math.Max(0, Math.Min(batch.Capacity, _end - _row));
        _row += batch.Count;
        return batch.Count > 0;
    }

    public void Dispose()
    {
    }
}
