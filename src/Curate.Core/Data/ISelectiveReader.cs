namespace Curate.Core.Data;

/// <summary>One pass over chosen rows of a source, on one thread. Rows that are left out are checked as in any other pass.</summary>
public interface ISelectiveReader : IDisposable
{
    /// <summary>Input bytes consumed so far, for progress.</summary>
    long BytesRead { get; }

    /// <summary>Fills <paramref name="batch"/> with the next of the chosen rows, up to its capacity and its target of bytes. Its row numbers mean nothing.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="first">The row of the source from which <paramref name="rows"/> count.</param>
    /// <param name="rows">Ascending, repeats allowed; none lies before the last row that was delivered.</param>
    /// <param name="mayDefer">Columns may wait for <see cref="RecordBatch.Decode"/>.</param>
    /// <param name="ct">Stops the reading.</param>
    /// <returns>How many of the rows the batch holds; less than 1 where the source ends before the first of them.</returns>
    int Read(RecordBatch batch, long first, ReadOnlySpan<int> rows, bool mayDefer, CancellationToken ct);

    /// <summary>Goes to the end of the source, for the checks of the rows that are left.</summary>
    void Finish(CancellationToken ct);
}
