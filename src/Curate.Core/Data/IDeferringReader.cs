namespace Curate.Core.Data;

/// <summary>
/// A reader that can leave the decoding of columns to the threads that look at them, so that the one thread that must read in order does nothing else.
/// A view that looks at columns itself does not implement this: its <see cref="IRecordReader.Read"/> gives finished batches.
/// </summary>
public interface IDeferringReader : IRecordReader
{
    /// <summary>As <see cref="IRecordReader.Read"/>, except that columns may wait for <see cref="RecordBatch.Decode"/>.</summary>
    bool ReadDeferred(RecordBatch batch, CancellationToken ct);
}
