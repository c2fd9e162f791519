using Curate.Core.Data;

namespace Curate.Formats.Csv;

/// <summary>
/// The payload layout of CSV: records as bytes in one dialect, with these columns in this order. Two layouts are equal when delimiter,
/// quote, line end, header and column names are.
/// </summary>
/// <param name="Dialect">How the records are written.</param>
/// <param name="Names">Column names in order.</param>
public sealed record CsvLayout(CsvDialect Dialect, IReadOnlyList<string> Names) : PayloadLayout("csv")
{
    /// <summary>
    /// The header record as it stands in the file, without line end; empty where there is none or its names were changed. Not part of
    /// equality: two files whose headers differ only in quoting have the same columns.
    /// </summary>
    public ReadOnlyMemory<byte> RawHeader { get; init; }

    public override bool HasNames => true;

    /// <summary>The same dialect with other columns; the header as it stands in the file no longer fits.</summary>
    public override PayloadLayout WithColumns(IReadOnlyList<string> names) =>
        Names.SequenceEqual(names, StringComparer.Ordinal) ? this : this with { Names = names, RawHeader = default };

    /// <summary>
    /// The record with quotes only where they are needed, so that <c>"a",b</c> and <c>a,b</c> are equal. A record without any quote is
    /// its own canonical form, which is most of them.
    /// </summary>
    public override ReadOnlySpan<byte> KeyBytes(RowPayload payload, int row, ref byte[] buffer)
    {
        ReadOnlySpan<byte> record = ((RecordBytes)payload)[row];
        return Dialect.Quote == '\0' || !record.Contains((byte)Dialect.Quote) ? record : CsvCanonicalRecord.Of(record, Dialect, ref buffer);
    }

    /// <inheritdoc/>
    public override RowPayload CreatePayload() => new RecordBytes(Dialect.Terminator());

    public bool Equals(CsvLayout? other) => other is not null
        && (ReferenceEquals(this, other) || (Dialect == other.Dialect && Names.SequenceEqual(other.Names, StringComparer.Ordinal)));

    /// <summary>Derived from lengths alone, so that it is the same in every process.</summary>
    public override int GetHashCode() => Dialect.GetHashCode() * 397 ^ Names.Count;
}
