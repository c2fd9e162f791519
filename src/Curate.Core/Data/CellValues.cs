using System.Globalization;
using System.Text;

namespace Curate.Core.Data;

/// <summary>Single values in and out of columns: edits, added columns that a later stage asks for, saved edits.</summary>
public static class CellValues
{
    /// <summary>Appends <paramref name="value"/>, converted to the column's kind where that loses nothing.</summary>
    /// <exception cref="ArgumentException">The value has no form of that kind.</exception>
    public static void Append(Column to, CellValue value)
    {
        if (value.IsNull)
        {
            to.AppendNull();
            return;
        }

        switch (to, value.Kind)
        {
            case (WholeColumn whole, ColumnKind.Whole or ColumnKind.Flag):
                whole.Append(value.Whole);
                break;
            case (NumberColumn number, ColumnKind.Number):
                number.Append(value.Number);
                break;
            case (NumberColumn number, ColumnKind.Whole):
                number.Append(value.Whole);
                break;
            case (FlagColumn flag, ColumnKind.Flag):
                flag.Append(value.Whole != 0);
                break;
            case (TimeColumn time, ColumnKind.Date or ColumnKind.Time):
                time.Append(value.Whole);
                break;
            case (TextColumn { Kind: ColumnKind.Json } json, ColumnKind.Text or ColumnKind.Date or ColumnKind.Time):
                // What is asked for as JSON is told apart from numbers and words by its quotes.
                var quoted = new ByteBuffer(256);
                JsonQuotes.Append(quoted, Utf8(value));
                json.Append(quoted.Written);
                break;
            default:
                if (!ValueText.TryAppend(to, Utf8(value)))
                {
                    throw new ArgumentException($"A value of kind {ValueText.NameOf(value.Kind)} does not fit a column of kind {ValueText.NameOf(to.Kind)}.");
                }

                break;
        }
    }

    /// <summary>Appends a value of another column, converted to this column's kind.</summary>
    public static void AppendConverted(Column to, Column from, int row)
    {
        if (to.Kind == from.Kind)
        {
            to.AppendFrom(from, row);
        }
        else
        {
            Append(to, Of(from, row));
        }
    }

    /// <summary>Appends values of another column, converted to this column's kind.</summary>
    public static void AppendConverted(Column to, Column from, ReadOnlySpan<int> rows)
    {
        if (to.Kind == from.Kind)
        {
            to.AppendFrom(from, rows);
            return;
        }

        foreach (int row in rows)
        {
            Append(to, Of(from, row));
        }
    }

    /// <summary>The value of one row.</summary>
    public static CellValue Of(Column column, int row)
    {
        if (column.IsNull(row))
        {
            return CellValue.Null(column.Kind);
        }

        return column switch
        {
            TextColumn text => new CellValue(column.Kind) { Bytes = text[row].ToArray() },
            WholeColumn whole => CellValue.OfWhole(whole[row]),
            NumberColumn number => CellValue.OfNumber(number[row]),
            FlagColumn flag => CellValue.OfFlag(flag[row]),
            TimeColumn time => new CellValue(column.Kind) { Whole = time[row] },
            _ => throw new ArgumentException($"Values of kind {ValueText.NameOf(column.Kind)} are not taken one by one."),
        };
    }

    /// <summary>The value as text: numbers in shortest round-trip form, dates and times in ISO 8601.</summary>
    public static byte[] Utf8(CellValue value) => value.Kind switch
    {
        ColumnKind.Whole => Encoding.ASCII.GetBytes(value.Whole.ToString(CultureInfo.InvariantCulture)),
        ColumnKind.Number => Encoding.ASCII.GetBytes(ShortestNumber.Text(value.Number)),
        ColumnKind.Flag => value.Whole != 0 ? "true"u8.ToArray() : "false"u8.ToArray(),
        ColumnKind.Date => Encoding.ASCII.GetBytes(DateTime.UnixEpoch.AddMicroseconds(value.Whole).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ColumnKind.Time => Encoding.ASCII.GetBytes(DateTime.UnixEpoch.AddMicroseconds(value.Whole).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture)),
        _ => value.Bytes,
    };

    public static void Save(CellValue value, BinaryWriter to)
    {
        to.Write((byte)value.Kind);
        to.Write(value.IsNull);
        to.Write(value.Whole);
        to.Write(value.Number);
        to.Write7BitEncodedInt(value.Bytes.Length);
        to.Write(value.Bytes);
    }

    public static CellValue Load(BinaryReader from)
    {
        var value = new CellValue((ColumnKind)from.ReadByte())
        {
            IsNull = from.ReadBoolean(),
            Whole = from.ReadInt64(),
            Number = from.ReadDouble(),
        };
        byte[] bytes = new byte[from.Read7BitEncodedInt()];
        from.BaseStream.ReadExactly(bytes);
        return value with { Bytes = bytes };
    }
}
