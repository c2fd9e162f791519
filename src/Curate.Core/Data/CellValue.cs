namespace Curate.Core.Data;

/// <summary>One value outside a column, for edits. Rare by design: bulk data lives in columns.</summary>
/// <param name="Kind">How the other members are read.</param>
public readonly record struct CellValue(ColumnKind Kind)
{
    public bool IsNull { get; init; }

    /// <summary>Text, bytes or JSON.</summary>
    public byte[] Bytes { get; init; } = [];

    /// <summary>Whole numbers, flags (0 or 1), and microseconds of dates and times.</summary>
    public long Whole { get; init; }

    public double Number { get; init; }

    public static CellValue Null(ColumnKind kind) => new(kind) { IsNull = true };

    public static CellValue OfText(string text) => new(ColumnKind.Text) { Bytes = System.Text.Encoding.UTF8.GetBytes(text) };

    public static CellValue OfWhole(long value) => new(ColumnKind.Whole) { Whole = value };

    public static CellValue OfNumber(double value) => new(ColumnKind.Number) { Number = value };

    public static CellValue OfFlag(bool value) => new(ColumnKind.Flag) { Whole = value ? 1 : 0 };
}
