using System.Text;
using Curate.Core.Data;

namespace Curate.Core.Tests.Support;

/// <summary>Rows as text: those of the payload with edits applied, or the columns; then the added columns.</summary>
internal sealed class MemorySink(SinkShape shape, int extras) : IRecordSink
{
    public List<string?[]> Rows { get; } = [];

    /// <summary>Values of the format's extra columns, row by row.</summary>
    public List<string?[]> Extras { get; } = [];

    /// <summary>What a file would hold.</summary>
    public MemoryStream Bytes { get; } = new();

    public SinkShape Shape { get; } = shape;

    public bool Completed { get; private set; }

    public long BytesWritten => Bytes.Length;

    public void Write(RecordBatch batch, ReadOnlySpan<int> rows)
    {
        Assert.False(Completed, "a row was written after the sink was completed");
        foreach (int row in rows)
        {
            Assert.InRange(row, 0, batch.Count - 1);
            Add(batch, row);
        }
    }

    public void WriteAll(RecordBatch batch)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            Write(batch, [row]);
        }
    }

    public void Complete() => Completed = true;

    public void Dispose()
    {
    }

    private void Add(RecordBatch batch, int row)
    {
        int own = Shape.Schema.Count - Shape.Added.Count;
        var values = new List<string?>();
        if (Shape.Layout is not null)
        {
            values.AddRange(MemoryLayout.Decode(((RecordBytes)batch.Payload!)[row]));
        }
        else
        {
            for (int c = 0; c < own; c++)
            {
                values.Add(Text(CellValues.Of(batch[Shape.FirstColumn + c], row)));
            }
        }

        Assert.Equal(own, values.Count);
        Assert.Equal(Shape.Added.Count, batch.Added.Count);
        for (int a = 0; a < Shape.Added.Count; a++)
        {
            Assert.Equal(batch.Count, batch.Added[a].Count);
            values.Add(Text(CellValues.Of(batch.Added[a], row)));
        }

        // As the sinks of files do: edits go over payload, columns and added columns alike, the last one of a column wins.
        foreach (CellEdit edit in batch.EditsOf(row))
        {
            int at = Shape.Schema.IndexOf(edit.Column);
            Assert.True(at >= 0, $"an edit names '{edit.Column}', which is no column");
            values[at] = Text(edit.Value);
        }

        string?[] extra = new string?[extras];
        for (int e = 0; e < extras; e++)
        {
            extra[e] = Text(CellValues.Of(batch[Shape.FirstExtra + e], row));
        }

        Extras.Add(extra);
        Rows.Add([.. values]);
        Bytes.Write(MemoryLayout.Encode(values));
        Bytes.WriteByte((byte)'\n');
    }

    private static string? Text(CellValue value) => value.IsNull ? null : Encoding.UTF8.GetString(CellValues.Utf8(value));
}
