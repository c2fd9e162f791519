using System.Buffers.Binary;
using Curate.Core.Data;
using Curate.Formats.Files;
using Curate.Parquet.Reading;
using Curate.Parquet.Schema;

namespace Curate.Formats.Parquet;

/// <summary>
/// The canonical bytes of one row of one leaf column: number of level entries (columns in lists only), repetition levels, definition
/// levels, values, byte arrays each with their length. Levels tell where a row ends, so no two rows have the same bytes.
/// </summary>
internal static class RowForm
{
    /// <summary>Appends a row of a batch that holds values, not codes.</summary>
    public static void Append(ByteBuffer to, ColumnBatch batch, int row)
    {
        LeafColumn leaf = batch.Column!;
        int slot = row;
        int slots = 1;
        int value = row;
        int values = 1;
        if (leaf.MaxDefinition > 0 || leaf.MaxRepetition > 0)
        {
            slot = batch.RowSlots[row];
            slots = batch.RowSlots[row + 1] - slot;
            value = batch.RowValues[row];
            values = batch.RowValues[row + 1] - value;
        }

        AppendLevels(
            to,
            leaf,
            batch.DefinitionLevels.Length > 0 ? batch.DefinitionLevels.Slice(slot, slots) : [],
            batch.RepetitionLevels.Length > 0 ? batch.RepetitionLevels.Slice(slot, slots) : []);
        if (leaf.IsVariable)
        {
            for (int v = value; v < value + values; v++)
            {
                AppendValue(to, batch.Value(v));
            }
        }
        else
        {
            to.Append(batch.Bytes.Slice(value * leaf.Width, values * leaf.Width));
        }
    }

    public static void AppendLevels(ByteBuffer to, LeafColumn leaf, ReadOnlySpan<byte> definition, ReadOnlySpan<byte> repetition)
    {
        if (leaf.MaxRepetition > 0)
        {
            AppendLength(to, repetition.Length);
            to.Append(repetition);
        }

        to.Append(definition);
    }

    public static void AppendValue(ByteBuffer to, ReadOnlySpan<byte> value)
    {
        AppendLength(to, value.Length);
        to.Append(value);
    }

    public static int TakeLength(ref ReadOnlySpan<byte> from)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(from);
        from = from[sizeof(int)..];
        return length;
    }

    private static void AppendLength(ByteBuffer to, int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to.Reserve(sizeof(int)), length);
        to.Advance(sizeof(int));
    }
}
