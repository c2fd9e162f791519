using CsvHelper;
using Curate.Formats.Files;

namespace Curate.Formats.Csv;

/// <summary>
/// The options under which the CSV parser runs. Every lenient default is overridden: nothing is guessed, trimmed, skipped or taken for a
/// comment. The parser itself recovers from bad quoting and only reports it, because then the whole record with its bytes, its offset and
/// its line is at hand when the fault is told.
/// </summary>
internal static class CsvReaderSetup
{
    /// <summary>Reads of this size are as fast as larger ones and stay in the second-level cache.</summary>
    public const int BufferBytes = 256 * 1024;

    /// <summary>Parses a stream from its start, which stays open.</summary>
    public static CsvReader Open(Stream stream, CsvDialect dialect, TextReadOptions options, Action<CsvMalformedRecord> onMalformed) =>
        CsvReader.Create(stream, Options(dialect, options, onMalformed, trackLines: true), leaveOpen: true);

    /// <summary>The options for a dialect.</summary>
    public static CsvReaderOptions Options(CsvDialect dialect, TextReadOptions options, Action<CsvMalformedRecord> onMalformed, bool trackLines)
    {
        var plain = new CsvReaderOptions
        {
            Separator = dialect.Delimiter,
            DetectSeparatorHint = false,
            HasHeader = false,
            Mode = dialect.Quote == '\0' ? CsvMode.NoEscape : CsvMode.Rfc4180,
            AllowLineBreaksInQuotes = true,
            SkipEmptyLines = false,
            CommentPrefix = null,
            TrimWhitespace = false,
            TrimInsideQuotes = false,
            MaxRecordSize = (int)Math.Clamp(options.MaxRecordBytes, 1, Array.MaxLength / 2),
            MalformedData = CsvMalformedDataHandling.Recover,
            FieldCountMismatch = CsvFieldCountHandling.Allow,
            MissingField = CsvMissingFieldHandling.Throw,
            NullValues = null,
            PoolStrings = false,
            BufferSize = BufferBytes,
            TrackLineNumbers = trackLines,
            OnMalformedRecord = onMalformed,
        };
        return dialect.Quote == '\0' ? plain : plain with { Quote = dialect.Quote };
    }
}
