using System.Text;
using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Running;
using Curate.Core.Running.Views;
using Curate.Formats.Csv;
using Curate.Formats.Files;
using Curate.Formats.JsonLines;
using Curate.Formats.Parquet;

using Curate.Parquet.Reading;
using Curate.Parquet.Tests.Support;
using MemoryInput = Curate.Formats.Tests.JsonLines.MemoryInput;

namespace Curate.Formats.Tests.Parquet;

/// <summary>Parquet files in memory, made and read as runs do it.</summary>
internal static class Pq
{
    public const long EnoughMemory = 1L << 32;

    public static RunContext Context(int workers = 1, int batchRows = RecordBatch.DefaultCapacity, long memoryBytes = EnoughMemory) => new()
    {
        Workers = workers,
        BatchRows = batchRows,
        Memory = new MemoryBudget(memoryBytes),
        Scratch = new CountingScratch(),
    };

    public static ParquetSource Open(byte[] file, string name = "in.parquet", TextReadOptions? options = null) => new(new MemoryInput(file, name: name), options ?? new TextReadOptions());

    public static CsvSource Csv(string text) => new(new MemoryInput(Encoding.UTF8.GetBytes(text), name: "in.csv"), new TextReadOptions());

    /// <summary>A source as Parquet: by payload where it is Parquet, else by columns of inferred kinds.</summary>
    public static byte[] Write(IRecordSource source, ParquetWriteOptions? options = null, RunContext? context = null, RowPlan? plan = null)
    {
        context ??= Context();
        options = (options ?? new ParquetWriteOptions()) with { Workers = context.Workers };
        var output = new BufferOutput("out.parquet");
        var format = new ParquetSinkFormat(options, output);
        var passes = new PassRunner(context);
        IRecordSource typed = source.Layout is { } layout && format.Accepts(layout) ? source : new TypedSource(source, KindResolver.Resolve(passes, source, null));
        if (plan is null)
        {
            new RowCopy(passes).Everything(typed, format);
        }
        else
        {
            new RowCopy(passes).Plan(typed, plan, format);
        }

        return output.Bytes;
    }

    public static byte[] FromCsv(string text, ParquetWriteOptions? options = null)
    {
        using CsvSource source = Csv(text);
        return Write(source, options);
    }

    /// <summary>All rows as JSON Lines.</summary>
    public static string Jsonl(IRecordSource source, int batchRows = RecordBatch.DefaultCapacity)
    {
        var output = new BufferOutput("out.jsonl");
        new RowCopy(new PassRunner(Context(batchRows: batchRows))).Everything(source, new JsonLinesSinkFormat(output));
        return Encoding.UTF8.GetString(output.Bytes);
    }

    public static string Jsonl(byte[] file, int batchRows = RecordBatch.DefaultCapacity)
    {
        using ParquetSource source = Open(file);
        return Jsonl(source, batchRows);
    }

    /// <summary>All rows as CSV.</summary>
    public static string ToCsv(IRecordSource source)
    {
        var output = new BufferOutput("out.csv");
        new RowCopy(new PassRunner(Context())).Everything(source, new CsvSinkFormat(new CsvDialect(',', '"', "\n", true), output));
        return Encoding.UTF8.GetString(output.Bytes);
    }

    /// <summary>Everything that a file holds, by levels and raw values.</summary>
    public static string Dump(byte[] file)
    {
        using ParquetFileReader reader = ParquetFileReader.Open(new global::Curate.Parquet.Input.MemoryInput(file));
        return FileDump.Of(reader);
    }

    public static ParquetFileReader Reader(byte[] file) => ParquetFileReader.Open(new global::Curate.Parquet.Input.MemoryInput(file));

    public static int[] GroupRows(byte[] file)
    {
        using ParquetFileReader reader = Reader(file);
        return [.. reader.Metadata.RowGroups.Select(static g => (int)g.RowCount)];
    }

    /// <summary>Values of one column, as one kind, as text; null where missing.</summary>
    public static IReadOnlyList<string?> Column(IRecordSource source, string name, ColumnKind kind, int scale = 0, int batchRows = 7)
    {
        using IRecordReader reader = source.Open(ReadRequest.Of(new ColumnRequest(name, kind) { Scale = scale }));
        var batch = new RecordBatch(batchRows);
        var values = new List<string?>();
        var text = new ByteBuffer();
        while (reader.Read(batch, CancellationToken.None))
        {
            for (int row = 0; row < batch.Count; row++)
            {
                text.Clear();
                if (!batch[0].IsNull(row))
                {
                    ValueWriter.Append(text, batch[0], row, isSingle: false);
                }

                values.Add(batch[0].IsNull(row) ? null : Encoding.UTF8.GetString(text.Written));
            }
        }

        return values;
    }

    /// <summary>A method's output over an input, as Parquet or as JSON Lines.</summary>
    public static byte[] Run(BoundMethod method, PlanInputs inputs, Func<IByteOutput, IRecordSinkFormat> format, RunContext context)
    {
        var output = new BufferOutput("out.parquet");
        IRecordSinkFormat sink = format(output);
        var passes = new PassRunner(context);
        MethodStart start = method.Start(new StartRequest(inputs, context) { NeedsPlan = false });
        if (start.Filter is { } filter)
        {
            using (filter)
            {
                filter.Copy(passes, inputs, sink, new DropTally(), []);
            }

            return output.Bytes;
        }

        using IRowPlanner planner = start.Planner!;
        using RowPlan plan = planner.Run(passes, inputs);
        new RowCopy(passes).Plan(inputs.Main, plan, sink);
        return output.Bytes;
    }
}
