using System.Text;
using Curate.Core.Data;
using Curate.Formats.Parquet;
using Curate.Parquet.Metadata;
using Curate.Parquet.Schema;
using Curate.Parquet.Writing;

namespace Curate.Formats.Tests.Parquet;

/// <summary>Expected texts are worked out by hand from LogicalTypes.md of the format.</summary>
public class ParquetKindTests
{
    [Theory]
    [InlineData(PhysicalType.Int32, "int8", ColumnKind.Whole, "FBFFFFFF", "-5")]
    [InlineData(PhysicalType.Int32, "uint32", ColumnKind.Whole, "FFFFFFFF", "4294967295")]
    [InlineData(PhysicalType.Int64, "uint64", ColumnKind.Decimal, "FFFFFFFFFFFFFFFF", "18446744073709551615")]
    [InlineData(PhysicalType.Int64, "uint64", ColumnKind.Whole, "0500000000000000", "5")]
    [InlineData(PhysicalType.Int32, "date", ColumnKind.Date, "FFFFFFFF", "1969-12-31")]
    [InlineData(PhysicalType.Int64, "timestamp-ms", ColumnKind.Time, "FFFFFFFFFFFFFFFF", "1969-12-31T23:59:59.999Z")]
    [InlineData(PhysicalType.Int64, "timestamp-us", ColumnKind.Time, "0100000000000000", "1970-01-01T00:00:00.000001Z")]
    [InlineData(PhysicalType.Int64, "timestamp-ns", ColumnKind.Time, "FFFFFFFFFFFFFFFF", "1969-12-31T23:59:59.999999Z")]
    [InlineData(PhysicalType.Int32, "time-ms", ColumnKind.Text, "E8030000", "00:00:01")]
    [InlineData(PhysicalType.Int64, "time-us", ColumnKind.Text, "0100000000000000", "00:00:00.000001")]
    [InlineData(PhysicalType.Int64, "time-ns", ColumnKind.Text, "E803000000000000", "00:00:00.000001")]
    [InlineData(PhysicalType.Int32, "decimal-9-2", ColumnKind.Decimal, "FBFFFFFF", "-0.05")]
    [InlineData(PhysicalType.Int64, "decimal-18-3", ColumnKind.Decimal, "3930000000000000", "12.345")]
    [InlineData(PhysicalType.ByteArray, "decimal-20-1", ColumnKind.Decimal, "FF7F", "-12.9")]
    [InlineData(PhysicalType.FixedLengthByteArray, "decimal-38-0", ColumnKind.Decimal, "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFE", "-2")]
    [InlineData(PhysicalType.FixedLengthByteArray, "decimal-40-2", ColumnKind.Text, "0000000000000000000000000000000102", "2.58")]
    [InlineData(PhysicalType.FixedLengthByteArray, "uuid", ColumnKind.Text, "00112233445566778899AABBCCDDEEFF", "00112233-4455-6677-8899-aabbccddeeff")]
    [InlineData(PhysicalType.FixedLengthByteArray, "interval", ColumnKind.Text, "0E00000003000000DC050000", "P14M3DT1.500S")]
    [InlineData(PhysicalType.FixedLengthByteArray, "interval", ColumnKind.Text, "000000000000000000000000", "PT0S")]
    [InlineData(PhysicalType.FixedLengthByteArray, "half", ColumnKind.Number, "003E", "1.5")]
    [InlineData(PhysicalType.FixedLengthByteArray, "", ColumnKind.Bytes, "0102", "AQI=")]
    [InlineData(PhysicalType.Int96, "", ColumnKind.Time, "E8030000000000008C3D2500", "1970-01-01T00:00:00.000001Z")]
    [InlineData(PhysicalType.Float, "", ColumnKind.Number, "0000803F", "1")]
    [InlineData(PhysicalType.Boolean, "", ColumnKind.Flag, "01", "true")]
    [InlineData(PhysicalType.ByteArray, "", ColumnKind.Bytes, "00FF", "AP8=")]
    [InlineData(PhysicalType.ByteArray, "bson", ColumnKind.Bytes, "00FF", "AP8=")]
    [InlineData(PhysicalType.ByteArray, "json", ColumnKind.Json, "7B7D", "{}")]
    [InlineData(PhysicalType.ByteArray, "enum", ColumnKind.Text, "61", "a")]
    public void Value_has_the_kind_and_text_of_its_type(PhysicalType type, string meaning, ColumnKind kind, string hex, string text)
    {
        using ParquetSource source = Pq.Open(OneValue(type, Meaning(meaning), Convert.FromHexString(hex)));
        Assert.Equal(kind, source.Schema[0].Kind);
        Assert.Equal([text, null], Pq.Column(source, "c", kind, source.Schema[0].Scale));
        Assert.Equal([text, null], Pq.Column(source, "c", ColumnKind.Text));
    }

    [Fact]
    public void Whole_numbers_without_sign_and_statistics_are_decimals_of_no_scale()
    {
        using ParquetSource source = Pq.Open(OneValue(PhysicalType.Int64, LogicalType.Integer(64, isSigned: false), BitConverter.GetBytes(ulong.MaxValue)));
        Assert.Equal(0, source.Schema[0].Scale);
        Assert.Equal("{\"c\":18446744073709551615}\n{\"c\":null}\n", Pq.Jsonl(source));
    }

    [Fact]
    public void Text_that_is_not_utf8_is_an_error_that_names_the_column()
    {
        using ParquetSource source = Pq.Open(OneValue(PhysicalType.ByteArray, LogicalType.String, [0xFF]));
        var failure = Assert.Throws<Curate.Core.Errors.CurateException>(() => Pq.Column(source, "c", ColumnKind.Text));
        Assert.Equal("invalid-utf8", failure.Code.Id);
        Assert.Contains("column 'c'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Binary_that_is_declared_text_is_read_as_text()
    {
        var options = new Curate.Formats.Files.TextReadOptions { Types = new Dictionary<string, ColumnKind> { ["c"] = ColumnKind.Text } };
        using ParquetSource source = Pq.Open(OneValue(PhysicalType.ByteArray, null, "abc"u8.ToArray()), options: options);
        Assert.Equal(ColumnKind.Text, source.Schema[0].Kind);
        Assert.Equal(["abc", null], Pq.Column(source, "c", ColumnKind.Text));
    }

    private static LogicalType? Meaning(string name)
    {
        string[] words = name.Split('-');
        return words[0] switch
        {
            "int8" => LogicalType.Integer(8, isSigned: true),
            "uint32" => LogicalType.Integer(32, isSigned: false),
            "uint64" => LogicalType.Integer(64, isSigned: false),
            "date" => LogicalType.Date,
            "timestamp" => LogicalType.Timestamp(Unit(words[1]), isAdjustedToUtc: true),
            "time" => LogicalType.Time(Unit(words[1]), isAdjustedToUtc: false),
            "decimal" => LogicalType.Decimal(int.Parse(words[1], null), int.Parse(words[2], null)),
            "uuid" => new LogicalType(LogicalKind.Uuid),
            "interval" => new LogicalType(LogicalKind.Interval),
            "half" => new LogicalType(LogicalKind.Float16),
            "bson" => new LogicalType(LogicalKind.Bson),
            "json" => LogicalType.Json,
            "enum" => new LogicalType(LogicalKind.Enum),
            _ => null,
        };
    }

    private static ParquetTimeUnit Unit(string name) => name switch
    {
        "ms" => ParquetTimeUnit.Milliseconds,
        "us" => ParquetTimeUnit.Microseconds,
        _ => ParquetTimeUnit.Nanoseconds,
    };

    /// <summary>A file with the value and a null.</summary>
    private static byte[] OneValue(PhysicalType type, LogicalType? meaning, byte[] value)
    {
        ParquetSchema schema = new ParquetSchemaBuilder()
            .Leaf("c", type, logical: meaning, typeLength: type == PhysicalType.FixedLengthByteArray ? value.Length : null).Build();
        var bytes = new MemoryStream();
        var writer = new ParquetFileWriter(bytes, schema);
        ColumnEncoder encoder = writer.CreateEncoder(0);
        if (type == PhysicalType.ByteArray)
        {
            encoder.AppendBytes([1, 0], [], value, [0, value.Length]);
        }
        else
        {
            encoder.Append<byte>([1, 0], [], value);
        }

        writer.WriteRowGroup([encoder.Finish()]);
        writer.Complete();
        return bytes.ToArray();
    }
}
