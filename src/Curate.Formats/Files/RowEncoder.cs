using Curate.Core.Data;

namespace Curate.Formats.Files;

/// <summary>Puts all rows of a batch together away from the thread that writes, which then copies them in blocks. Memory: the bytes of a batch.</summary>
internal sealed class RowEncoder(IRowWriter writer, byte[] terminator) : IRowEncoder
{
    private readonly RecordBytes _records = new(terminator);

    /// <inheritdoc/>
    public void Encode(RecordBatch batch)
    {
        if (writer.CanCopy(batch))
        {
            return;
        }

        _records.Clear();
        writer.Begin(batch);
        for (int row = 0; row < batch.Count; row++)
        {
            _records.Append(writer.Row(batch, row));
        }

        batch.Encoded = _records;
    }
}
