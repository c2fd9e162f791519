using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Parquet.Metadata;
using Curate.Parquet.Schema;
using Curate.Parquet.Writing;

namespace Curate.Formats.Parquet;

/// <summary>A value that replaces that of one row of a leaf column, in the column's own type.</summary>
/// <param name="Row">Row in the pending rows.</param>
/// <param name="Leaf">Leaf of the layout.</param>
/// <param name="Definition">Definition level of the entries.</param>
/// <param name="Value">The raw value or values; empty for a null.</param>
internal sealed record LeafEdit(int Row, int Leaf, byte Definition, byte[] Value)
{
    private const long DayMicros = 86_400_000_000;

    /// <summary>The edit of a top-level column or of one inside structs; null where nothing changes, as a null in a struct that is null itself.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="row">Row in the pending rows.</param>
    /// <param name="edit">The edit.</param>
    /// <param name="levelOf">The definition level that the row has now in a leaf; asked only for columns inside structs that may be null.</param>
    /// <exception cref="CurateException">The column is in a list, cannot be null, or cannot hold the value; or the struct that it is in is null.</exception>
    public static LeafEdit? Of(ParquetSchema schema, int row, CellEdit edit, Func<int, int> levelOf)
    {
        SchemaNode? node = schema.Fields.FirstOrDefault(field => field.Name == edit.Column) ?? ParquetSource.Below(schema.Fields, edit.Column);
        LeafColumn? leaf = node is null ? null : node.Leaf ?? (ParquetFields.MayBeVector(node) ? node.VectorElement : null);
        if (node is null || leaf is null || node.RepetitionLevel > 0 || (leaf.MaxRepetition > 0 && node.Leaf is not null))
        {
            Fail.With(ErrorCodes.Infeasible, $"The value of {Fail.Show(edit.Column)} cannot be replaced: in Parquet only columns of single values and of float lists can, at the top or inside of structs.",
                "Write JSON Lines, or name another column.");
        }

        // The level at which what the column is in is there. A value cannot make it appear: the columns beside this one would have to change, too.
        int around = node.DefinitionLevel - (node.IsNullable ? 1 : 0);
        if (around > 0 && levelOf(leaf.Index) < around)
        {
            if (edit.Value.IsNull)
            {
                return null;
            }

            Refuse(edit, "the struct that it is in is null in this row");
        }

        if (edit.Value.IsNull)
        {
            if (!node.IsNullable)
            {
                Refuse(edit, "the column is required, so it cannot be null");
            }

            return new LeafEdit(row, leaf.Index, (byte)(node.DefinitionLevel - 1), []);
        }

        return new LeafEdit(row, leaf.Index, (byte)leaf.MaxDefinition, leaf.MaxRepetition > 0 ? Vector(leaf, edit) : Raw(leaf, edit));
    }

    /// <summary>Appends the value to the encoder of its leaf.</summary>
    public void AppendTo(ColumnEncoder encoder)
    {
        LeafColumn leaf = encoder.Column;
        bool isPresent = Definition == leaf.MaxDefinition;
        int slots = leaf.MaxRepetition > 0 && isPresent ? Value.Length / leaf.Width : 1;
        byte[] definition = new byte[leaf.MaxDefinition > 0 ? slots : 0];
        byte[] repetition = new byte[leaf.MaxRepetition > 0 ? slots : 0];
        definition.AsSpan().Fill(Definition);
        if (repetition.Length > 0)
        {
            repetition.AsSpan(1).Fill(1);
        }

        if (leaf.IsVariable)
        {
            encoder.AppendBytes(definition, repetition, Value, isPresent ? [0, Value.Length] : [0]);
        }
        else
        {
            encoder.Append<byte>(definition, repetition, Value);
        }
    }

    private static byte[] Raw(LeafColumn leaf, CellEdit edit)
    {
        Field field = ParquetFields.OfLeaf(leaf, edit.Column, static () => true);
        Column column = Column.Create(field.Kind!.Value, field.Scale);
        try
        {
            CellValues.Append(column, edit.Value);
        }
        catch (ArgumentException)
        {
            Refuse(edit, $"the column is {ValueText.NameOf(field.Kind.Value)}");
        }

        switch (column)
        {
            case FlagColumn flag:
                return [flag[0] ? (byte)1 : (byte)0];
            case NumberColumn number:
                return leaf.Type switch
                {
                    PhysicalType.Float => BitConverter.GetBytes((float)number[0]),
                    PhysicalType.Double => BitConverter.GetBytes(number[0]),
                    _ => BitConverter.GetBytes((Half)number[0]),
                };
            case WholeColumn whole:
                return Whole(leaf, edit, whole[0]);
            case DecimalColumn decimals:
                return Units(leaf, edit, decimals[0]);
            case TimeColumn time:
                return Time(leaf, time[0]);
            case TextColumn text when leaf.IsVariable:
                return text[0].ToArray();
            case TextColumn { Kind: ColumnKind.Bytes } text when text[0].Length == leaf.TypeLength:
                return text[0].ToArray();
            case TextColumn text when leaf.Logical?.Kind == LogicalKind.Uuid && Guid.TryParse(text[0], CultureInfo.InvariantCulture, out Guid id):
                return id.ToByteArray(bigEndian: true);
            default:
                Refuse(edit, $"the column is {leaf.Logical?.Kind.ToString() ?? leaf.Type.ToString()}");
                return [];
        }
    }

    private static byte[] Whole(LeafColumn leaf, CellEdit edit, long value)
    {
        int bits = leaf.Logical is { Kind: LogicalKind.Integer } integer ? integer.BitWidth : leaf.Type == PhysicalType.Int32 ? 32 : 64;
        bool isSigned = leaf.Logical is not { Kind: LogicalKind.Integer, IsSigned: false };
        Int128 least = isSigned ? -((Int128)1 << (bits - 1)) : 0;
        Int128 most = ((Int128)1 << (isSigned ? bits - 1 : bits)) - 1;
        if (value < least || value > most)
        {
            Refuse(edit, string.Create(CultureInfo.InvariantCulture, $"the column holds whole numbers from {least} to {most}"));
        }

        return leaf.Type == PhysicalType.Int32 ? BitConverter.GetBytes((int)value) : BitConverter.GetBytes(value);
    }

    private static byte[] Units(LeafColumn leaf, CellEdit edit, Int128 units)
    {
        if (leaf.Logical?.Kind == LogicalKind.Integer)
        {
            // 64 bits without sign.
            if (units < 0 || units > ulong.MaxValue)
            {
                Refuse(edit, "the column holds whole numbers from 0 to 2^64 - 1");
            }

            return BitConverter.GetBytes((ulong)units);
        }

        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteInt128BigEndian(bytes, units);
        Int128 most = 1;
        for (int digit = 0; digit < leaf.Logical!.Precision; digit++)
        {
            most *= 10;
        }

        if (units >= most || units <= -most)
        {
            Refuse(edit, string.Create(CultureInfo.InvariantCulture, $"the column holds {leaf.Logical.Precision} digits"));
        }

        switch (leaf.Type)
        {
            case PhysicalType.Int32:
                return BitConverter.GetBytes((int)units);
            case PhysicalType.Int64:
                return BitConverter.GetBytes((long)units);
            case PhysicalType.ByteArray:
                return bytes;
            default:
                byte[] value = new byte[leaf.TypeLength];
                value.AsSpan().Fill(units < 0 ? (byte)0xFF : (byte)0);
                int count = Math.Min(value.Length, bytes.Length);
                bytes.AsSpan(bytes.Length - count).CopyTo(value.AsSpan(value.Length - count));
                return value;
        }
    }

    private static byte[] Time(LeafColumn leaf, long micros)
    {
        if (leaf.Type == PhysicalType.Int32)
        {
            return BitConverter.GetBytes((int)Floor(micros, DayMicros));
        }

        if (leaf.Type == PhysicalType.Int96)
        {
            byte[] value = new byte[12];
            long day = Floor(micros, DayMicros);
            BinaryPrimitives.WriteInt64LittleEndian(value, (micros - day * DayMicros) * 1000);
            BinaryPrimitives.WriteInt32LittleEndian(value.AsSpan(8), (int)(day + 2_440_588));
            return value;
        }

        return BitConverter.GetBytes(leaf.Logical!.Unit switch
        {
            ParquetTimeUnit.Milliseconds => Floor(micros, 1000),
            ParquetTimeUnit.Microseconds => micros,
            _ => checked(micros * 1000),
        });
    }

    private static byte[] Vector(LeafColumn leaf, CellEdit edit)
    {
        var column = new VectorColumn();
        if (!ValueText.TryAppend(column, edit.Value.Bytes))
        {
            Refuse(edit, "the column holds lists of numbers");
        }

        ReadOnlySpan<float> values = column[0];
        if (leaf.Type == PhysicalType.Float)
        {
            return MemoryMarshal.AsBytes(values).ToArray();
        }

        byte[] raw = new byte[values.Length * leaf.Width];
        for (int i = 0; i < values.Length; i++)
        {
            Span<byte> place = raw.AsSpan(i * leaf.Width);
            if (leaf.Type == PhysicalType.Double)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(place, values[i]);
            }
            else
            {
                BinaryPrimitives.WriteHalfLittleEndian(place, (Half)values[i]);
            }
        }

        return raw;
    }

    private static long Floor(long value, long by) => value / by - (value % by < 0 ? 1 : 0);

    [DoesNotReturn]
    private static void Refuse(CellEdit edit, string why) =>
        Fail.With(ErrorCodes.BadValue, $"The value {Fail.Show(CellValues.Utf8(edit.Value))} cannot be put into {Fail.Show(edit.Column)}: {why}.",
            "Convert the input to another type for this column first, for instance with curate convert to CSV or JSON Lines.");
}
