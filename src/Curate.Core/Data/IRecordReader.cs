namespace Curate.Core.Data;

/// <summary>One pass over a source, on one thread.</summary>
public interface IRecordReader : IDisposable
{
    /// <summary>Fills <paramref name="batch"/> with the next rows; false at the end. A filled batch has at least one row.</summary>
    bool Read(RecordBatch batch, CancellationToken ct);

    /// <summary>Input bytes consumed so far, for progress.</summary>
    long BytesRead { get; }
}
