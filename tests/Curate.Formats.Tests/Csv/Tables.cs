using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Csv;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Csv;

/// <summary>Short ways to read and write whole tables in tests. Null cells are null strings.</summary>
internal static class Tables
{
    public static CsvSource Open(string text, TextReadOptions? options = null) => new(new MemoryInput(text), options ?? new());

    public static TextReadOptions Lenient(out BadRowLog log, MemoryOutput? quarantine = null)
    {
        log = new BadRowLog(quarantine is null ? BadRowPolicy.Skip : BadRowPolicy.Quarantine, quarantine);
        return new TextReadOptions { BadRows = log };
    }

    /// <summary>All columns as text.</summary>
    public static List<IReadOnlyList<string?>> Rows(IRecordSource source, int capacity = 3)
    {
        var request = ReadRequest.Of([.. source.Schema.Fields.Select(f => new ColumnRequest(f.Name, ColumnKind.Text))]);
        var rows = new List<IReadOnlyList<string?>>();
        Each(source, request, (batch, row) => rows.Add(Enumerable.Range(0, batch.ColumnCount).Select(i => Cell(batch.Text(i), row)).ToArray()), capacity);
        return rows;
    }

    public static List<IReadOnlyList<string?>> Rows(string text, TextReadOptions? options = null)
    {
        using CsvSource source = Open(text, options);
        return Rows(source);
    }

    /// <summary>The record of each row, with its row number in front.</summary>
    public static List<string> Records(IRecordSource source, ReadRequest? request = null, int capacity = 3)
    {
        var records = new List<string>();
        Each(source, (request ?? ReadRequest.PayloadOnly) with { Payload = true },
            (batch, row) => records.Add(batch.Id(row).Row + ":" + Encoding.UTF8.GetString(((RecordBytes)batch.Payload!)[row])), capacity);
        return records;
    }

    public static void Each(IRecordSource source, ReadRequest request, Action<RecordBatch, int> visit, int capacity = 3)
    {
        using IRecordReader reader = source.Open(request);
        var batch = new RecordBatch(capacity);
        while (reader.Read(batch, CancellationToken.None))
        {
            Assert.InRange(batch.Count, 1, capacity);
            for (int row = 0; row < batch.Count; row++)
            {
                visit(batch, row);
            }
        }

        Assert.False(reader.Read(batch, CancellationToken.None));
    }

    public static string? Cell(TextColumn column, int row) => column.IsNull(row) ? null : Encoding.UTF8.GetString(column[row]);

    /// <summary>Copies payloads into a new file.</summary>
    public static byte[] Copy(IRecordSource source, CsvDialect? dialect = null, int capacity = 3)
    {
        var output = new MemoryOutput();
        CsvDialect target = dialect ?? ((CsvLayout)source.Layout!).Dialect;
        using IRecordSink sink = new CsvSinkFormat(target, output).Open(new SinkShape(source.Schema, source.Layout, []));
        using IRecordReader reader = source.Open(ReadRequest.PayloadOnly);
        var batch = new RecordBatch(capacity);
        while (reader.Read(batch, CancellationToken.None))
        {
            sink.WriteAll(batch);
        }

        sink.Complete();
        Assert.Equal(output.Bytes.Length, sink.BytesWritten);
        return output.Bytes;
    }

    /// <summary>Writes text columns through the column mode.</summary>
    public static byte[] WriteColumns(IRecordSource source, CsvDialect dialect)
    {
        var output = new MemoryOutput();
        var format = new CsvSinkFormat(dialect, output);
        using IRecordSink sink = format.Open(new SinkShape(source.Schema, null, []));
        var request = ReadRequest.Of([.. source.Schema.Fields.Select(f => new ColumnRequest(f.Name, format.KindFor(f, source)))]);
        using IRecordReader reader = source.Open(request);
        var batch = new RecordBatch(3);
        while (reader.Read(batch, CancellationToken.None))
        {
            sink.WriteAll(batch);
        }

        sink.Complete();
        return output.Bytes;
    }

    public static CurateException Fails(ErrorCode code, Action action)
    {
        CurateException failure = Assert.Throws<CurateException>(action);
        Assert.Equal(code.Id, failure.Code.Id);
        return failure;
    }

    public static CurateException FailsToRead(ErrorCode code, string text, TextReadOptions? options = null) =>
        Fails(code, () => Rows(text, options));
}
