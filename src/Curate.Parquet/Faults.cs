using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Curate.Parquet;

/// <summary>The cold ends of the code: every fault of a file leaves through here.</summary>
internal static class Faults
{
    [DoesNotReturn]
    internal static void Corrupt(string what) => throw new ParquetFormatException(ParquetFault.Corrupt, what);

    [DoesNotReturn]
    internal static void Unsupported(string what) => throw new ParquetFormatException(ParquetFault.Unsupported, what);

    [DoesNotReturn]
    internal static void Limit(string what) => throw new ParquetFormatException(ParquetFault.Limit, what);

    [DoesNotReturn]
    internal static void Encrypted(string what) => throw new ParquetFormatException(ParquetFault.Encrypted, what);

    /// <summary>The same fault, told with the place where it was met.</summary>
    internal static ParquetFormatException At(ParquetFormatException fault, long offset, string? column)
    {
        long place = fault.Offset >= 0 ? fault.Offset : offset;
        string where = column is null
            ? string.Create(CultureInfo.InvariantCulture, $"at offset {place}")
            : string.Create(CultureInfo.InvariantCulture, $"column {column}, at offset {place}");
        return new ParquetFormatException(fault.Fault, $"{fault.Message} ({where})", fault) { Offset = place, Column = column };
    }
}
