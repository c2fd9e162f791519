using Curate.Core.Data;
using Curate.Formats.Csv;
using Curate.Formats.Files;
using Curate.Formats.JsonLines;
using Curate.Formats.Parquet;

namespace Curate.Cli.Running;

/// <summary>The file formats of this build.</summary>
internal static class Formats
{
    public static FormatList All { get; } = new(
    [
        new FormatEntry("csv", [".csv"], static (input, options) => new CsvSource(input, options), static (output, options) => new CsvSinkFormat(Dialect(options, ','), output)),
        new FormatEntry("tsv", [".tsv", ".tab"], static (input, options) => new CsvSource(input, options with { Delimiter = options.Delimiter ?? '\t' }),
            static (output, options) => new CsvSinkFormat(Dialect(options, '\t'), output)),
        new FormatEntry("jsonl", [".jsonl", ".ndjson"], static (input, options) => new JsonLinesSource(input, options), static (output, _) => new JsonLinesSinkFormat(output)),
        new FormatEntry("parquet", [".parquet", ".pq"], static (input, options) => new ParquetSource(input, options),
            static (output, options) => new ParquetSinkFormat(options.Parquet ?? new ParquetWriteOptions(), output)),
    ]);

    /// <summary>A way to write <paramref name="format"/> which copies the bytes of <paramref name="source"/>'s rows where the dialects can agree.</summary>
    public static Func<IByteOutput, IRecordSinkFormat> Writer(FormatEntry format, IRecordSource source, string sourceFormat, WriteOptions options)
    {
        if (source.Layout is CsvLayout layout && format.Name == sourceFormat)
        {
            CsvDialect dialect = layout.Dialect with { Delimiter = options.Delimiter ?? layout.Dialect.Delimiter };
            return output => new CsvSinkFormat(dialect, output);
        }

        return output => format.OpenSink(output, options);
    }

    private static CsvDialect Dialect(WriteOptions options, char delimiter) =>
        new(options.Delimiter ?? delimiter, options.Quote ?? '"', "\n", !options.NoHeader);
}
