using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Curate.Parquet.Metadata;
using Curate.Parquet.Reading;
using Curate.Parquet.Schema;

namespace Curate.Parquet.Tests.Support;

/// <summary>
/// A text of everything a file holds, that other readers can make too: one line a row, fields in parentheses, lists in brackets, maps in angle
/// brackets, whole numbers in decimal, floats by their bits, bytes in hexadecimal, null as n. Rows are put together from levels by the
/// definition alone, slowly.
/// </summary>
internal static class FileDump
{
    private readonly record struct Entry(int Repetition, int Definition, string? Value);

    public static string Of(ParquetFileReader file, int batchRows = 1000, bool codes = false, bool looks = false)
    {
        StringBuilder text = new();
        for (int group = 0; group < file.RowGroupCount; group++)
        {
            int rows = (int)file.Metadata.RowGroups[group].RowCount;
            List<List<Entry>>[] columns = new List<List<Entry>>[file.Schema.Leaves.Count];
            for (int leaf = 0; leaf < columns.Length; leaf++)
            {
                columns[leaf] = Rows(file.OpenColumn(group, leaf), batchRows, codes, looks);
                Assert.Equal(rows, columns[leaf].Count);
            }

            for (int row = 0; row < rows; row++)
            {
                Build(text, file.Schema.Root, [.. columns.Select(column => column[row])]);
                text.Append('\n');
            }
        }

        return text.ToString();
    }

    public static string Hash(string dump) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dump)))[..16];

    public static string Text(LeafColumn column, ReadOnlySpan<byte> value)
    {
        bool unsigned = column.Logical is { Kind: LogicalKind.Integer, IsSigned: false };
        switch (column.Type)
        {
            case PhysicalType.Boolean:
                Assert.True(value[0] <= 1);
                return value[0] == 1 ? "true" : "false";
            case PhysicalType.Int32:
                int whole = BitConverter.ToInt32(value);
                return unsigned ? ((uint)whole).ToString(CultureInfo.InvariantCulture) : whole.ToString(CultureInfo.InvariantCulture);
            case PhysicalType.Int64:
                long large = BitConverter.ToInt64(value);
                return unsigned ? ((ulong)large).ToString(CultureInfo.InvariantCulture) : large.ToString(CultureInfo.InvariantCulture);
            case PhysicalType.Float:
                return float.IsNaN(BitConverter.ToSingle(value)) ? "nan" : "f" + BitConverter.ToUInt32(value).ToString("x8", CultureInfo.InvariantCulture);
            case PhysicalType.Double:
                return double.IsNaN(BitConverter.ToDouble(value)) ? "nan" : "d" + BitConverter.ToUInt64(value).ToString("x16", CultureInfo.InvariantCulture);
            default:
                return "x" + Convert.ToHexStringLower(value);
        }
    }

    private static List<List<Entry>> Rows(ColumnReader reader, int batchRows, bool codes, bool looks)
    {
        List<List<Entry>> rows = [];
        ColumnBatch batch = new() { PreferCodes = codes, MayLook = looks };
        LeafColumn column = reader.Column;
        while (reader.ReadRows(batch, batchRows) > 0)
        {
            if (batch.IsCoded && rows.Count % 3 == 0)
            {
                batch.Decode();
            }

            int value = 0;
            int begun = 0;
            for (int slot = 0; slot < batch.SlotCount; slot++)
            {
                int repetition = column.MaxRepetition == 0 ? 0 : batch.RepetitionLevels[slot];
                int definition = column.MaxDefinition == 0 ? 0 : batch.DefinitionLevels[slot];
                if (repetition == 0)
                {
                    Assert.Equal(slot, batch.RowSlots[begun]);
                    Assert.Equal(value, batch.RowValues[begun++]);
                    rows.Add([]);
                }

                rows[^1].Add(new Entry(repetition, definition, definition == column.MaxDefinition ? Text(column, Value(batch, value++)) : null));
            }

            Assert.Equal(batch.RowCount, begun);
            Assert.Equal(batch.ValueCount, value);
        }

        return rows;
    }

    private static ReadOnlySpan<byte> Value(ColumnBatch batch, int index)
    {
        int width = batch.Column!.Width;
        if (batch.IsCoded)
        {
            int code = batch.Codes[index];
            return batch.Column.IsVariable ? batch.Dictionary!.Value(code) : batch.Dictionary!.Bytes.Slice(code * width, width);
        }

        return batch.Column.IsVariable ? batch.Value(index) : batch.Bytes.Slice(index * width, width);
    }

    private static void Build(StringBuilder text, SchemaNode node, List<Entry>[] entries)
    {
        if (entries.Length == 0)
        {
            text.Append("()");
            return;
        }

        int definition = entries[0][0].Definition;
        Assert.All(entries, column => Assert.Equal(definition < node.DefinitionLevel, column[0].Definition < node.DefinitionLevel));
        if (definition < node.DefinitionLevel)
        {
            Assert.True(node.IsNullable);
            text.Append('n');
            return;
        }

        switch (node.Kind)
        {
            case SchemaNodeKind.Leaf:
                text.Append(Assert.Single(entries[0]).Value!);
                break;
            case SchemaNodeKind.Struct:
                Fields(text, node, entries, '(', ')');
                break;
            default:
                (char open, char close) = node.Kind == SchemaNodeKind.List ? ('[', ']') : ('<', '>');
                text.Append(open);
                if (definition >= node.ElementDefinition)
                {
                    List<List<Entry>>[] elements = [.. entries.Select(column => Split(column, node.ElementRepetition))];
                    Assert.All(elements, column => Assert.Equal(elements[0].Count, column.Count));
                    for (int i = 0; i < elements[0].Count; i++)
                    {
                        if (i > 0)
                        {
                            text.Append(',');
                        }

                        List<Entry>[] element = [.. elements.Select(column => column[i])];
                        if (node.Kind == SchemaNodeKind.List)
                        {
                            Build(text, node.Children[0], element);
                        }
                        else
                        {
                            Fields(text, node, element, '(', ')');
                        }
                    }
                }

                text.Append(close);
                break;
        }
    }

    private static void Fields(StringBuilder text, SchemaNode node, List<Entry>[] entries, char open, char close)
    {
        text.Append(open);
        int first = 0;
        for (int i = 0; i < node.Children.Count; i++)
        {
            SchemaNode child = node.Children[i];
            int count = child.Leaves.End.Value - child.Leaves.Start.Value;
            if (i > 0)
            {
                text.Append(',');
            }

            Build(text, child, entries[first..(first + count)]);
            first += count;
        }

        text.Append(close);
    }

    private static List<List<Entry>> Split(List<Entry> entries, int level)
    {
        List<List<Entry>> parts = [];
        foreach (Entry entry in entries)
        {
            if (parts.Count == 0 || entry.Repetition <= level)
            {
                parts.Add([]);
            }

            parts[^1].Add(entry);
        }

        return parts;
    }
}
