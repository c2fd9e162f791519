namespace Curate.Core.Errors;

/// <summary>Every error code. The list is the documentation: <c>curate explain</c> and docs/exit-codes.md print it.</summary>
public static class ErrorCodes
{
    public static readonly ErrorCode Usage = new("usage", ExitCode.Usage,
        "The command line cannot be understood: an unknown option, a missing value, or a value out of range.",
        "Run the command with --help; the message names the option and what it takes.");

    public static readonly ErrorCode UnknownColumn = new("unknown-column", ExitCode.Usage,
        "An option names a column that the input does not have.",
        "Check the spelling (the message suggests the nearest names); quote names with spaces; use --no-header for files without a header row.");

    public static readonly ErrorCode ColumnExists = new("column-exists", ExitCode.Usage,
        "The run would add a column whose name the input already has.",
        "Rename the input column, or pass --replace-columns to overwrite it.");

    public static readonly ErrorCode OutputExists = new("output-exists", ExitCode.Usage,
        "The output file is already there, and existing files are never overwritten silently.",
        "Choose another --output, or pass --force.");

    public static readonly ErrorCode UnknownFormat = new("unknown-format", ExitCode.Usage,
        "The format of a file follows neither from its extension nor from its first bytes.",
        "Pass --input-format or --output-format (csv, tsv, jsonl, parquet).");

    public static readonly ErrorCode Infeasible = new("infeasible", ExitCode.Usage,
        "The request cannot be met by these rows: a class that is missing, a count that is too large, a share outside its range.",
        "The message names the class and what is available; change the target.");

    public static readonly ErrorCode BadOrder = new("needs-reopen", ExitCode.Usage,
        "The operation reads its input twice, and this input can be read only once.",
        "Write the input to a file first, or give --scratch so that it can be spooled.");

    public static readonly ErrorCode NoInput = new("no-input", ExitCode.Usage,
        "No input files match.", "Check the path or the glob; quote globs so that the shell does not expand them.");

    public static readonly ErrorCode NoHeader = new("no-header", ExitCode.BadData,
        "The file is empty where a header row was expected.",
        "An empty CSV file has no columns; pass --no-header, or leave the file out.");

    public static readonly ErrorCode BadHeader = new("bad-header", ExitCode.BadData,
        "The header has an empty name or the same name twice, so columns cannot be told apart.",
        "Pass --rename-duplicates to number repeated names and name empty ones, or --no-header when the first row is data.");

    public static readonly ErrorCode RaggedRow = new("ragged-row", ExitCode.BadData,
        "A CSV record has more or fewer fields than the header.",
        "Fix the record, check --delimiter and --quote, or pass --on-bad-row skip or --on-bad-row quarantine=FILE.");

    public static readonly ErrorCode MalformedCsv = new("malformed-csv", ExitCode.BadData,
        "A CSV record breaks the quoting rules: a stray quote, text after a closing quote, or a quote that is never closed.",
        "Check --quote (use --quote none for files without quoting), or pass --on-bad-row skip or quarantine=FILE.");

    public static readonly ErrorCode MalformedJson = new("malformed-json", ExitCode.BadData,
        "A line is not one JSON object.",
        "Fix the line, or pass --on-bad-row skip or quarantine=FILE.");

    public static readonly ErrorCode InvalidUtf8 = new("invalid-utf8", ExitCode.BadData,
        "The file holds bytes that are not UTF-8.",
        "Pass --encoding latin1 or windows-1252 (or the right one), or --on-bad-row skip.");

    public static readonly ErrorCode BadValue = new("bad-value", ExitCode.BadData,
        "A value does not have the kind that --types, an option or an earlier pass requires.",
        "Correct the value, name the text that stands for a missing value with --null, change --types, or pass --on-bad-row.");

    public static readonly ErrorCode SchemaConflict = new("schema-conflict", ExitCode.BadData,
        "Files of one dataset disagree on columns or kinds.",
        "Use --schema union or intersect, or give the conflicting column a kind with --types.");

    public static readonly ErrorCode CorruptFile = new("corrupt-file", ExitCode.BadData,
        "A compressed or binary file is damaged or cut short.",
        "Fetch or write the file again.");

    public static readonly ErrorCode InputChanged = new("input-changed", ExitCode.BadData,
        "An input changed between two passes over it, or between the shards of one job.",
        "Run again while nothing writes to the input.");

    public static readonly ErrorCode BadVocabulary = new("bad-vocabulary", ExitCode.BadData,
        "The file of --tokenizer is damaged, cut short, or no vocabulary.",
        "Fetch the file again. A tokenizer.json of Hugging Face, a .tiktoken file, or BERT's vocab.txt is expected.");

    public static readonly ErrorCode BrokenCard = new("broken-card", ExitCode.BadData,
        "The human parts of a data card that is made again, or named by --answers, cannot be told apart: a mark is missing, unknown or there twice.",
        "Mend the line that the message names; each part stands between the marks curate:answer NAME and curate:end.");

    public static readonly ErrorCode UnsupportedTokenizer = new("unsupported-tokenizer", ExitCode.Usage,
        "The file of --tokenizer has a component that this version cannot follow exactly, and a count without it would be wrong.",
        "Count tokens with the tokenizer's own tool and pass --length-column COL, or count words without --tokenizer.");

    public static readonly ErrorCode ShardMismatch = new("shard-mismatch", ExitCode.Usage,
        "Partial states do not belong together: another version, other options or inputs, or a shard is missing or given twice.",
        "Run the missing shards with the same command, then merge all of them.");

    public static readonly ErrorCode CannotRead = new("cannot-read", ExitCode.InputOutput,
        "An input cannot be read: it is missing, a folder, or not permitted.",
        "Check the path and the permissions.");

    public static readonly ErrorCode CannotWrite = new("cannot-write", ExitCode.InputOutput,
        "The output cannot be written: no such folder, no permission, or the disk is full.",
        "Check the folder, the permissions and the free space. Nothing was left behind.");

    public static readonly ErrorCode RecordTooLarge = new("record-too-large", ExitCode.Limit,
        "One record is larger than --max-record. In CSV this is most often a quote that is never closed.",
        "Look at the line that the message names; raise --max-record if the record is right.");

    public static readonly ErrorCode MemoryBudget = new("memory-budget", ExitCode.Limit,
        "The run does not fit into --memory.",
        "Raise --memory, or choose another method; the method's page gives its memory as a formula.");

    public static readonly ErrorCode ScratchLimit = new("scratch-limit", ExitCode.Limit,
        "The run needs more scratch space than --scratch-limit allows or the disk has.",
        "Raise --scratch-limit, or point --scratch at a larger disk.");

    public static readonly ErrorCode TooManyColumns = new("too-many-columns", ExitCode.Limit,
        "The rows have more different keys than a table can have columns; most often the keys are data (ids, dates).",
        "Make such keys values of one column; operations that name no columns work on the file as it is.");

    /// <summary>All codes, by id.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        BadHeader, BadOrder, BadValue, BadVocabulary, BrokenCard, CannotRead, CannotWrite, ColumnExists, CorruptFile, Infeasible, InputChanged, InvalidUtf8,
        MalformedCsv, MalformedJson, MemoryBudget, NoHeader, NoInput, OutputExists, RaggedRow, RecordTooLarge, SchemaConflict,
        ScratchLimit, ShardMismatch, TooManyColumns, UnknownColumn, UnknownFormat, UnsupportedTokenizer, Usage,
    ];
}
