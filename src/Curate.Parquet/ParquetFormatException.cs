namespace Curate.Parquet;

/// <summary>The bytes are no valid Parquet, or use a part of the format that is not supported.</summary>
public sealed class ParquetFormatException : Exception
{
    public ParquetFormatException(ParquetFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    public ParquetFault Fault { get; }

    /// <summary>Offset in the file where the fault was found, or -1.</summary>
    public long Offset { get; init; } = -1;

    /// <summary>The path of the column, or null.</summary>
    public string? Column { get; init; }
}
