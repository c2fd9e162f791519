using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Files;

namespace Curate.Formats.JsonLines;

/// <summary>
/// The good rows of a file, one after the other, with the values asked for converted. Blank lines are no rows; bad ones go to the log.
/// Which rows are good depends on the file, the declared kinds and the values asked for, never on a range of rows: kinds are checked in
/// rows before the range too.
/// </summary>
internal sealed class RowScanner : IDisposable
{
    // Lines without a row between two looks at the token.
    private const int LinesPerCheck = 4096;

    private readonly IByteInput _input;
    private readonly BadRowLog _badRows;
    private readonly LineSplitter _lines;
    private readonly LineParser _parser;
    private readonly ValueSlot[] _slots;
    private readonly PathDiscovery? _discovery;
    private readonly bool _countOnly;

    /// <param name="input">The file; opened here.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="columns">Values to convert.</param>
    /// <param name="kept">When given, rows are rewritten with these keys only.</param>
    /// <param name="discovery">Told of the keys of each row, or null.</param>
    /// <param name="countOnly">Nothing but the number of rows is wanted: where a bad row ends the run, every line is taken for a good one, and a pass that reads rows finds it.</param>
    public RowScanner(
        IByteInput input,
        TextReadOptions options,
        IReadOnlyList<ValueSlot> columns,
        IReadOnlyCollection<string>? kept = null,
        PathDiscovery? discovery = null,
        bool countOnly = false)
    {
        _input = input;
        _badRows = options.BadRows;
        _discovery = discovery;
        byte[][] nulls = NullsOf(options);
        var slots = new List<ValueSlot>(columns);
        foreach ((string name, ColumnKind kind) in options.Types.OrderBy(type => type.Key, StringComparer.Ordinal))
        {
            // Every value reads as text and as JSON; and a column read in its declared kind is checked by being read.
            if (kind is not (ColumnKind.Text or ColumnKind.Json)
                && (name.Contains('.') || !columns.Any(slot => slot.Request.Name == name && slot.Request.Kind == kind)))
            {
                slots.Add(new ValueSlot(new ColumnRequest(name, kind), true, nulls, checkOnly: true, literalOnly: false));
            }
        }

        _slots = [.. slots];
        _countOnly = countOnly && _slots.Length == 0 && options.BadRows.Policy == BadRowPolicy.Fail;
        _parser = new LineParser(_slots, kept, discovery);
        _lines = new LineSplitter(input.Open(), input.Name, options.MaxRecordBytes);
    }

    /// <summary>Ordinal of the current row among the good ones.</summary>
    public long Ordinal { get; private set; } = -1;

    public long BytesRead => _lines.BytesRead;

    /// <summary>The current row with the kept keys only.</summary>
    public ReadOnlySpan<byte> Rewritten => _parser.Rewritten.Written;

    /// <summary>The strings that stand for a missing value, as bytes.</summary>
    public static byte[][] NullsOf(TextReadOptions options) => [.. options.NullTexts.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Moves to the next good row; false at the end. The bytes are valid until the next call.</summary>
    public bool Next(out ReadOnlySpan<byte> row, CancellationToken ct)
    {
        while (_lines.Next(out row))
        {
            if (_lines.LineNumber % LinesPerCheck == 0)
            {
                ct.ThrowIfCancellationRequested();
            }

            if (row.Length == 0 || (JsonText.IsBlank(row[0]) && row.TrimStart(JsonText.Blanks).Length == 0))
            {
                continue;
            }

            if (_countOnly)
            {
                Ordinal++;
                return true;
            }

            LineFault? fault = _parser.Parse(row, _parser.Line == 0) ?? Convert(row);
            _discovery?.EndLine(fault is null);
            if (fault is null)
            {
                Ordinal++;
                return true;
            }

            _badRows.Report(fault.Code, _input.Name, _lines.Offset, row, fault.Message(_input.Name, _lines.LineNumber, row), fault.Hint);
        }

        return false;
    }

    public void Dispose() => _lines.Dispose();

    private LineFault? Convert(ReadOnlySpan<byte> row)
    {
        foreach (ValueSlot slot in _slots)
        {
            if (!slot.Convert(row, _parser.Line))
            {
                return new(ErrorCodes.BadValue, -1, slot.Describe(row), slot.Hint());
            }
        }

        foreach (ValueSlot slot in _slots)
        {
            slot.Keep();
        }

        return null;
    }
}
