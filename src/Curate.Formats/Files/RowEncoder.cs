using Curate.Core.Data;

namespace Curate.Formats.Files;

/// <summary>Puts all rows of a batch together away from the thread that writes, which then copies them in blocks. Memory: the bytes of a batch, 16 MiB at most.</summary>
internal sealed class RowEncoder(IRowWriter writer, byte[] terminator) : IRowEncoder
{
    // Records beyond a batch's usual size go to the output one by one: a copy of them all would double the memory of a huge one.
    private const long MostBytes = 4L * RecordBatch.TargetBytes;

    private readonly RecordBytes _records = new(terminator);

    /// <inheritdoc/>
    public void Encode(RecordBatch batch)
    {
        if (writer.CanCopy(batch) || batch.Payload?.Bytes > MostBytes)
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
