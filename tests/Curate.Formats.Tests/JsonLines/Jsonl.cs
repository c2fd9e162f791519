using System.Globalization;
using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Files;
using Curate.Formats.JsonLines;

namespace Curate.Formats.Tests.JsonLines;

/// <summary>Reads and writes JSON Lines held in strings.</summary>
internal static class Jsonl
{
    public static JsonLinesSource Source(string text, TextReadOptions? options = null) => new(new MemoryInput(text), options ?? new TextReadOptions());

    public static TextReadOptions Skipping(out BadRowLog log)
    {
        log = new BadRowLog(BadRowPolicy.Skip);
        return new TextReadOptions { BadRows = log };
    }

    public static TextReadOptions Typed(params (string Name, ColumnKind Kind)[] types) =>
        new() { Types = types.ToDictionary(type => type.Name, type => type.Kind) };

    /// <summary>The values of one column as text; null for a null.</summary>
    public static List<string?> Column(IRecordSource source, string name, ColumnKind kind = ColumnKind.Text, int scale = 0, int capacity = 3)
    {
        var values = new List<string?>();
        Each(source, ReadRequest.Of(new ColumnRequest(name, kind) { Scale = scale }), capacity, (batch, row) => values.Add(Show(batch[0], row)));
        return values;
    }

    public static List<string?> Column(string text, string name, ColumnKind kind = ColumnKind.Text, TextReadOptions? options = null)
    {
        using JsonLinesSource source = Source(text, options);
        return Column(source, name, kind);
    }

    /// <summary>The payload rows with their ordinals.</summary>
    public static List<(long Row, string Text)> Rows(IRecordSource source, ReadRequest? request = null, int capacity = 3)
    {
        var rows = new List<(long, string)>();
        Each(source, request ?? ReadRequest.PayloadOnly, capacity, (batch, row) =>
            rows.Add((batch.FirstRow + row, Encoding.UTF8.GetString(((RecordBytes)batch.Payload!)[row]))));
        return rows;
    }

    public static List<string> Lines(IRecordSource source) => [.. Rows(source).Select(row => row.Text)];

    public static List<string> Lines(string text) => Lines(Source(text));

    public static void Each(IRecordSource source, ReadRequest request, int capacity, Action<RecordBatch, int> visit)
    {
        var batch = new RecordBatch(capacity);
        using IRecordReader reader = source.Open(request);
        while (reader.Read(batch, CancellationToken.None))
        {
            Assert.InRange(batch.Count, 1, capacity);
            for (int c = 0; c < batch.ColumnCount; c++)
            {
                Assert.Equal(batch.Count, batch[c].Count);
            }

            if (batch.Payload is not null)
            {
                Assert.Equal(batch.Count, batch.Payload.Count);
            }

            for (int row = 0; row < batch.Count; row++)
            {
                visit(batch, row);
            }
        }

        Assert.False(reader.Read(batch, CancellationToken.None));
    }

    /// <summary>What reading everything fails with.</summary>
    public static CurateException Failure(string text, TextReadOptions? options = null, params ColumnRequest[] columns) =>
        Assert.Throws<CurateException>(() =>
        {
            using JsonLinesSource source = Source(text, options);
            Each(source, new ReadRequest { Columns = columns, Payload = true }, 3, (_, _) => { });
        });

    /// <summary>Copies all payload rows to a sink, with what <paramref name="prepare"/> lays over each batch; through encoders to the same bytes.</summary>
    public static string Copy(string text, IReadOnlyList<Field> added, Action<RecordBatch> prepare, int[]? pick = null)
    {
        string written = Copy(text, added, prepare, pick, encode: false);
        Assert.Equal(written, Copy(text, added, prepare, pick, encode: true));
        return written;
    }

    private static string Copy(string text, IReadOnlyList<Field> added, Action<RecordBatch> prepare, int[]? pick, bool encode)
    {
        using JsonLinesSource source = Source(text);
        var output = new MemoryOutput();
        var batch = new RecordBatch();
        using IRecordSink sink = new JsonLinesSinkFormat(output).Open(new SinkShape(new TableSchema(added), JsonLinesLayout.Instance, added));
        using IRecordReader reader = source.Open(ReadRequest.PayloadOnly);
        IRowEncoder? encoder = encode ? sink.Encoder!() : null;
        while (reader.Read(batch, CancellationToken.None))
        {
            prepare(batch);
            encoder?.Encode(batch);
            if (pick is null)
            {
                sink.WriteAll(batch);
            }
            else
            {
                sink.Write(batch, pick);
            }
        }

        sink.Complete();
        Assert.Equal(Encoding.UTF8.GetByteCount(output.Text), sink.BytesWritten);
        return output.Text;
    }

    /// <summary>Writes columns of one batch; through an encoder to the same bytes.</summary>
    public static string Write(int rows, IReadOnlyList<CellEdit> edits, params (Field Field, Column Column)[] columns)
    {
        string written = Write(rows, edits, columns, encode: false);
        Assert.Equal(written, Write(rows, edits, columns, encode: true));
        return written;
    }

    private static string Write(int rows, IReadOnlyList<CellEdit> edits, (Field Field, Column Column)[] columns, bool encode)
    {
        var output = new MemoryOutput();
        var schema = new TableSchema([.. columns.Select(column => column.Field)]);
        using (var source = new ColumnsOnly(schema, rows, [.. columns.Select(column => column.Column)], edits))
        using (IRecordSink sink = new JsonLinesSinkFormat(output).Open(new SinkShape(schema, null, [])))
        using (IRecordReader reader = source.Open(ReadRequest.Of([.. columns.Select(column => new ColumnRequest(column.Field.Name, column.Column.Kind) { Scale = column.Field.Scale })])))
        {
            var batch = new RecordBatch();
            while (reader.Read(batch, CancellationToken.None))
            {
                if (encode)
                {
                    sink.Encoder!().Encode(batch);
                    Assert.NotNull(batch.Encoded);
                }

                sink.WriteAll(batch);
            }

            sink.Complete();
        }

        return output.Text;
    }

    public static string? Show(Column column, int row) => column.IsNull(row) ? null : column switch
    {
        TextColumn { Kind: ColumnKind.Bytes } bytes => Convert.ToHexString(bytes[row]),
        TextColumn text => Encoding.UTF8.GetString(text[row]),
        WholeColumn whole => whole[row].ToString(CultureInfo.InvariantCulture),
        NumberColumn number => number[row].ToString("R", CultureInfo.InvariantCulture),
        FlagColumn flag => flag[row] ? "true" : "false",
        TimeColumn time => time[row].ToString(CultureInfo.InvariantCulture),
        DecimalColumn scaled => scaled[row].ToString(CultureInfo.InvariantCulture),
        VectorColumn vector => string.Join(' ', vector[row].ToArray().Select(v => v.ToString("R", CultureInfo.InvariantCulture))),
        _ => throw new InvalidOperationException(),
    };
}
