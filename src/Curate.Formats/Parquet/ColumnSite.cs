using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Curate.Core.Errors;
using Curate.Parquet;

namespace Curate.Formats.Parquet;

/// <summary>Where values come from, for messages.</summary>
internal sealed class ColumnSite(ParquetFile file, string column)
{
    public int Group { get; set; }

    public string Column => column;

    [DoesNotReturn]
    public void BadValue(string what) => Fail.With(
        ErrorCodes.BadValue,
        string.Create(CultureInfo.InvariantCulture, $"'{file.Name}', row group {Group}, column {Fail.Show(column)}: {what}."),
        "Correct the value, leave the column out with --columns, or declare another kind with --types.");

    [DoesNotReturn]
    public void BadText(ReadOnlySpan<byte> value) => Fail.With(
        ErrorCodes.InvalidUtf8,
        string.Create(CultureInfo.InvariantCulture, $"'{file.Name}', row group {Group}, column {Fail.Show(column)}: the text {Fail.Show(value)} is not UTF-8."),
        "Write the column as binary, or leave it out with --columns.");

    [DoesNotReturn]
    public void Corrupt(string what) =>
        throw ParquetFailures.Of(new ParquetFormatException(ParquetFault.Corrupt, $"{what} (column {column})"), file.Name, Group);
}
