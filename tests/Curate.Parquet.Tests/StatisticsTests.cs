using System.Numerics;
using System.Text;
using Curate.Parquet.Encodings;
using Curate.Parquet.Metadata;
using Curate.Parquet.Schema;
using Curate.Parquet.Writing;
using Curate.TestKit;

namespace Curate.Parquet.Tests;

public class StatisticsTests
{
    [Fact]
    public void Compute_floats_leaves_nan_out_and_widens_zeros()
    {
        ColumnStatistics statistics = Of(PhysicalType.Float, null, BitConverter.GetBytes(float.NaN), BitConverter.GetBytes(0f), BitConverter.GetBytes(-0f));
        Assert.Equal(BitConverter.GetBytes(-0f), statistics.Min);
        Assert.Equal(BitConverter.GetBytes(0f), statistics.Max);
        Assert.Equal(1, statistics.NanCount);
        Assert.Equal(statistics.Min, statistics.LegacyMin);
        ColumnStatistics all = Of(PhysicalType.Double, null, BitConverter.GetBytes(double.NaN));
        Assert.Null(all.Min);
        Assert.Null(all.Max);
        Assert.Null(all.LegacyMax);
    }

    [Fact]
    public void Compute_unsigned_compares_without_sign_and_has_no_legacy_bounds()
    {
        ColumnStatistics statistics = Of(PhysicalType.Int32, LogicalType.Integer(32, isSigned: false), BitConverter.GetBytes(-1), BitConverter.GetBytes(5));
        Assert.Equal(BitConverter.GetBytes(5), statistics.Min);
        Assert.Equal(BitConverter.GetBytes(-1), statistics.Max);
        Assert.Null(statistics.LegacyMin);
        ColumnStatistics signed = Of(PhysicalType.Int32, null, BitConverter.GetBytes(-1), BitConverter.GetBytes(5));
        Assert.Equal(BitConverter.GetBytes(-1), signed.Min);
        Assert.Equal(BitConverter.GetBytes(5), signed.LegacyMax);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1 << 20)]
    public void Chunks_count_their_nulls_with_and_without_a_dictionary(int dictionaryBytes)
    {
        ParquetSchema schema = new ParquetSchemaBuilder().Leaf("d", PhysicalType.Double).Leaf("b", PhysicalType.Boolean).Leaf("t", PhysicalType.ByteArray).Build();
        MemoryStream file = new();
        ParquetFileWriter writer = new(file, schema, new ParquetWriterOptions { DictionaryBytes = dictionaryBytes });
        ColumnEncoder[] encoders = [writer.CreateEncoder(0), writer.CreateEncoder(1), writer.CreateEncoder(2)];
        encoders[0].Append<double>([1, 0, 1, 0, 1], [], [1.5, double.NaN, 2.5]);
        encoders[1].Append<byte>([1, 0, 0, 0, 1], [], [1, 0]);
        encoders[2].AppendBytes([0, 0, 0, 0, 1], [], "x"u8, [0, 1]);
        writer.WriteRowGroup([.. encoders.Select(static e => e.Finish())]);
        writer.Complete();
        using var reader = global::Curate.Parquet.Reading.ParquetFileReader.Open(new global::Curate.Parquet.Input.MemoryInput(file.ToArray()));
        Assert.Equal([2, 3, 4], reader.Metadata.RowGroups[0].Columns.Select(static c => c.Data!.Statistics!.NullCount));
        Assert.Equal(1, reader.Metadata.RowGroups[0].Columns[0].Data!.Statistics!.NanCount);
    }

    [Fact]
    public void Compute_types_without_order_have_no_bounds()
    {
        Assert.Null(Of(PhysicalType.Int96, null, new byte[12]).Min);
        Assert.Null(Of(PhysicalType.FixedLengthByteArray, new LogicalType(LogicalKind.Interval), new byte[12]).Max);
    }

    [Fact]
    public void Compute_decimals_of_any_length_compare_as_numbers() => Seeds.Each(200, seed =>
    {
        SplitMix64 draws = new(seed);
        byte[][] values = new byte[1 + draws.Below(20)][];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = new byte[1 + draws.Below(4)];
            for (int k = 0; k < values[i].Length; k++)
            {
                values[i][k] = (byte)draws.Pick([0, 1, 127, 128, 255, draws.Below(256)]);
            }
        }

        ColumnStatistics statistics = Of(PhysicalType.ByteArray, LogicalType.Decimal(9, 2), values);
        Assert.Equal(values.Min(Number), Number(statistics.Min!));
        Assert.Equal(values.Max(Number), Number(statistics.Max!));
        static BigInteger Number(byte[] value) => new(value, isBigEndian: true);
    });

    [Fact]
    public void CutUp_and_CutDown_random_text_bound_it_and_stay_text() => Seeds.Each(500, seed =>
    {
        SplitMix64 draws = new(seed);
        StringBuilder text = new();
        for (int i = 0; i < 12; i++)
        {
            text.Append(draws.Pick([new Rune('a'), new Rune('z'), new Rune(0x7F), new Rune(0x7FF), new Rune(0xD7FF), new Rune(0xFFFF), new Rune(0x10FFFF), new Rune(0xE9)]).ToString());
        }

        byte[] value = Encoding.UTF8.GetBytes(text.ToString());
        int most = 1 + draws.Below(10);
        (byte[] min, bool minExact) = StatisticsOf.CutDown(value, most, isText: true);
        (byte[]? max, bool maxExact) = StatisticsOf.CutUp(value, most, isText: true);
        Assert.True(min.Length <= most && min.AsSpan().SequenceCompareTo(value) <= 0);
        Assert.Equal(minExact, min.Length == value.Length);
        new UTF8Encoding(false, true).GetString(min);
        Assert.Equal(maxExact, value.Length <= most);
        if (max is not null)
        {
            Assert.True(max.Length <= most && max.AsSpan().SequenceCompareTo(value) >= 0);
            new UTF8Encoding(false, true).GetString(max);
        }
        else
        {
            Assert.All(Encoding.UTF8.GetString(min).EnumerateRunes(), rune => Assert.True(rune.Value is 0x10FFFF or 0x7F or 0x7FF or 0xFFFF));
        }
    });

    [Fact]
    public void CutUp_bytes_raises_the_last_that_can_be_raised()
    {
        Assert.Equal([1, 3], StatisticsOf.CutUp([1, 2, 255, 9], 3, isText: false).Bound);
        Assert.Null(StatisticsOf.CutUp([255, 255, 255], 2, isText: false).Bound);
        Assert.Equal([7, 8], StatisticsOf.CutUp([7, 8], 2, isText: false).Bound);
        Assert.True(StatisticsOf.CutUp([7, 8], 2, isText: false).IsExact);
    }

    private static ColumnStatistics Of(PhysicalType type, LogicalType? logical, params byte[][] values)
    {
        int? length = type == PhysicalType.FixedLengthByteArray ? values[0].Length : null;
        LeafColumn column = new ParquetSchemaBuilder().Leaf("c", type, Repetition.Required, logical, length).Build().Leaves[0];
        ValueBuffer buffer = new();
        foreach (byte[] value in values)
        {
            if (column.IsVariable)
            {
                buffer.ReserveOffsets(1);
                buffer.AddReserved(value);
            }
            else
            {
                value.CopyTo(buffer.AddFixed(1, column.Width));
            }
        }

        return StatisticsOf.Compute(column, buffer, 0, StatisticsOf.CountNans(column, buffer, [], isCoded: false), 64);
    }
}
