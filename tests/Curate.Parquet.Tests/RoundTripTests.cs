using Curate.Parquet.Input;
using Curate.Parquet.Reading;
using Curate.Parquet.Tests.Support;
using Curate.Parquet.Writing;
using Curate.TestKit;

namespace Curate.Parquet.Tests;

public class RoundTripTests
{
    private const int Cases = 150;

    private static ParquetFileReader Open(byte[] file) => ParquetFileReader.Open(new MemoryInput(file));

    [Fact]
    public void Write_random_nested_tables_reads_back_the_same() => Seeds.Each(Cases, seed =>
    {
        SplitMix64 draws = new(~seed);
        RandomFile table = new(seed, draws.Pick([0, 1, 10, 300]));
        byte[] file = table.Write(table.Options(draws), 1 + draws.Below(200), 1 + draws.Below(50));
        using ParquetFileReader reader = Open(file);
        Assert.Equal(table.Rows.Count, reader.RowCount);
        Assert.Equal(table.Dump, FileDump.Of(reader, 1 + draws.Below(100), draws.Chance(0.5), draws.Chance(0.5)));
    });

    [Fact]
    public void Write_the_same_rows_in_other_pieces_gives_the_same_bytes() => Seeds.Each(Cases / 3, seed =>
    {
        SplitMix64 draws = new(~seed);
        RandomFile table = new(seed, 200);
        ParquetWriterOptions options = table.Options(draws);
        Assert.Equal(table.Write(options, 120, 120), table.Write(options, 120, 1 + draws.Below(30)));
    });

    [Fact]
    public void SkipRows_between_reads_leaves_exactly_those_rows_out() => Seeds.Each(Cases, seed =>
    {
        SplitMix64 draws = new(~seed);
        RandomFile table = new(seed, 300);
        using ParquetFileReader reader = Open(table.Write(table.Options(draws), 300, 300));
        using ParquetFileReader whole = Open(table.Write(new ParquetWriterOptions(), 300, 300));
        for (int leaf = 0; leaf < table.Schema.Leaves.Count; leaf++)
        {
            ColumnBatch all = new();
            whole.OpenColumn(0, leaf).ReadRows(all, 300);
            ColumnReader column = reader.OpenColumn(0, leaf);
            ColumnBatch batch = new() { PreferCodes = draws.Chance(0.5), MayLook = draws.Chance(0.5) };
            int row = 0;
            while (row < 300)
            {
                int skip = draws.Pick([0, 1, 5, 60]);
                Assert.Equal(Math.Min(skip, 300 - row), column.SkipRows(skip));
                row = Math.Min(300, row + skip);
                int count = column.ReadRows(batch, draws.Pick([0, 1, 3, 50]));
                batch.Decode();
                (int slot, int value) = (all.RowSlots[row], all.RowValues[row]);
                (int slotEnd, int valueEnd) = (all.RowSlots[row + count], all.RowValues[row + count]);
                Assert.Equal(slotEnd - slot, batch.SlotCount);
                Assert.Equal(valueEnd - value, batch.ValueCount);
                if (column.Column.MaxDefinition > 0)
                {
                    Assert.Equal(all.DefinitionLevels[slot..slotEnd], batch.DefinitionLevels);
                }

                if (column.Column.MaxRepetition > 0)
                {
                    Assert.Equal(all.RepetitionLevels[slot..slotEnd], batch.RepetitionLevels);
                }

                ReadOnlySpan<byte> expected = column.Column.IsVariable
                    ? all.Bytes[all.Offsets[value]..all.Offsets[valueEnd]]
                    : all.Bytes[(value * column.Column.Width)..(valueEnd * column.Column.Width)];
                Assert.Equal(expected, column.Column.IsVariable ? Joined(batch) : batch.Bytes);
                row += count;
            }

            Assert.Equal(0, column.RowsLeft);
        }
    });

    [Fact]
    public void Append_selected_rows_of_batches_copies_exactly_them() => Seeds.Each(Cases, seed =>
    {
        SplitMix64 draws = new(~seed);
        RandomFile table = new(seed, 200);
        using ParquetFileReader reader = Open(table.Write(table.Options(draws), 200, 200));
        int[] rows = new int[draws.Below(300)];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = i > 0 && draws.Chance(0.6) ? Math.Min(199, rows[i - 1] + 1) : draws.Below(200);
        }

        using MemoryStream output = new();
        ParquetFileWriter writer = new(output, reader.Schema, table.Options(draws));
        EncodedColumn[] columns = new EncodedColumn[reader.Schema.Leaves.Count];
        bool codes = draws.Chance(0.5);
        bool looks = draws.Chance(0.5);
        for (int leaf = 0; leaf < columns.Length; leaf++)
        {
            ColumnBatch batch = new() { PreferCodes = codes, MayLook = looks };
            reader.OpenColumn(0, leaf).ReadRows(batch, 200);
            ColumnEncoder encoder = writer.CreateEncoder(leaf);
            encoder.Append(batch, rows);
            encoder.Append(batch);
            columns[leaf] = encoder.Finish();
        }

        writer.WriteRowGroup(columns);
        writer.Complete();
        using ParquetFileReader copy = Open(output.ToArray());
        Assert.Equal(string.Concat(rows.Select(row => table.Rows[row] + "\n")) + table.Dump, FileDump.Of(copy));
    });

    private static byte[] Joined(ColumnBatch batch)
    {
        byte[] bytes = new byte[batch.BytesOf(0, batch.ValueCount)];
        int[] ends = new int[batch.ValueCount];
        batch.CopyValues(0, bytes, ends, 10);
        Assert.Equal(bytes.Length, ends.Length == 0 ? 0 : ends[^1] - 10);
        return bytes;
    }

    [Fact]
    public void CopyRowGroup_between_encoded_groups_keeps_rows_and_statistics() => Seeds.Each(Cases / 3, seed =>
    {
        SplitMix64 draws = new(~seed);
        RandomFile table = new(seed, 90);
        byte[] file = table.Write(table.Options(draws), 40, 40);
        using ParquetFileReader reader = Open(file);
        using MemoryStream output = new();
        ParquetFileWriter writer = new(output, reader.Schema, table.Options(draws));
        writer.CopyRowGroup(reader, 2);
        writer.CopyRowGroup(reader, 0);
        writer.Complete();
        using ParquetFileReader copy = Open(output.ToArray());
        Assert.Equal(string.Concat(table.Rows[80..].Concat(table.Rows[..40]).Select(row => row + "\n")), FileDump.Of(copy));
        Assert.Equal(reader.Metadata.RowGroups[2].Columns[0].Data!.Statistics!.Min, copy.Metadata.RowGroups[0].Columns[0].Data!.Statistics!.Min);
        Assert.Equal(reader.Metadata.RowGroups[0].Columns[0].Data!.Encodings, copy.Metadata.RowGroups[1].Columns[0].Data!.Encodings);
    });

    [Fact]
    public void Select_some_fields_and_copy_their_chunks_gives_the_table_without_the_others()
    {
        RandomFile table = new(7, 50, depth: 2);
        using ParquetFileReader reader = Open(table.Write(new ParquetWriterOptions(), 50, 50));
        int last = reader.Schema.Fields.Count - 1;
        Parquet.Schema.ParquetSchema schema = reader.Schema.Select([last]);
        using MemoryStream output = new();
        ParquetFileWriter writer = new(output, schema);
        Range leaves = reader.Schema.Fields[last].Leaves;
        writer.WriteRowGroup([.. Enumerable.Range(leaves.Start.Value, leaves.End.Value - leaves.Start.Value).Select(leaf => EncodedColumn.FromFile(reader, 0, leaf))]);
        writer.Complete();
        using ParquetFileReader copy = Open(output.ToArray());
        Assert.Equal(schema.Leaves.Count, copy.Schema.Leaves.Count);
        Assert.Equal(50, copy.RowCount);
        Assert.All(FileDump.Of(copy).TrimEnd('\n').Split('\n').Zip(table.Rows), pair => Assert.EndsWith(pair.First[1..], pair.Second, StringComparison.Ordinal));
    }
}
