using System.Globalization;
using Curate.Core.Errors;
using Curate.Parquet;

namespace Curate.Formats.Parquet;

/// <summary>Turns faults of the format into failures that name the file, the row group and what to do.</summary>
internal static class ParquetFailures
{
    /// <summary>The failure to throw; <paramref name="rowGroup"/> is negative where the fault lies in no row group.</summary>
    public static CurateException Of(ParquetFormatException fault, string name, int rowGroup = -1)
    {
        string where = rowGroup < 0 ? $"'{name}'" : string.Create(CultureInfo.InvariantCulture, $"'{name}', row group {rowGroup}");
        (ErrorCode code, string hint) = fault.Fault switch
        {
            ParquetFault.Limit => (ErrorCodes.RecordTooLarge, "Write the file again with smaller pages and row groups."),
            ParquetFault.Encrypted => (ErrorCodes.CorruptFile, "Decrypt the file with the tool that wrote it."),
            ParquetFault.Unsupported => (ErrorCodes.CorruptFile, "Write the file again with another encoding or codec (Snappy, Zstandard or none), or leave the column out with --columns."),
            _ => (ErrorCodes.CorruptFile, ErrorCodes.CorruptFile.Remedy),
        };
        return new CurateException(code, $"{where}: {fault.Message}.", hint, fault);
    }
}
