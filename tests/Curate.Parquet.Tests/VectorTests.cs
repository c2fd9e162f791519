using Curate.Parquet.Compression;
using Curate.Parquet.Input;
using Curate.Parquet.Metadata;
using Curate.Parquet.Reading;
using Curate.Parquet.Schema;
using Curate.Parquet.Writing;
using Curate.TestKit;

namespace Curate.Parquet.Tests;

public class VectorTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(384, 2)]
    [InlineData(9000, 1)]
    public void ReadVectors_lists_of_one_length_come_in_any_pieces(int dimension, int version)
    {
        const int Rows = 60;
        float[] expected = Values(Rows * dimension);
        byte[] file = Write(Enumerable.Repeat(dimension, Rows), expected, version);
        using ParquetFileReader reader = ParquetFileReader.Open(new MemoryInput(file));
        SplitMix64 draws = new((ulong)dimension);
        ColumnReader column = reader.OpenColumn(0, 0);
        int row = 0;
        while (row < Rows)
        {
            int wanted = 1 + draws.Below(20);
            float[] into = new float[wanted * dimension];
            int count = column.ReadVectors<float>(into, dimension, out VectorFault fault);
            Assert.Equal(VectorFault.None, fault);
            Assert.Equal(Math.Min(wanted, Rows - row), count);
            Assert.Equal(expected[(row * dimension)..((row + count) * dimension)], into[..(count * dimension)]);
            row += count;
            int skipped = (int)column.SkipRows(draws.Below(5));
            row += skipped;
        }

        Assert.Equal(0, column.ReadVectors<float>(new float[dimension], dimension, out _));
    }

    [Fact]
    public void ReadVectors_lists_of_other_lengths_are_a_fault_of_length()
    {
        foreach (int[] lengths in new int[][] { [4, 4, 3], [4, 5, 4], [5, 4, 4], [3, 5, 4], [4, 4, 5], [8, 4, 4] })
        {
            using ParquetFileReader reader = ParquetFileReader.Open(new MemoryInput(Write(lengths, Values(lengths.Sum()), 1)));
            Assert.Equal(0, reader.OpenColumn(0, 0).ReadVectors<float>(new float[12], 4, out VectorFault fault));
            Assert.Equal(VectorFault.Length, fault);
        }
    }

    [Fact]
    public void ReadVectors_a_null_or_empty_list_is_a_fault_of_null()
    {
        using ParquetFileReader reader = ParquetFileReader.Open(new MemoryInput(Write([4, 0, 4], Values(8), 1)));
        Assert.Equal(0, reader.OpenColumn(0, 0).ReadVectors<float>(new float[12], 4, out VectorFault fault));
        Assert.Equal(VectorFault.Null, fault);
    }

    private static float[] Values(int count) => [.. Enumerable.Range(0, count).Select(i => i * 0.5f)];

    private static byte[] Write(IEnumerable<int> lengths, float[] values, int version)
    {
        ParquetSchema schema = new ParquetSchemaBuilder().List("v").Leaf("element", PhysicalType.Float).EndList().Build();
        using MemoryStream output = new();
        ParquetFileWriter writer = new(output, schema, new ParquetWriterOptions { Codec = ParquetCodec.None, PageBytes = 5000, DataPageVersion = version });
        ColumnEncoder encoder = writer.CreateEncoder(0);
        int at = 0;
        foreach (int length in lengths)
        {
            byte[] definition = new byte[Math.Max(1, length)];
            byte[] repetition = new byte[Math.Max(1, length)];
            Array.Fill(definition, (byte)(length == 0 ? 1 : 3));
            Array.Fill(repetition, (byte)1);
            repetition[0] = 0;
            encoder.Append<float>(definition, repetition, values.AsSpan(at, length));
            at += length;
        }

        writer.WriteRowGroup([encoder.Finish()]);
        writer.Complete();
        return output.ToArray();
    }
}
