using Curate.Core.Data;

namespace Curate.Formats.Files;

/// <summary>
/// Writes rows as lines of bytes. Rows that lie together in a batch as they are to be written are written as one block; others are put together first, by the
/// threads that look at batches where those do so (<see cref="Encoder"/>). Memory: one buffer of 1 MiB, or of the largest row.
/// </summary>
internal sealed class LineSink : IRecordSink, IRowTarget
{
    private const int FlushBytes = 1024 * 1024;

    /// <summary>Blocks of this size go to the output as they are: copying them into the buffer saves no call.</summary>
    private const int DirectBytes = 128 * 1024;

    private readonly IByteOutput _output;
    private readonly IRowWriter _rows;
    private readonly byte[] _terminator;
    private readonly BatchRows _all = new();
    private readonly ByteBuffer _buffer = new(FlushBytes + DirectBytes);
    private long _flushed;

    /// <param name="output">Takes the bytes.</param>
    /// <param name="writers">Makes what puts rows together.</param>
    /// <param name="terminator">The line end.</param>
    /// <param name="header">What comes before the first row.</param>
    public LineSink(IByteOutput output, Func<IRowWriter> writers, byte[] terminator, ReadOnlySpan<byte> header)
    {
        _output = output;
        _rows = writers();
        _terminator = terminator;
        Encoder = () => new RowEncoder(writers(), terminator);
        _buffer.Append(header);
    }

    /// <inheritdoc/>
    public Func<IRowEncoder> Encoder { get; }

    public long BytesWritten => _flushed + _buffer.Length;

    /// <inheritdoc/>
    public void Write(RecordBatch batch, ReadOnlySpan<int> rows)
    {
        if (Ready(batch) is { } records)
        {
            for (int i = 0; i < rows.Length;)
            {
                int first = i++;
                while (i < rows.Length && rows[i] == rows[i - 1] + 1)
                {
                    i++;
                }

                Append(records.Range(rows[first], rows[i - 1] + 1));
            }

            return;
        }

        _rows.Write(batch, rows, this);
    }

    /// <inheritdoc/>
    public void WriteAll(RecordBatch batch)
    {
        if (Ready(batch) is { } records)
        {
            Append(records.Range(0, batch.Count));
            return;
        }

        _rows.Write(batch, _all.Of(batch), this);
    }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> row)
    {
        Append(row);
        _buffer.Append(_terminator);
        FlushIfLarge();
    }

    /// <inheritdoc/>
    public void Complete()
    {
        Flush();
        _output.Complete();
    }

    public void Dispose() => _output.Dispose();

    /// <summary>The rows as they are to be written, or null where they must be put together first.</summary>
    private RecordBytes? Ready(RecordBatch batch) => batch.Encoded ?? (_rows.CanCopy(batch) ? (RecordBytes)batch.Payload! : null);

    private void Append(ReadOnlySpan<byte> block)
    {
        if (block.Length >= DirectBytes)
        {
            Flush();
            _output.Stream.Write(block);
            _flushed += block.Length;
            return;
        }

        _buffer.Append(block);
        FlushIfLarge();
    }

    private void FlushIfLarge()
    {
        if (_buffer.Length >= FlushBytes)
        {
            Flush();
        }
    }

    private void Flush()
    {
        _output.Stream.Write(_buffer.Written);
        _flushed += _buffer.Length;
        _buffer.Clear();
    }
}
