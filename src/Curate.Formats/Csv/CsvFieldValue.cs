using System.Runtime.CompilerServices;
using CsvHelper;

namespace Curate.Formats.Csv;

/// <summary>The value of a field: its bytes without the quotes around it.</summary>
internal static class CsvFieldValue
{
    /// <summary>The unescaped bytes; a field that begins with a quote is in quotes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> Of(CsvReader csv, int field, int quote, out bool inQuotes)
    {
        ReadOnlySpan<byte> raw = csv.GetRawSpan(field);
        inQuotes = raw.Length > 0 && raw[0] == quote;
        return inQuotes ? Unquoted(csv, field, quote, raw) : raw;
    }

    private static ReadOnlySpan<byte> Unquoted(CsvReader csv, int field, int quote, ReadOnlySpan<byte> raw) =>
        raw.Length >= 2 && !raw[1..^1].Contains((byte)quote) ? raw[1..^1] : csv.GetSpan(field);
}
