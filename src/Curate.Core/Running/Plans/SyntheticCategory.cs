using Curate.Core.Data;

namespace Curate.Core.Running.Plans;

/// <summary>A category column of made-up rows: the value of every code.</summary>
/// <param name="Name">The column.</param>
/// <param name="Values">Values by code; a null one stands for a missing value.</param>
public sealed record SyntheticCategory(string Name, IReadOnlyList<CellValue> Values)
{
    /// <summary>A text of a column of some kind, in that kind.</summary>
    /// <param name="kind">The kind of the column.</param>
    /// <param name="text">The text, or null for a missing value.</param>
    public static CellValue ValueOf(ColumnKind kind, byte[]? text)
    {
        if (text is null)
        {
            return CellValue.Null(kind);
        }

        if (kind is not (ColumnKind.Whole or ColumnKind.Number or ColumnKind.Flag or ColumnKind.Date or ColumnKind.Time))
        {
            return new CellValue(kind) { Bytes = text };
        }

        Column column = Column.Create(kind);
        return ValueText.TryAppend(column, text) ? CellValues.Of(column, 0) with { Kind = kind } : new CellValue(ColumnKind.Text) { Bytes = text };
    }

    internal void Save(BinaryWriter to)
    {
        to.Write(Name);
        to.Write(Values.Count);
        foreach (CellValue value in Values)
        {
            CellValues.Save(value, to);
        }
    }

    internal static SyntheticCategory Load(BinaryReader from)
    {
        string name = from.ReadString();
        var values = new List<CellValue>();
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            values.Add(CellValues.Load(from));
        }

        return new SyntheticCategory(name, values);
    }
}
