using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Formats.Files;
using Curate.Formats.Parquet;
using Spec = Curate.Core.Options.OptionSpec<Curate.Cli.Options.RunOptions>;

namespace Curate.Cli.Options;

/// <summary>The shared options as data, in the groups that help shows.</summary>
internal static class RunOptionSpecs
{
    /// <summary>How input is read.</summary>
    public static IReadOnlyList<Spec> Input { get; } =
    [
        Spec.Choice("input-format", "Format of the input; by extension and content when left out.", ["csv", "tsv", "jsonl", "parquet"], (o, v) => o with { InputFormat = v }),
        Spec.Text("delimiter", "Field separator of CSV input: one character, or tab.", (o, v) => o with { Delimiter = OneCharacter("delimiter", v) }, "sniffed"),
        Spec.Text("quote", "Quote character of CSV input, or none.", (o, v) => o with { Quote = v == "none" ? '\0' : OneCharacter("quote", v) }, "\""),
        Spec.Text("encoding", "Text encoding of the input: utf-8, utf-16, latin1, windows-1252.", (o, v) => o with { Encoding = v }, "utf-8, or by byte order mark"),
        Spec.Flag("no-header", "The first CSV record is data; columns are column_1, column_2 ...", (o, v) => o with { NoHeader = v }),
        Spec.Flag("rename-duplicates", "Number repeated header names and name empty ones instead of failing.", (o, v) => o with { RenameDuplicates = v }),
        Spec.List("null", "Texts that stand for a missing value, besides the empty unquoted field.", (o, v) => o with { NullTexts = v }),
        Spec.List("types", "Kinds of columns: NAME=text|whole|number|flag|date|time|vector|json, separated by commas.", (o, v) => o with { Types = Kinds(v) }, "inferred over all rows where needed") with { Placeholder = "NAME=KIND,..." },
        Spec.Choice("schema", "How files with different columns become one dataset.", ["union", "strict", "intersect"],
            (o, v) => o with { Schema = v switch { "strict" => SchemaMode.Strict, "intersect" => SchemaMode.Intersect, _ => SchemaMode.Union } }, "union"),
        Spec.Text("on-bad-row", "What happens to broken records: fail, skip, or quarantine=FILE.", OnBadRow, "fail") with { Placeholder = "fail|skip|quarantine=FILE" },
        Spec.Size("max-record", "Largest record.", (o, v) => o with { MaxRecordBytes = v }, 64L << 20, 1024, 1L << 30),
    ];

    /// <summary>Which rows and columns take part.</summary>
    public static IReadOnlyList<Spec> Rows { get; } =
    [
        Spec.Text("where", "Only rows for which this holds: comparisons, and, or, not, in, is null, like.", (o, v) => o with { Where = v }) with { Placeholder = "CONDITION" },
        Spec.Columns("columns", "Only these columns in the output, in this order.", (o, v) => o with { Columns = v }),
        Spec.Whole("limit", "A trial on the first rows; the record says so.", (o, v) => o with { Limit = v }, min: 0),
    ];

    /// <summary>Where output goes.</summary>
    public static IReadOnlyList<Spec> Output { get; } =
    [
        Spec.Path("output", "Output file, folder (ending in /), or - for standard output.", (o, v) => o with { Output = v == "-" ? null : v }) with { Default = "-" },
        Spec.Choice("output-format", "Format of the output; by extension when left out, else that of the input.", ["csv", "tsv", "jsonl", "parquet"], (o, v) => o with { OutputFormat = v }),
        Spec.Text("output-delimiter", "Field separator of CSV output.", (o, v) => o with { OutputDelimiter = OneCharacter("output-delimiter", v) }, "that of the input"),
        Spec.Text("parquet-compression", "Compression of Parquet output: none, snappy, gzip, brotli, lz4 or zstd, with :LEVEL where it has levels.",
            (o, v) => o with { ParquetCompression = ParquetCompression.Parse(v) }, "snappy; row groups copied whole keep theirs"),
        Spec.Whole("row-group-rows", "Rows of each row group of Parquet output.", (o, v) => o with { RowGroupRows = (int)v }, min: 1, max: 1 << 30) with { Default = "122880 or 128MiB" },
        Spec.Flag("force", "Replace an output that exists.", (o, v) => o with { Force = v }),
        Spec.Whole("rows-per-file", "Write a folder of files with this many rows each.", (o, v) => o with { RowsPerFile = v }, min: 1),
        Spec.Flag("preserve-files", "Write a folder with one file for each input file, under the same relative path.", (o, v) => o with { PreserveFiles = v }),
        Spec.Columns("partition-by", "Write a folder per combination of these columns: key=value/part-00000.csv.", (o, v) => o with { PartitionBy = v }),
        Spec.Flag("replace-columns", "A new column may replace one of the same name.", (o, v) => o with { ReplaceColumns = v }),
        Spec.Path("removed", "Write dropped rows here, with the reason.", (o, v) => o with { Removed = v }),
        Spec.Flag("no-provenance", "Do not write OUTPUT.curate.json.", (o, v) => o with { NoProvenance = v }),
    ];

    /// <summary>What is said about the run.</summary>
    public static IReadOnlyList<Spec> Report { get; } =
    [
        Spec.Path("report", "Write the report to FILE.json, FILE.md or FILE.html, too.", (o, v) => o with { Report = v }),
        Spec.Choice("report-detail", "Tables of the report: the first rows, or all.", ["brief", "full"], (o, v) => o with { FullReport = v == "full" }, "brief"),
        Spec.Flag("dry-run", "Print inputs, resolved options, passes and memory, and stop.", (o, v) => o with { DryRun = v }),
        Spec.Flag("emit-recipe", "Print the recipe that does what this command line does, for curate run, and stop.", (o, v) => o with { EmitRecipe = v }),
        Spec.Whole("explain", "Say why this row (counted from 0) is kept or dropped, and write nothing.", (o, v) => o with { Explain = v }, min: 0),
        Spec.List("fail-on", "Exit with code 1, writing nothing, when rows would be dropped for these reasons (duplicates = any duplicate).", (o, v) => o with { FailOn = v }),
    ];

    /// <summary>How it runs.</summary>
    public static IReadOnlyList<Spec> Run { get; } =
    [
        Spec.Text("seed", "Seed of all random choices: a whole number from 0.", (o, v) => o with { Seed = Seed(v) }, "42") with { Placeholder = "N" },
        Spec.Whole("workers", "Threads; results never depend on it.", (o, v) => o with { Workers = (int)v }, min: 1, max: 1024) with { Default = "processors" },
        Spec.Size("memory", "Memory to plan with; what does not fit goes to scratch or is refused.", (o, v) => o with { MemoryBytes = v }, min: 1 << 20) with { Default = "half of the machine" },
        Spec.Path("scratch", "Folder for scratch files.", (o, v) => o with { Scratch = v }) with { Default = "the system's temporary folder", Placeholder = "DIR" },
        Spec.Size("scratch-limit", "Most scratch space.", (o, v) => o with { ScratchLimit = v }) with { Default = "none" },
        Spec.Text("shard", "Take part i of N (from 0) and write a partial state: i/N, or auto.", (o, v) => o with { Shard = ShardChoice.Parse(v) }) with { Placeholder = "i/N|auto" },
        Spec.Choice("color", "Colour on a terminal.", ["auto", "always", "never"], (o, v) => o, "auto"),
        Spec.Flag("no-progress", "No progress line.", (o, v) => o with { NoProgress = v }),
        Spec.Flag("quiet", "Only errors on standard error.", (o, v) => o with { Quiet = v }),
        Spec.Flag("verbose", "Say more about each pass.", (o, v) => o with { Verbose = v }),
        Spec.Flag("debug", "Show stack traces of errors.", (o, v) => o with { Debug = v }),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Spec> All { get; } = [.. Input, .. Rows, .. Output, .. Report, .. Run];

    /// <summary>Options that change which bytes come out; provenance records them.</summary>
    public static IReadOnlySet<string> ThatCount { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "input-format", "delimiter", "quote", "encoding", "no-header", "rename-duplicates", "null", "types", "schema", "on-bad-row", "max-record",
        "where", "columns", "limit", "output-format", "output-delimiter", "parquet-compression", "row-group-rows", "rows-per-file", "preserve-files", "partition-by", "replace-columns",
    };

    /// <summary>One-letter names.</summary>
    public static string? Alias(string name) => name switch
    {
        "output" => "-o",
        "quiet" => "-q",
        "verbose" => "-v",
        _ => null,
    };

    private static char OneCharacter(string option, string text)
    {
        string plain = text is "tab" or "\\t" ? "\t" : text;
        if (plain.Length != 1)
        {
            Fail.Usage($"--{option} takes one character or tab, not {Fail.Show(text)}.");
        }

        return plain[0];
    }

    private static ulong Seed(string text)
    {
        if (!ulong.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out ulong seed))
        {
            Fail.Usage($"--seed takes a whole number from 0 to 2^64-1, not {Fail.Show(text)}.");
        }

        return seed;
    }

    private static Dictionary<string, ColumnKind> Kinds(string[] items)
    {
        var kinds = new Dictionary<string, ColumnKind>(StringComparer.Ordinal);
        foreach (string item in items)
        {
            int equals = item.LastIndexOf('=');
            ColumnKind kind = default;
            bool known = equals > 0 && TryKind(item[(equals + 1)..], out kind);
            if (!known)
            {
                Fail.Usage($"--types takes NAME=KIND pairs, not {Fail.Show(item)}.", "Kinds: text, whole, number, flag, date, time, vector, json.");
            }

            kinds[item[..equals]] = kind;
        }

        return kinds;
    }

    private static bool TryKind(string name, out ColumnKind kind)
    {
        foreach (ColumnKind k in (ReadOnlySpan<ColumnKind>)[ColumnKind.Text, ColumnKind.Whole, ColumnKind.Number, ColumnKind.Flag, ColumnKind.Date, ColumnKind.Time, ColumnKind.Vector, ColumnKind.Json])
        {
            if (ValueText.NameOf(k) == name)
            {
                kind = k;
                return true;
            }
        }

        kind = default;
        return false;
    }

    private static RunOptions OnBadRow(RunOptions options, string text)
    {
        if (text.StartsWith("quarantine=", StringComparison.Ordinal) && text.Length > 11)
        {
            return options with { BadRows = BadRowPolicy.Quarantine, QuarantinePath = text[11..] };
        }

        if (text is not ("fail" or "skip"))
        {
            Fail.Usage($"--on-bad-row takes fail, skip or quarantine=FILE, not {Fail.Show(text)}.");
        }

        return options with { BadRows = text == "skip" ? BadRowPolicy.Skip : BadRowPolicy.Fail };
    }
}
