using System.Diagnostics.CodeAnalysis;
using System.Text.Unicode;
using CsvHelper;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Files;

namespace Curate.Formats.Csv;

/// <summary>Words for what can be wrong with a record: file, line, column, value, what was expected. Everything here is off the fast path.</summary>
internal sealed class CsvFaults(IByteInput input, CsvDialect dialect, TextReadOptions options, IReadOnlyList<string> names) : IDisposable
{
    private const int ShownNamesLength = 60;

    private readonly CsvLineFinder _lines = new(input);

    /// <summary>Reports bytes that are not UTF-8, bad quoting or a wrong field count of the record at hand; returns when it is to be left out.</summary>
    public void ReportRecord(CsvReader csv, CsvPlace place, CsvMalformedRecord? malformed)
    {
        (ErrorCode code, string message) = Describe(csv, place, malformed);
        options.BadRows.Report(code, input.Name, place.Offset, csv.RawRecord, message);
    }

    /// <summary>Reports a value that does not have its declared kind.</summary>
    public void ReportValue(CsvReader csv, CsvPlace place, int field, ReadOnlySpan<byte> value, ColumnKind kind) =>
        options.BadRows.Report(ErrorCodes.BadValue, input.Name, place.Offset, csv.RawRecord, ValueMessage(Where(csv, place, field), value, kind));

    /// <summary>Reports an empty line among the records of a table with several columns.</summary>
    /// <param name="first">The first of the empty lines that follow each other.</param>
    /// <param name="nth">Which of them, from 0.</param>
    public void ReportEmptyLine(CsvPlace first, long nth) =>
        options.BadRows.Report(ErrorCodes.RaggedRow, input.Name, first.Offset + nth, default,
            FormattableString.Invariant($"{input.Name}, line {LineOf(first) + nth}: an empty line, expected {Expected()}"));

    /// <summary>
    /// Ends the run over a value that a pass asked for in a kind nobody declared. It is never left out: other passes, which do not ask,
    /// would still count the row, and row numbers would differ between passes.
    /// </summary>
    [DoesNotReturn]
    public void FailOnValue(CsvReader csv, CsvPlace place, int field, ReadOnlySpan<byte> value, ColumnKind kind) =>
        FailOnValue(field, value, kind, Where(csv, place, field));

    /// <summary>The same for a record that the parser has left behind; any thread may call it.</summary>
    /// <param name="place">Where the record starts.</param>
    /// <param name="before">The values before the field.</param>
    /// <param name="field">The field.</param>
    /// <param name="value">Its value.</param>
    /// <param name="kind">The kind that was asked for.</param>
    [DoesNotReturn]
    public void FailOnValue(CsvPlace place, ReadOnlySpan<byte> before, int field, ReadOnlySpan<byte> value, ColumnKind kind) =>
        FailOnValue(field, value, kind, Where(LineOf(place) + CsvLineBreaks.Count(before), field));

    [DoesNotReturn]
    private void FailOnValue(int field, ReadOnlySpan<byte> value, ColumnKind kind, string where)
    {
        string? hint = options.BadRows.Policy == BadRowPolicy.Fail || options.Types.ContainsKey(names[field])
            ? ErrorCodes.BadValue.Remedy
            : $"Declare the kind, so that every pass leaves out the same rows: --types {names[field]}:{ValueText.NameOf(kind)}.";
        Fail.With(ErrorCodes.BadValue, ValueMessage(where, value, kind), hint);
    }

    /// <summary>Ends the run over a record above the limit; names the line where a quote stays open, which is the usual cause.</summary>
    /// <param name="place">Where the record starts.</param>
    [DoesNotReturn]
    public void FailOnSize(CsvPlace place)
    {
        long recordLine = LineOf(place);
        string limit = FormattableString.Invariant($"larger than --max-record ({options.MaxRecordBytes} bytes)");
        long quoteLine = CsvOpenQuote.FindLine(input, dialect, place.Offset, recordLine, options.MaxRecordBytes);
        Fail.With(ErrorCodes.RecordTooLarge,
            quoteLine == 0
                ? FormattableString.Invariant($"{input.Name}, line {recordLine}: the record that starts here is {limit}")
                : FormattableString.Invariant($"{input.Name}, line {quoteLine}: a quoted field starts here and does not end before its record is {limit}"),
            ErrorCodes.RecordTooLarge.Remedy);
    }

    /// <summary>What is wrong with the record at hand.</summary>
    public (ErrorCode Code, string Message) Describe(CsvReader csv, CsvPlace place, CsvMalformedRecord? malformed)
    {
        if (!Utf8.IsValid(csv.RawRecord))
        {
            int field = 0;
            while (field < csv.FieldCount - 1 && Utf8.IsValid(csv.GetRawSpan(field)))
            {
                field++;
            }

            return (ErrorCodes.InvalidUtf8, Where(csv, place, field) + $"{Fail.Show(csv.GetRawSpan(field))} is not UTF-8");
        }

        if (malformed is { } problem)
        {
            int field = FieldAt(csv, problem.ByteOffset);
            string shown = Fail.Show(csv.GetRawSpan(field));
            return (ErrorCodes.MalformedCsv, problem.Reason switch
            {
                CsvMalformedReason.UnterminatedQuote => Where(csv, place, csv.FieldCount - 1) + "a quoted field starts here and never ends: "
                    + Fail.Show(csv.GetRawSpan(csv.FieldCount - 1)),
                CsvMalformedReason.TextAfterClosingQuote => Where(csv, place, field)
                    + $"text follows a closing quote in {shown}, expected the delimiter or the end of the record",
                _ => Where(csv, place, field) + $"a quote stands inside the unquoted field {shown}, expected it doubled within a quoted field",
            });
        }

        string count = csv.FieldCount == 1 ? "1 field" : FormattableString.Invariant($"{csv.FieldCount} fields");
        return (ErrorCodes.RaggedRow, FormattableString.Invariant($"{input.Name}, line {LineOf(place)}: {count}, expected {Expected()}"));
    }

    public void Dispose() => _lines.Dispose();

    private static string ValueMessage(string where, ReadOnlySpan<byte> value, ColumnKind kind) =>
        where + $"{Fail.Show(value)} is not of kind {ValueText.NameOf(kind)}";

    /// <summary>The file, the line on which a field of the record starts, and the column.</summary>
    private string Where(CsvReader csv, CsvPlace place, int field)
    {
        int start = 0;
        for (int i = 0; i < field; i++)
        {
            start += csv.GetRawSpan(i).Length + 1;
        }

        return Where(LineOf(place) + CsvLineBreaks.Count(csv.RawRecord[..Math.Min(start, csv.RawRecord.Length)]), field);
    }

    private string Where(long line, int field) => field < names.Count
        ? FormattableString.Invariant($"{input.Name}, line {line}, column {names[field]}: ")
        : FormattableString.Invariant($"{input.Name}, line {line}, field {field + 1}: ");

    private long LineOf(CsvPlace place)
    {
        if (place.Line > 0)
        {
            return place.Line;
        }

        lock (_lines)
        {
            return _lines.LineAt(place.Offset);
        }
    }

    private static int FieldAt(CsvReader csv, long offset)
    {
        long end = csv.ByteOffset;
        for (int i = 0; i < csv.FieldCount; i++)
        {
            end += csv.GetRawSpan(i).Length + 1;
            if (offset < end)
            {
                return i;
            }
        }

        return csv.FieldCount - 1;
    }

    private string Expected()
    {
        string list = string.Join(',', names.Take(ShownNamesLength));
        list = list.Length > ShownNamesLength ? list[..ShownNamesLength] + "..." : list;
        return FormattableString.Invariant($"{names.Count} ({list})");
    }
}
