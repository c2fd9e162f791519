namespace Curate.Core.Data;

/// <summary>One pass over a source, on one thread at a time.</summary>
public interface IRecordReader : IDisposable
{
    /// <summary>Fills <paramref name="batch"/> with the next rows; false at the end. A filled batch has at least one row.</summary>
    bool Read(RecordBatch batch, CancellationToken ct);

    /// <summary>Input bytes consumed so far, for progress.</summary>
    long BytesRead { get; }

    /// <summary>
    /// Batches that should lie ready beyond the usual few, because some take many times as long to read as the others. Asked once, behind the first.
    /// </summary>
    int MoreAhead => 0;
}
