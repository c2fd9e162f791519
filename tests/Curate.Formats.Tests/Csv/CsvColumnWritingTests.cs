using System.Text;
using Curate.Core.Data;
using Curate.Formats.Csv;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Csv;

public class CsvColumnWritingTests
{
    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(5.0, "5")]
    [InlineData(-0.0, "-0")]
    [InlineData(9007199254740992.0, "9007199254740992")]
    [InlineData(1e16, "10000000000000000.0")]
    [InlineData(1e17, "1E+17")]
    [InlineData(1e-7, "1E-07")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void Numbers_are_shortest_and_read_back(double value, string expected)
    {
        Assert.Equal(expected, Text(b => ValueWriter.AppendNumber(b, value, isSingle: false)));
        Assert.True(ValueText.TryNumber(Encoding.UTF8.GetBytes(expected), out double again));
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(again));
    }

    [Fact]
    public void Singles_have_the_digits_of_float32() =>
        Assert.Equal("0.1", Text(b => ValueWriter.AppendNumber(b, 0.1f, isSingle: true)));

    [Theory]
    [InlineData(0, "1970-01-01T00:00:00Z")]
    [InlineData(-1, "1969-12-31T23:59:59.999999Z")]
    [InlineData(1_704_067_201_500_000, "2024-01-01T00:00:01.500Z")]
    [InlineData(1_709_164_799_000_001, "2024-02-28T23:59:59.000001Z")]
    public void Times_are_iso_8601_with_fractions_only_where_needed(long micros, string expected)
    {
        Assert.Equal(expected, Text(b => ValueWriter.AppendTime(b, micros)));
        Assert.True(MomentText.TryTime(Encoding.UTF8.GetBytes(expected), out long again));
        Assert.Equal(micros, again);
    }

    [Fact]
    public void Dates_agree_with_the_framework_over_four_centuries()
    {
        for (var day = new DateTime(1600, 1, 1); day.Year < 2001; day = day.AddDays(17))
        {
            long micros = (day - DateTime.UnixEpoch).Days * 86_400_000_000L;
            Assert.Equal(day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), Text(b => ValueWriter.AppendDate(b, micros)));
        }
    }

    [Fact]
    public void Dates_outside_the_calendar_of_the_framework_do_not_fail()
    {
        Assert.Equal("294247-01-10", Text(b => ValueWriter.AppendDate(b, long.MaxValue)));
        Assert.Equal("-290308-12-21", Text(b => ValueWriter.AppendDate(b, long.MinValue)));
    }

    [Theory]
    [InlineData(1234, 2, "12.34")]
    [InlineData(-5, 3, "-0.005")]
    [InlineData(0, 2, "0.00")]
    [InlineData(100, 0, "100")]
    [InlineData(-100, 2, "-1.00")]
    public void Decimals_are_exact(int units, int scale, string expected) =>
        Assert.Equal(expected, Text(b => ValueWriter.AppendDecimal(b, units, scale)));

    [Fact]
    public void Largest_decimals_are_exact()
    {
        Assert.Equal("-1701411834604692317316873037158841057.28", Text(b => ValueWriter.AppendDecimal(b, Int128.MinValue, 2)));
        Assert.Equal("170141183460469231731687303715884105727", Text(b => ValueWriter.AppendDecimal(b, Int128.MaxValue, 0)));
    }

    [Fact]
    public void Whole_number_at_the_edge_fits() => Assert.Equal("-9223372036854775808", Text(b => ValueWriter.AppendWhole(b, long.MinValue)));

    [Fact]
    public void Every_kind_is_written_and_quoted_where_it_must_be()
    {
        Assert.Equal("t,w,n,s,f,d,i,x,b,v,j\n\"a,b\",7,0.1,0.1,true,2024-02-29,2024-01-01T00:00:01Z,12.34,AQI=,\"[1,2.5]\",\"{\"\"k\"\":1}\"\n,,,,,,,,,,\n",
            WriteKinds(CsvDialect.Default));
    }

    [Fact]
    public void Numbers_are_quoted_where_the_delimiter_is_in_them() =>
        Assert.Contains(".\"0.1\".\"0.1\".", WriteKinds(CsvDialect.Default with { Delimiter = '.' }), StringComparison.Ordinal);

    [Fact]
    public void Edits_apply_to_columns_too() => Assert.Contains("\"a,b\",8,,", WriteKinds(CsvDialect.Default,
        [new CellEdit(0, "w", CellValue.OfWhole(8)), new CellEdit(0, "n", CellValue.Null(ColumnKind.Number))]), StringComparison.Ordinal);

    [Fact]
    public void Edit_values_of_every_kind_have_the_text_of_columns()
    {
        Assert.Equal("true", Text(b => ValueWriter.Append(b, CellValue.OfFlag(true), false)));
        Assert.Equal("1970-01-02", Text(b => ValueWriter.Append(b, new CellValue(ColumnKind.Date) { Whole = 86_400_000_000 }, false)));
        Assert.Equal("1970-01-01T00:00:01Z", Text(b => ValueWriter.Append(b, new CellValue(ColumnKind.Time) { Whole = 1_000_000 }, false)));
        Assert.Equal("AQI=", Text(b => ValueWriter.Append(b, new CellValue(ColumnKind.Bytes) { Bytes = [1, 2] }, false)));
        Assert.Equal("{}", Text(b => ValueWriter.Append(b, new CellValue(ColumnKind.Json) { Bytes = "{}"u8.ToArray() }, false)));
    }

    private static string WriteKinds(CsvDialect dialect, CellEdit[]? edits = null)
    {
        Field[] fields =
        [
            new("t", ColumnKind.Text), new("w", ColumnKind.Whole), new("n", ColumnKind.Number), new("s", ColumnKind.Number) { IsSingle = true },
            new("f", ColumnKind.Flag), new("d", ColumnKind.Date), new("i", ColumnKind.Time), new("x", ColumnKind.Decimal) { Scale = 2 },
            new("b", ColumnKind.Bytes), new("v", ColumnKind.Vector), new("j", ColumnKind.Json),
        ];
        string[] values = ["a,b", "7", "0.1", "0.1", "true", "2024-02-29", "2024-01-01T00:00:01Z", "12.34", "AQI=", "[1,2.5]", "{\"k\":1}"];
        ReadRequest request = ReadRequest.Of([.. fields.Select(f => new ColumnRequest(f.Name, f.Kind!.Value) { Scale = f.Scale })]);
        var batch = new RecordBatch();
        batch.Begin(request, null);
        for (int i = 0; i < fields.Length; i++)
        {
            if (fields[i].IsSingle)
            {
                ((NumberColumn)batch[i]).Append(0.1f);
            }
            else
            {
                Assert.True(ValueText.TryAppend(batch[i], Encoding.UTF8.GetBytes(values[i])));
            }

            batch[i].AppendNull();
        }

        batch.Count = 2;
        batch.Edits = [.. edits ?? []];
        var output = new MemoryOutput();
        using IRecordSink sink = new CsvSinkFormat(dialect, output).Open(new SinkShape(new TableSchema(fields), null, []));
        sink.WriteAll(batch);
        sink.Complete();
        return output.Text;
    }

    private static string Text(Action<ByteBuffer> write)
    {
        var buffer = new ByteBuffer(1);
        write(buffer);
        return Encoding.UTF8.GetString(buffer.Written);
    }
}
