namespace Curate.Core.Data;

/// <summary>
/// What is known of the values of a column in a stretch of rows without reading them. Every bound may be wider than the values; where nothing is known,
/// <see cref="Unknown"/> says so. A NaN lies within no bounds and is never told of.
/// </summary>
public sealed record ColumnBounds
{
    /// <summary>Anything may be there.</summary>
    public static ColumnBounds Unknown { get; } = new();

    /// <summary>Some row may be null.</summary>
    public bool MayBeNull { get; init; } = true;

    /// <summary>Some row may have a value.</summary>
    public bool MayHaveValues { get; init; } = true;

    /// <summary>Closed range of whole numbers, days and instants in microseconds, flags (0 and 1); null = unknown.</summary>
    public (long Low, long High)? Wholes { get; init; }

    /// <summary>Closed range of numbers that are no NaN; null = unknown.</summary>
    public (double Low, double High)? Numbers { get; init; }

    /// <summary>Closed range of texts in the order of their UTF-8 bytes; null = unknown.</summary>
    public (byte[] Low, byte[] High)? Texts { get; init; }
}
