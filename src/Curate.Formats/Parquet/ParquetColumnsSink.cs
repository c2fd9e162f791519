using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Files;
using Curate.Parquet.Schema;

namespace Curate.Formats.Parquet;

/// <summary>
/// Writes rows of other formats from their columns. A row group ends after the row that fills it, so its borders depend on the rows alone.
/// Memory: the values of two row groups, as codes where they repeat, and the chunks of one.
/// </summary>
internal sealed class ParquetColumnsSink : IRecordSink
{
    private readonly ParquetOutput _output;
    private readonly SinkShape _shape;
    private readonly ColumnLeaf[] _leaves;
    private readonly int _mostRows;
    private readonly long _mostBytes;
    private readonly BatchRows _all = new();
    private int _rows;
    private long _bytes;

    public ParquetColumnsSink(IByteOutput output, SinkShape shape, ParquetWriteOptions options)
    {
        _shape = shape;
        _mostRows = options.RowGroupRows ?? ParquetWriteOptions.DefaultRowGroupRows;
        _mostBytes = options.RowGroupRows is null ? options.RowGroupBytes : long.MaxValue;
        var schema = new ParquetSchemaBuilder();
        foreach (Field field in shape.Schema.Fields)
        {
            ColumnLeaf.AddTo(schema, field);
        }

        _output = new ParquetOutput(output, schema.Build(), options);
        _leaves = [.. shape.Schema.Fields.Select(static _ => new ColumnLeaf())];
    }

    public long BytesWritten => _output.BytesWritten;

    public void WriteAll(RecordBatch batch) => Write(batch, _all.Of(batch));

    public void Write(RecordBatch batch, ReadOnlySpan<int> rows)
    {
        NeedKnownEdits(batch);
        while (!rows.IsEmpty)
        {
            int count = Fitting(batch, rows, out long bytes);
            for (int leaf = 0; leaf < _leaves.Length; leaf++)
            {
                _leaves[leaf].Append(_output.Encoder(leaf), _shape.ColumnOf(batch, leaf), rows[..count]);
            }

            _rows += count;
            _bytes += bytes;
            rows = rows[count..];
            if (_rows >= _mostRows || _bytes >= _mostBytes)
            {
                Flush();
            }
        }
    }

    public void Complete()
    {
        Flush();
        _output.Complete([]);
    }

    public void Dispose() => _output.Dispose();

    // Rows up to and including the one that fills the row group.
    private int Fitting(RecordBatch batch, ReadOnlySpan<int> rows, out long bytes)
    {
        int count = Math.Min(rows.Length, _mostRows - _rows);
        bytes = SizeOf(batch, rows[..count]);
        if (_bytes + bytes < _mostBytes)
        {
            return count;
        }

        bytes = 0;
        int row = 0;
        while (row < count && _bytes + bytes < _mostBytes)
        {
            bytes += SizeOf(batch, rows.Slice(row++, 1));
        }

        return row;
    }

    private long SizeOf(RecordBatch batch, ReadOnlySpan<int> rows)
    {
        long bytes = 0;
        for (int leaf = 0; leaf < _leaves.Length; leaf++)
        {
            bytes += ColumnLeaf.SizeOf(_shape.ColumnOf(batch, leaf), rows);
        }

        return bytes;
    }

    private void Flush()
    {
        if (_rows > 0)
        {
            _output.WriteRowGroup(static _ => null);
            _rows = 0;
            _bytes = 0;
        }
    }

    // Columns come with the edits of their values; one inside of a nested value has no column.
    private void NeedKnownEdits(RecordBatch batch)
    {
        foreach (CellEdit edit in batch.Edits)
        {
            if (!_shape.Schema.Contains(edit.Column))
            {
                Fail.With(ErrorCodes.Infeasible, $"The value {Fail.Show(edit.Column)} inside a nested column cannot be replaced in a Parquet output.",
                    "Write JSON Lines, or name a top-level column.");
            }
        }
    }
}
