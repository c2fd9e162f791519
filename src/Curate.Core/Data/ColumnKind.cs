namespace Curate.Core.Data;

/// <summary>How the values of a column are stored in memory. The semantic type (category, identifier, measure) is a result of inference, not a kind.</summary>
public enum ColumnKind : byte
{
    /// <summary>UTF-8 bytes (<see cref="TextColumn"/>).</summary>
    Text,
    /// <summary>64-bit signed whole numbers (<see cref="WholeColumn"/>).</summary>
    Whole,
    /// <summary>IEEE double (<see cref="NumberColumn"/>).</summary>
    Number,
    /// <summary>True or false (<see cref="FlagColumn"/>).</summary>
    Flag,
    /// <summary>Calendar day without time, stored as microseconds since 1970-01-01 at midnight (<see cref="TimeColumn"/>).</summary>
    Date,
    /// <summary>Instant, stored as microseconds since 1970-01-01T00:00:00Z (<see cref="TimeColumn"/>).</summary>
    Time,
    /// <summary>Scaled 128-bit integer (<see cref="DecimalColumn"/>).</summary>
    Decimal,
    /// <summary>Raw bytes without an encoding (<see cref="TextColumn"/> storage).</summary>
    Bytes,
    /// <summary>Vectors of float32 with one dimension for all rows (<see cref="VectorColumn"/>).</summary>
    Vector,
    /// <summary>A nested value as canonical JSON text (<see cref="TextColumn"/> storage): how nesting crosses formats.</summary>
    Json,
}
