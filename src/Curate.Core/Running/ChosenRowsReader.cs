using Curate.Core.Data;

namespace Curate.Core.Running;

/// <summary>Fills batches with rows that are chosen from pieces of a pass below: the walk over pieces, batches and the range of a request that views share.</summary>
/// <param name="request">What was asked for.</param>
internal abstract class ChosenRowsReader(ReadRequest request) : IRecordReader
{
    private int _chosen;
    private int _at;
    private long _row;

    public abstract long BytesRead { get; }

    public bool Read(RecordBatch batch, CancellationToken ct)
    {
        Begin(batch);
        batch.Source = 0;
        batch.FirstRow = Math.Max(_row, request.FromRow);
        while (batch.Count < batch.Capacity && _row < request.ToRow && !(batch.Payload?.Bytes >= RecordBatch.TargetBytes))
        {
            if (_at == _chosen)
            {
                if (Next(batch.Capacity, ct) is not { } chosen)
                {
                    break;
                }

                (_chosen, _at) = (chosen, 0);
                continue;
            }

            int count = (int)Math.Min(Math.Min(_chosen - _at, batch.Capacity - batch.Count), request.ToRow - _row);
            count = _row < request.FromRow ? (int)Math.Min(count, request.FromRow - _row) : Append(batch, _at, count);
            _at += count;
            _row += count;
        }

        return batch.Count > 0;
    }

    public abstract void Dispose();

    /// <summary>Starts an empty batch.</summary>
    protected abstract void Begin(RecordBatch batch);

    /// <summary>Chooses from the next piece; how many rows, or null at the end. The rows of the piece before are done with.</summary>
    protected abstract int? Next(int capacity, CancellationToken ct);

    /// <summary>Appends chosen rows of the last piece; how many, at least one.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="at">The first of them, by its place among the chosen ones.</param>
    /// <param name="count">How many at most.</param>
    protected abstract int Append(RecordBatch batch, int at, int count);
}
