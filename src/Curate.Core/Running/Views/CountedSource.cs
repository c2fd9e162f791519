using Curate.Core.Data;

namespace Curate.Core.Running.Views;

/// <summary>A source that remembers how many rows a complete pass over it delivered. Nothing is read for the sake of counting.</summary>
/// <param name="source">The source below; the view does not own it.</param>
public sealed class CountedSource(IRecordSource source) : SourceView(source)
{
    private long _counted = -1;

    /// <summary>Rows, once a pass went to the end or where the source knows them; else null.</summary>
    public long? Counted => Volatile.Read(ref _counted) is >= 0 and var rows ? rows : Source.RowCount;

    public override long? RowCount => Counted;

    /// <inheritdoc/>
    /// <remarks>A pass over a range, or one that leaves out rows by a condition, tells nothing about the whole.</remarks>
    public override IRecordReader Open(ReadRequest request)
    {
        IRecordReader reader = Source.Open(request);
        return request is { FromRow: 0, ToRow: long.MaxValue, Condition: null } && Counted is null ? new Reader(this, reader) : reader;
    }

    public override IRecordSource? Same(ReadRequest request) => Counted is null ? null : Source;

    private sealed class Reader(CountedSource view, IRecordReader inner) : IDeferringReader
    {
        private long _rows;

        public long BytesRead => inner.BytesRead;

        public bool Read(RecordBatch batch, CancellationToken ct) => Count(inner.Read(batch, ct), batch);

        public bool ReadDeferred(RecordBatch batch, CancellationToken ct) => Count(inner is IDeferringReader deferring ? deferring.ReadDeferred(batch, ct) : inner.Read(batch, ct), batch);

        public void Dispose() => inner.Dispose();

        private bool Count(bool any, RecordBatch batch)
        {
            if (any)
            {
                _rows += batch.Count;
            }
            else
            {
                Volatile.Write(ref view._counted, _rows);
            }

            return any;
        }
    }
}
