using Curate.Core.Data;

namespace Curate.Formats.Files;

/// <summary>Writes rows to numbered parts.</summary>
internal sealed class RollingSink : IRecordSink
{
    private readonly OutputSet _set;
    private readonly PartWriter _writer;
    private readonly BatchRows _all = new();

    public RollingSink(OutputSet set, PartFormat format, SinkShape shape, long rowsPerFile)
    {
        _set = set;
        _writer = new PartWriter(number => set.Add("", number, BlockWriteStream.DefaultBlockBytes), format, shape, rowsPerFile);
        try
        {
            // A folder that cannot be written to is found out now, not after the work.
            Encoder = _writer.Open().Encoder;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public long BytesWritten => _writer.BytesWritten;

    /// <inheritdoc/>
    public Func<IRowEncoder>? Encoder { get; }

    public void Write(RecordBatch batch, ReadOnlySpan<int> rows) => _writer.Write(batch, rows);

    public void WriteAll(RecordBatch batch)
    {
        if (batch.Count > 0 && !_writer.TryWriteAll(batch))
        {
            _writer.Write(batch, _all.Of(batch));
        }
    }

    public void Complete()
    {
        _writer.Park();
        _set.Complete();
    }

    public void Dispose()
    {
        _writer.Dispose();
        _set.Dispose();
    }
}
