using System.Text;
using Curate.Core.Data;
using Curate.Formats.Files;

namespace Curate.Formats.Csv;

/// <summary>
/// Writes rows as CSV. Copied rows that lie together in a batch are written as one block; added values are set behind a record's bytes;
/// a record with edits is cut, and only its edited fields are written anew. Memory: one buffer of 1 MiB, or of the largest row.
/// </summary>
internal sealed class CsvSink : IRecordSink
{
    private const int FlushBytes = 1024 * 1024;

    /// <summary>Blocks of this size go to the output as they are: copying them into the buffer saves no call.</summary>
    private const int DirectBytes = 128 * 1024;

    private readonly SinkShape _shape;
    private readonly IByteOutput _output;
    private readonly Stream _stream;
    private readonly ByteBuffer _buffer = new(FlushBytes + DirectBytes);
    private readonly CsvFieldEncoder _encoder;
    private readonly CsvFieldSplitter _splitter;
    private readonly CsvEdits _edits;
    private readonly byte[] _terminator;
    private readonly byte _delimiter;
    private readonly int _ownFields;
    private long _flushed;

    public CsvSink(CsvDialect dialect, SinkShape shape, IByteOutput output)
    {
        _shape = shape;
        _output = output;
        _stream = output.Stream;
        _encoder = new CsvFieldEncoder(dialect);
        _splitter = new CsvFieldSplitter(dialect);
        _edits = new CsvEdits(shape.Schema);
        _terminator = dialect.Terminator();
        _delimiter = (byte)dialect.Delimiter;
        _ownFields = shape.Schema.Count - shape.Added.Count;
        if (dialect.HasHeader)
        {
            AppendHeader();
        }
    }

    public long BytesWritten => _flushed + _buffer.Length;

    /// <inheritdoc/>
    public void Write(RecordBatch batch, ReadOnlySpan<int> rows)
    {
        if (CanCopy(batch))
        {
            var records = (RecordBytes)batch.Payload!;
            for (int i = 0; i < rows.Length;)
            {
                int first = i++;
                while (i < rows.Length && rows[i] == rows[i - 1] + 1)
                {
                    i++;
                }

                AppendBlock(records.Range(rows[first], rows[i - 1] + 1));
            }

            return;
        }

        _edits.Begin(batch.Edits);
        foreach (int row in rows)
        {
            AppendRow(batch, row);
        }
    }

    /// <inheritdoc/>
    public void WriteAll(RecordBatch batch)
    {
        if (CanCopy(batch))
        {
            AppendBlock(((RecordBytes)batch.Payload!).Range(0, batch.Count));
            return;
        }

        _edits.Begin(batch.Edits);
        for (int row = 0; row < batch.Count; row++)
        {
            AppendRow(batch, row);
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        Flush();
        _output.Complete();
    }

    public void Dispose() => _output.Dispose();

    private bool CanCopy(RecordBatch batch) => _shape.Layout is not null && _shape.Added.Count == 0 && batch.Edits.Count == 0;

    /// <summary>The header of the file that rows are copied from stays as it is written there, where it names the same columns.</summary>
    private void AppendHeader()
    {
        TableSchema schema = _shape.Schema;
        int written = 0;
        if (_shape.Layout is CsvLayout { RawHeader.Length: > 0 } copied && copied.Names.Count == _ownFields)
        {
            while (written < _ownFields && copied.Names[written] == schema[written].Name)
            {
                written++;
            }

            written = written == _ownFields ? written : 0;
            _buffer.Append(written == 0 ? default : copied.RawHeader.Span);
        }

        for (int i = written; i < schema.Count; i++)
        {
            if (i > 0)
            {
                _buffer.Append(_delimiter);
            }

            _encoder.Append(_buffer, Encoding.UTF8.GetBytes(schema[i].Name), schema[i].Name);
        }

        _buffer.Append(_terminator);
    }

    private void AppendBlock(ReadOnlySpan<byte> block)
    {
        if (block.Length >= DirectBytes)
        {
            Flush();
            _stream.Write(block);
            _flushed += block.Length;
            return;
        }

        _buffer.Append(block);
        if (_buffer.Length >= FlushBytes)
        {
            Flush();
        }
    }

    private void AppendRow(RecordBatch batch, int row)
    {
        bool edited = _edits.Select(row);
        int own = 0;
        if (_shape.Layout is not null)
        {
            ReadOnlySpan<byte> record = ((RecordBytes)batch.Payload!)[row];
            if (edited)
            {
                AppendEdited(record);
            }
            else
            {
                _buffer.Append(record);
            }

            own = _ownFields;
        }

        for (int i = own; i < _shape.Schema.Count; i++)
        {
            if (i > 0)
            {
                _buffer.Append(_delimiter);
            }

            if (edited && _edits.TryGet(i, out CellValue value))
            {
                AppendEdit(value, i);
            }
            else
            {
                AppendValue(i < _ownFields ? batch[_shape.FirstColumn + i] : batch.Added[i - _ownFields], row, _shape.Schema[i]);
            }
        }

        _buffer.Append(_terminator);
        if (_buffer.Length >= FlushBytes)
        {
            Flush();
        }
    }

    private void AppendEdited(ReadOnlySpan<byte> record)
    {
        _splitter.Split(record);
        if (_splitter.Count != _ownFields)
        {
            throw new InvalidOperationException($"A record of {_splitter.Count} fields stands among records of {_ownFields}.");
        }

        for (int i = 0; i < _ownFields; i++)
        {
            if (i > 0)
            {
                _buffer.Append(_delimiter);
            }

            if (_edits.TryGet(i, out CellValue value))
            {
                AppendEdit(value, i);
            }
            else
            {
                _buffer.Append(_splitter.Field(record, i));
            }
        }
    }

    private void AppendEdit(in CellValue value, int field)
    {
        if (!value.IsNull)
        {
            int start = _buffer.Length;
            ValueWriter.Append(_buffer, value, _shape.Schema[field].IsSingle);
            _encoder.Finish(_buffer, start, _shape.Schema[field].Name);
        }
    }

    private void AppendValue(Column column, int row, Field field)
    {
        if (column.IsNull(row))
        {
            return;
        }

        if (column is TextColumn { Kind: not ColumnKind.Bytes } text)
        {
            _encoder.Append(_buffer, text[row], field.Name);
            return;
        }

        int start = _buffer.Length;
        ValueWriter.Append(_buffer, column, row, field.IsSingle);
        _encoder.Finish(_buffer, start, field.Name);
    }

    private void Flush()
    {
        _stream.Write(_buffer.Written);
        _flushed += _buffer.Length;
        _buffer.Clear();
    }
}
