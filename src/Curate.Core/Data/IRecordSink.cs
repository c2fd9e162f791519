namespace Curate.Core.Data;

/// <summary>Where rows go. Nothing is visible to others before <see cref="Complete"/>.</summary>
public interface IRecordSink : IDisposable
{
    /// <summary>Writes rows of a batch, by index in the batch, in the order given; repeats are allowed.</summary>
    void Write(RecordBatch batch, ReadOnlySpan<int> rows);

    /// <summary>Writes every row of a batch in order.</summary>
    void WriteAll(RecordBatch batch);

    /// <summary>
    /// Makes encoders for batches on their way to this sink, on any thread; null where the sink has none. A batch that went through one is then written faster,
    /// and to the same bytes.
    /// </summary>
    Func<IRowEncoder>? Encoder => null;

    /// <summary>Commits. Disposing without it discards everything.</summary>
    void Complete();

    /// <summary>Bytes written so far.</summary>
    long BytesWritten { get; }
}
