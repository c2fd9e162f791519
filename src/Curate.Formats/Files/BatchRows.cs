using Curate.Core.Data;

namespace Curate.Formats.Files;

/// <summary>The numbers of all rows of a batch, for what takes a list of rows. 4 bytes a row of the largest batch.</summary>
internal sealed class BatchRows
{
    private int[] _rows = [];

    /// <summary>0, 1, 2 ... as many as the batch has rows.</summary>
    public ReadOnlySpan<int> Of(RecordBatch batch)
    {
        if (_rows.Length < batch.Count)
        {
            _rows = [.. Enumerable.Range(0, Math.Max(batch.Count, RecordBatch.DefaultCapacity))];
        }

        return _rows.AsSpan(0, batch.Count);
    }
}
