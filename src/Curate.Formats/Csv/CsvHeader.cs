using System.Globalization;
using System.Text;
using System.Text.Unicode;
using CsvHelper;
using Curate.Core.Errors;
using Curate.Formats.Files;

namespace Curate.Formats.Csv;

/// <summary>The column names of a file, and the header record that they came from.</summary>
/// <param name="Names">Unique, none empty.</param>
/// <param name="Raw">The header record without line end; empty where there is none.</param>
/// <param name="Renamed">Names differ from the record.</param>
internal sealed record CsvHeader(string[] Names, byte[] Raw, bool Renamed)
{
    /// <summary>How far a file without header is searched for a sound record that tells the number of columns.</summary>
    private const int SearchedRecords = 100;

    /// <summary>Reads the header, or counts the columns of a file without one.</summary>
    /// <exception cref="CurateException">The file is empty, the record cannot be read, or its names do not tell columns apart.</exception>
    public static CsvHeader Read(Stream stream, IByteInput input, CsvDialect dialect, TextReadOptions options)
    {
        CsvMalformedRecord? malformed = null;
        using var faults = new CsvFaults(input, dialect, options, []);
        using CsvReader csv = CsvReaderSetup.Open(stream, dialect, options, fault => malformed = fault);
        try
        {
            if (!csv.Read())
            {
                Fail.With(ErrorCodes.NoHeader,
                    $"{input.Name} is empty, expected {(options.NoHeader ? "a record that tells the number of columns" : "a header record with column names")}",
                    options.NoHeader ? "Leave the file out." : ErrorCodes.NoHeader.Remedy);
            }

            if (options.NoHeader)
            {
                int columns = CountFields(csv, ref malformed);
                return options.ColumnNames is { } known && known.Count == columns ? new CsvHeader([.. known], [], Renamed: false) : Number(columns);
            }
        }
        catch (CsvFormatException tooLarge)
        {
            faults.FailOnSize(new CsvPlace(tooLarge.ByteOffset, tooLarge.LineNumber));
        }

        var place = new CsvPlace(csv.ByteOffset, csv.LineNumber);
        if (csv.RawRecord.Length > options.MaxRecordBytes)
        {
            faults.FailOnSize(place);
        }

        if (malformed is not null || !Utf8.IsValid(csv.RawRecord))
        {
            (ErrorCode code, string message) = faults.Describe(csv, place, malformed);
            Fail.With(code, message, code.Remedy);
        }

        string[] names = new string[csv.FieldCount];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = Encoding.UTF8.GetString(csv.GetSpan(i));
        }

        return new CsvHeader(names, csv.RawRecord.ToArray(), Repair(names, input.Name, csv.LineNumber, options.RenameDuplicates));
    }

    /// <summary>The field count of the first record that is neither empty nor malformed.</summary>
    private static int CountFields(CsvReader csv, ref CsvMalformedRecord? malformed)
    {
        int first = csv.FieldCount;
        int seen = 1;
        do
        {
            if (csv.RawRecord.Length > 0 && malformed is null && Utf8.IsValid(csv.RawRecord))
            {
                return csv.FieldCount;
            }

            malformed = null;
        }
        while (seen++ < SearchedRecords && csv.Read());

        return first;
    }

    private static CsvHeader Number(int columns)
    {
        string[] names = new string[columns];
        for (int i = 0; i < columns; i++)
        {
            names[i] = Numbered("column", i + 1);
        }

        return new CsvHeader(names, [], Renamed: false);
    }

    /// <summary>Fails on names that are empty or repeated, or renames them in place; true when a name changed.</summary>
    private static bool Repair(string[] names, string file, long line, bool rename)
    {
        var positions = new Dictionary<string, int>(names.Length, StringComparer.Ordinal);
        var repeated = new List<int>();
        for (int i = 0; i < names.Length; i++)
        {
            if (names[i].Length > 0 && positions.TryAdd(names[i], i))
            {
                continue;
            }

            if (!rename)
            {
                Fail.With(ErrorCodes.BadHeader, names[i].Length == 0
                    ? FormattableString.Invariant($"{file}, line {line}: column {i + 1} of {names.Length} has no name")
                    : FormattableString.Invariant($"{file}, line {line}: the name {Fail.Show(names[i])} stands for columns {positions[names[i]] + 1} and {i + 1}"),
                    ErrorCodes.BadHeader.Remedy);
            }

            repeated.Add(i);
        }

        // Names that stand alone keep their place, so a new name never takes one that occurs later in the header.
        foreach (int i in repeated)
        {
            string stem = names[i].Length == 0 ? "column" : names[i];
            int number = names[i].Length == 0 ? i + 1 : 2;
            while (!positions.TryAdd(Numbered(stem, number), i))
            {
                number++;
            }

            names[i] = Numbered(stem, number);
        }

        return repeated.Count > 0;
    }

    private static string Numbered(string stem, int number) => stem + "_" + number.ToString(CultureInfo.InvariantCulture);
}
