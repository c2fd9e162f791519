using Curate.Core.Data;

namespace Curate.Formats.Files;

/// <summary>Puts all rows of a batch together away from the thread that writes, which then copies them in blocks. Memory: the bytes of a batch, 16 MiB at most.</summary>
internal sealed class RowEncoder(IRowWriter writer, byte[] terminator) : IRowEncoder, IRowTarget
{
    // Records beyond a batch's usual size go to the output one by one: a copy of them all would double the memory of a huge one.
    private const long MostBytes = 4L * RecordBatch.TargetBytes;

    private readonly RecordBytes _records = new(terminator);
    private readonly BatchRows _all = new();

    /// <inheritdoc/>
    public void Encode(RecordBatch batch)
    {
        if (writer.CanCopy(batch) || batch.Payload?.Bytes > MostBytes)
        {
            return;
        }

        _records.Clear();
        writer.Write(batch, _all.Of(batch), this);
        batch.Encoded = _records;
    }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> row) => _records.Append(row);
}
