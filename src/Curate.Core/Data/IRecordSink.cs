namespace Curate.Core.Data;

/// <summary>Where rows go. Nothing is visible to others before <see cref="Complete"/>.</summary>
public interface IRecordSink : IDisposable
{
    /// <summary>Writes rows of a batch, by index in the batch, in the order given; repeats are allowed.</summary>
    void Write(RecordBatch batch, ReadOnlySpan<int> rows);

    /// <summary>Writes every row of a batch in order.</summary>
    void WriteAll(RecordBatch batch);

    /// <summary>Commits. Disposing without it discards everything.</summary>
    void Complete();

    /// <summary>Bytes written so far.</summary>
    long BytesWritten { get; }
}
