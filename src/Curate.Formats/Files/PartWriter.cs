using Curate.Core.Data;

namespace Curate.Formats.Files;

/// <summary>Writes rows to one file after the other, a fixed number of rows in each.</summary>
/// <param name="add">Makes the file of a number.</param>
/// <param name="format">The format of a file.</param>
/// <param name="shape">The shape of every file.</param>
/// <param name="rowsPerFile">Rows of every file but the last.</param>
internal sealed class PartWriter(Func<long, AtomicFile> add, PartFormat format, SinkShape shape, long rowsPerFile) : IDisposable
{
    private AtomicFile? _file;
    private IRecordSink? _sink;
    private bool _continued;
    private long _number;
    private long _rows;
    private long _bytes;

    public long BytesWritten => _bytes + OpenBytes;

    private long OpenBytes => _sink is null ? 0 : _sink.BytesWritten - (_continued ? format.Preamble(shape).Length : 0);

    public void Write(RecordBatch batch, ReadOnlySpan<int> rows)
    {
        while (!rows.IsEmpty)
        {
            Open();
            int count = (int)Math.Min(rows.Length, rowsPerFile - _rows);
            _sink!.Write(batch, rows[..count]);
            Wrote(count);
            rows = rows[count..];
        }
    }

    /// <summary>Writes a whole batch if it fits into the present part.</summary>
    public bool TryWriteAll(RecordBatch batch)
    {
        Open();
        if (batch.Count > rowsPerFile - _rows)
        {
            return false;
        }

        _sink!.WriteAll(batch);
        Wrote(batch.Count);
        return true;
    }

    /// <summary>Opens the present part, a new one if there is none.</summary>
    public IRecordSink Open()
    {
        if (_sink is not null)
        {
            return _sink;
        }

        _continued = _file is not null;
        _file ??= add(_number++);
        _sink = format.Open(new PartOutput(_file, _continued ? format.Preamble(shape) : []), shape);
        return _sink;
    }

    /// <summary>Lets go of the sink and its file; the next write goes on where this one ended.</summary>
    public void Park()
    {
        if (_sink is not null)
        {
            _sink.Complete();
            _bytes += OpenBytes;
            _sink.Dispose();
            _sink = null;
        }
    }

    public void Dispose() => _sink?.Dispose();

    private void Wrote(int rows)
    {
        _rows += rows;
        if (_rows == rowsPerFile)
        {
            Park();
            _file = null;
            _rows = 0;
        }
    }
}
