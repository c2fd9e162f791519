using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Csv;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Csv;

public class CsvBadRowTests
{
    private const string Mixed = "a,b,c\n1,x,2\n1\nbad,y,3\n\n4,\"z\"z,5\n6,w,7\n8,q\"q,9\n,v,1\n";

    private static readonly Dictionary<string, ColumnKind> s_types = new() { ["a"] = ColumnKind.Whole };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8192)]
    public void Row_numbers_agree_over_passes_that_ask_for_different_columns(int capacity)
    {
        TextReadOptions options = Tables.Lenient(out BadRowLog log) with { Types = s_types };
        using CsvSource source = Tables.Open(Mixed, options);
        string[] expected = ["0:1,x,2", "1:6,w,7", "2:,v,1"];
        Assert.Equal(expected, Tables.Records(source, capacity: capacity));
        Assert.Equal(expected, Tables.Records(source, ReadRequest.Of(new ColumnRequest("b", ColumnKind.Text)), capacity));
        Assert.Equal(expected, Tables.Records(source, ReadRequest.Of(new ColumnRequest("a", ColumnKind.Whole)), capacity));
        Assert.Equal(expected[1..2], Tables.Records(source, new ReadRequest { FromRow = 1, ToRow = 2 }, capacity));

        // Counted once, although five passes met them.
        Assert.Equal(new Dictionary<string, long> { ["bad-value"] = 1, ["malformed-csv"] = 2, ["ragged-row"] = 2 }, log.Counts);
    }

    [Fact]
    public void Quarantine_holds_the_bad_records_as_they_stand()
    {
        var quarantine = new MemoryOutput();
        TextReadOptions options = Tables.Lenient(out BadRowLog log, quarantine) with { Types = s_types };
        using CsvSource source = Tables.Open(Mixed, options);
        Tables.Records(source);
        Tables.Records(source);
        Assert.Equal("1\nbad,y,3\n\n4,\"z\"z,5\n8,q\"q,9\n", quarantine.Text);
        Assert.Equal(BadRowPolicy.Quarantine, log.Policy);
    }

    [Fact]
    public void Declared_kind_is_checked_in_a_pass_that_does_not_ask_for_it()
    {
        CurateException failure = Tables.Fails(ErrorCodes.BadValue, () =>
        {
            using CsvSource source = Tables.Open("a,b\n1,x\n\"q\nr\",y\n", new TextReadOptions { Types = s_types });
            Tables.Records(source);
        });
        Assert.Equal("in.csv, line 3, column a: 'q\\nr' is not of kind whole", failure.Message);
    }

    [Fact]
    public void Declared_kind_is_checked_before_the_first_row_asked_for() => Tables.Fails(ErrorCodes.BadValue, () =>
    {
        using CsvSource source = Tables.Open("a\nx\n1\n2\n", new TextReadOptions { Types = s_types });
        Tables.Records(source, ReadRequest.Of(new ColumnRequest("a", ColumnKind.Whole)) with { FromRow = 2 });
    });

    [Theory]
    [InlineData(BadRowPolicy.Fail, "--types")]
    [InlineData(BadRowPolicy.Skip, "--types a:whole")]
    public void Value_of_an_undeclared_kind_ends_the_run_and_says_what_to_declare(BadRowPolicy policy, string hint)
    {
        CurateException failure = Tables.Fails(ErrorCodes.BadValue, () =>
        {
            using CsvSource source = Tables.Open("a\n1\nx\n", new TextReadOptions { BadRows = new BadRowLog(policy) });
            Tables.Records(source, ReadRequest.Of(new ColumnRequest("a", ColumnKind.Whole)));
        });
        Assert.Equal("in.csv, line 3, column a: 'x' is not of kind whole", failure.Message);
        Assert.Contains(hint, failure.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Typed_columns_are_decoded_with_their_nulls()
    {
        const string text = "w,n,f,d,t,v,j,x\n7,1.5,true,2024-02-29,2024-01-01T00:00:01Z,\"[1,2.5]\",\"{\"\"k\"\":1}\",12.34\n,,,,,,,\n";
        using CsvSource source = Tables.Open(text);
        ReadRequest request = ReadRequest.Of(new("w", ColumnKind.Whole), new("n", ColumnKind.Number), new("f", ColumnKind.Flag), new("d", ColumnKind.Date),
            new("t", ColumnKind.Time), new("v", ColumnKind.Vector), new("j", ColumnKind.Json), new("x", ColumnKind.Decimal) { Scale = 2 });
        using IRecordReader reader = source.Open(request);
        var batch = new RecordBatch();
        Assert.True(reader.Read(batch, default));
        Assert.Equal(7, ((WholeColumn)batch[0])[0]);
        Assert.Equal(1.5, ((NumberColumn)batch[1])[0]);
        Assert.True(((FlagColumn)batch[2])[0]);
        Assert.Equal(19782L * 86_400_000_000, ((TimeColumn)batch[3])[0]);
        Assert.Equal(1_704_067_201_000_000, ((TimeColumn)batch[4])[0]);
        Assert.Equal([1f, 2.5f], ((VectorColumn)batch[5])[0].ToArray());
        Assert.Equal("{\"k\":1}", Tables.Cell(batch.Text(6), 0));
        Assert.Equal(1234, ((DecimalColumn)batch[7])[0]);
        for (int i = 0; i < batch.ColumnCount; i++)
        {
            Assert.True(batch[i].IsNull(1));
            Assert.Equal(2, batch[i].Count);
        }
    }

    [Fact]
    public void Declared_vectors_have_the_dimension_of_the_first()
    {
        TextReadOptions options = Tables.Lenient(out _) with { Types = new Dictionary<string, ColumnKind> { ["v"] = ColumnKind.Vector } };
        using CsvSource source = Tables.Open("v\n\"[1,2]\"\n\"[1]\"\n\"[3,4]\"\n", options);
        Assert.Equal(["0:\"[1,2]\"", "1:\"[3,4]\""], Tables.Records(source, ReadRequest.Of(new ColumnRequest("v", ColumnKind.Vector)), 1));
    }

    [Fact]
    public void Declared_decimal_is_checked_for_its_shape_only()
    {
        TextReadOptions options = Tables.Lenient(out _) with { Types = new Dictionary<string, ColumnKind> { ["x"] = ColumnKind.Decimal } };
        using CsvSource source = Tables.Open("x\n1.25\n1e5\n3\n", options);
        Assert.Equal(["0:1.25", "1:3"], Tables.Records(source));
    }
}
