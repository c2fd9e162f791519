using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Files;

namespace Curate.Formats.Csv;

/// <summary>
/// One CSV file as a table. The constructor reads the dialect and the header; rows are only read in passes. A value is null where its field
/// is empty and unquoted, or unquoted and one of <see cref="TextReadOptions.NullTexts"/>; <c>""</c> is an empty text.
/// </summary>
public sealed class CsvSource : IFileSource, ISelectiveSource
{
    private PeekedStream? _unread;

    /// <summary>Opens the input, which this source owns from then on, and reads its header.</summary>
    /// <exception cref="CurateException">The file is empty, or its header cannot be read.</exception>
    public CsvSource(IByteInput input, TextReadOptions options)
    {
        Input = input;
        Options = options;
        var stream = new PeekedStream(input.Open());
        try
        {
            ReadOnlySpan<byte> sample = stream.Peek(CsvSniffer.SampleBytes, out bool isWholeFile);
            RejectWideEncodings(sample, input.Name);
            CsvDialect dialect = CsvSniffer.Sniff(sample, isWholeFile, options);
            Header = CsvHeader.Read(stream, input, dialect, options);
            CsvLayout = new CsvLayout(dialect, Header.Names) { RawHeader = Header.Renamed ? default : Header.Raw };
            var fields = new Field[Header.Names.Length];
            for (int i = 0; i < fields.Length; i++)
            {
                fields[i] = new Field(Header.Names[i], options.Types.TryGetValue(Header.Names[i], out ColumnKind kind) ? kind : null);
            }

            Schema = new TableSchema(fields);
            if (!input.CanReopen)
            {
                stream.Replay();
                _unread = stream;
            }
        }
        finally
        {
            if (_unread is null)
            {
                stream.Dispose();
            }
        }
    }

    public string Name => Input.Name;

    public TableSchema Schema { get; }

    public IReadOnlyList<Field> Added => [];

    public long? RowCount => null;

    public long? SizeBytes => Input.SizeBytes;

    public bool CanReopen => Input.CanReopen;

    public PayloadLayout? Layout => CsvLayout;

    public ColumnKind RawKind => ColumnKind.Text;

    /// <summary>How the file is written, and its columns.</summary>
    public CsvLayout CsvLayout { get; }

    internal CsvHeader Header { get; }

    internal TextReadOptions Options { get; }

    internal IByteInput Input { get; }

    public bool HasColumn(string column) => Schema.Contains(column);

    public IRecordReader Open(ReadRequest request) => Open(request, Schema, CsvLayout);

    /// <inheritdoc/>
    public ISelectiveReader OpenSelective(ReadRequest request) => Open(request, Schema, CsvLayout, selects: true);

    /// <inheritdoc/>
    public IRecordSource Conform(TableSchema schema, PayloadLayout layout) => layout switch
    {
        CsvLayout csv when csv.Equals(CsvLayout) && schema.Equals(Schema) => this,
        CsvLayout csv => new ConformedCsvSource(this, schema, csv),
        _ => throw new ArgumentException($"CSV records cannot take the layout of the format {layout.Format}.", nameof(layout)),
    };

    public void Dispose()
    {
        _unread?.Dispose();
        Input.Dispose();
    }

    /// <summary>Starts a pass that delivers columns of <paramref name="schema"/> and payloads in <paramref name="layout"/>.</summary>
    internal CsvRecordReader Open(ReadRequest request, TableSchema schema, CsvLayout layout, bool selects = false)
    {
        var decoder = new CsvDecoder(this, schema, request, selects);
        Stream stream = _unread ?? Input.Open();
        _unread = null;
        return new CsvRecordReader(this, layout, request, decoder, stream, selects);
    }

    /// <summary>UTF-16 and UTF-32 text would be recoded silently by the parser; the bytes of an input are UTF-8.</summary>
    private static void RejectWideEncodings(ReadOnlySpan<byte> sample, string file)
    {
        if (sample.StartsWith("PAR1"u8) && sample.Contains((byte)0))
        {
            Fail.With(ErrorCodes.UnknownFormat, $"'{file}' is a Parquet file, not CSV.", "Pass --input-format parquet, or give the file its extension .parquet.");
        }

        if (sample.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || sample.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
            || sample.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF]))
        {
            Fail.With(ErrorCodes.InvalidUtf8, $"{file}, line 1: the file starts with the byte order mark of UTF-16 or UTF-32, expected UTF-8",
                "Pass --encoding utf-16 (or the right one), or convert the file.");
        }
    }
}
