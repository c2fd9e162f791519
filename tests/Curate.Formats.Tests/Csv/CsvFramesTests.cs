using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Csv;
using Curate.Formats.Files;
using Curate.TestKit;

namespace Curate.Formats.Tests.Csv;

/// <summary>Batches whose columns are decoded later hold what batches hold that are decoded while they are read.</summary>
public sealed class CsvFramesTests
{
    [Theory]
    [InlineData("a,b,c\n1,2,3\n,,\n\"\",\" \",\"x,y\"\n\"p\"\"q\",,r\n\"\",,\n,\"\",\n,,\"\"\n")]
    [InlineData("a,b,c\r\n\"x\r\ny\",é,\"\"\"\"\r\n1,2,3")]
    [InlineData("a;b;c\n1,5;\"2;\";3\n;;\n")]
    [InlineData("a,b,c\nNA,\"NA\",-\n-,x,NA\n")]
    [InlineData("a,b,c\n")]
    public void Deferred_batches_equal_finished_ones(string text)
    {
        foreach (TextReadOptions options in (TextReadOptions[])[new(), new() { NullTexts = ["NA", "-"] }, new() { Quote = '\0', BadRows = new BadRowLog(BadRowPolicy.Skip) }])
        {
            using CsvSource source = Tables.Open(text, options);
            foreach (int capacity in (int[])[1, 2, 100])
            {
                Assert.Equal(Rows(source, capacity, deferred: false), Rows(source, capacity, deferred: true));
            }
        }
    }

    [Fact]
    public void Deferred_batches_equal_finished_ones_on_random_tables()
    {
        Seeds.Each(40, seed =>
        {
            var random = new SplitMix64(seed);
            int columns = random.Between(CsvFraming.FewestColumns, 9);
            using CsvSource source = Tables.Open(Table(random, columns));
            int capacity = random.Between(1, 300);
            Assert.Equal(Rows(source, capacity, deferred: false), Rows(source, capacity, deferred: true));
            string[] some = [.. source.Schema.Fields.Select(static f => f.Name).Reverse().Take(CsvFraming.FewestColumns)];
            Assert.Equal(Rows(source, capacity, deferred: false, some), Rows(source, capacity, deferred: true, some));
        });
    }

    [Fact]
    public void Deferred_columns_are_pending_until_they_are_decoded()
    {
        using CsvSource source = Tables.Open("a,b,c\n1,2,3\n");
        using IRecordReader reader = source.Open(Request(source));
        var batch = new RecordBatch(10);
        Assert.True(((IDeferringReader)reader).ReadDeferred(batch, CancellationToken.None));
        Assert.True(batch.IsPending);
        batch.Decode();
        Assert.False(batch.IsPending);
        Assert.Equal("2", Tables.Cell(batch.Text(1), 0));
    }

    [Fact]
    public void A_pass_over_few_columns_or_over_vectors_is_never_deferred()
    {
        using CsvSource source = Tables.Open("a,b,c\n1,[2],3\n");
        foreach (ReadRequest request in (ReadRequest[])[Request(source, "a", "b"),
            ReadRequest.Of([new("a", ColumnKind.Text), new("b", ColumnKind.Vector), new("c", ColumnKind.Text)])])
        {
            using IRecordReader reader = source.Open(request);
            var batch = new RecordBatch(10);
            Assert.True(((IDeferringReader)reader).ReadDeferred(batch, CancellationToken.None));
            Assert.False(batch.IsPending);
            Assert.Equal("1", Tables.Cell(batch.Text(0), 0));
        }
    }

    [Fact]
    public void Deferred_typed_columns_equal_those_of_a_finished_batch()
    {
        Seeds.Each(40, seed =>
        {
            var random = new SplitMix64(seed);
            var text = new StringBuilder("w,n,t,f,d\n");
            int rows = random.Below(400);
            for (int row = 0; row < rows; row++)
            {
                text.Append(Sometimes(random, random.Below(1000))).Append(',').Append(Sometimes(random, random.Below(1000) + ".25"))
                    .Append(',').Append(Field(random)).Append(',').Append(Sometimes(random, "true")).Append(',').Append(Sometimes(random, "2024-02-29"))
                    .Append('\n');
            }

            using CsvSource source = Tables.Open(text.ToString(), new TextReadOptions { NullTexts = ["NA"] });
            ReadRequest request = ReadRequest.Of(
            [
                new("d", ColumnKind.Date), new("w", ColumnKind.Whole), new("n", ColumnKind.Number), new("w", ColumnKind.Number), new("t", ColumnKind.Text),
                new("f", ColumnKind.Flag),
            ]);
            int capacity = random.Between(1, 300);
            Assert.Equal(Values(source, request, capacity, deferred: false), Values(source, request, capacity, deferred: true));
        });
    }

    [Theory]
    [InlineData("a,b,c\n1,2,3\n4,x,6\n", "line 3, column b")]
    [InlineData("a,b,c\n1,\"2\",3\n\"4\n\n5\",6,seven\n", "line 5, column c")]
    [InlineData("a,b,c\n1,2,3\n4,\"\",6\n", "line 3, column b")]
    [InlineData("a,b,c\n1,2,3\n4,x,6\n7,8\n", "line 3, column b")]
    [InlineData("a,b,c\n1,2,3\n4,5\n7,x,8\n", "line 3")]
    public void Both_ways_of_reading_name_the_same_first_fault(string text, string place)
    {
        using CsvSource source = Tables.Open(text);
        ReadRequest request = ReadRequest.Of([new("a", ColumnKind.Text), new("b", ColumnKind.Whole), new("c", ColumnKind.Whole)]);
        string finished = Assert.Throws<CurateException>(() => Values(source, request, 100, deferred: false)).Message;
        string deferred = Assert.Throws<CurateException>(() => Values(source, request, 100, deferred: true)).Message;
        Assert.Equal(finished, deferred);
        Assert.Contains(place, deferred, StringComparison.Ordinal);
    }

    [Fact]
    public void The_scan_of_fields_equals_a_loop()
    {
        Seeds.Each(40, seed =>
        {
            var random = new SplitMix64(seed);
            byte[] bytes = [.. Enumerable.Range(0, random.Below(400)).Select(_ => random.Below(4) == 0 ? (byte)',' : (byte)'x'), (byte)','];
            int[] expected = [.. Enumerable.Range(0, bytes.Length).Where(i => bytes[i] == ',')];
            int[] found = new int[expected.Length + CsvFieldScan.Slack];
            var empties = new List<int>();
            Assert.Equal(expected.Length, CsvFieldScan.Run(bytes, (byte)',', 7, found, expected.Length, 100, empties));
            Assert.Equal(expected.Select(static p => p + 7), found[..expected.Length]);
            Assert.Equal(Enumerable.Range(0, expected.Length).Where(f => expected[f] == (f == 0 ? 0 : expected[f - 1] + 1)).Select(static f => f + 100), empties);
        });
    }

    private static string Table(SplitMix64 random, int columns)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', Enumerable.Range(0, columns).Select(static c => "c" + c)).Append('\n');
        int rows = random.Below(500);
        for (int row = 0; row < rows; row++)
        {
            text.AppendJoin(',', Enumerable.Range(0, columns).Select(_ => Field(random))).Append(random.Below(9) == 0 ? "\r\n" : "\n");
        }

        return text.ToString();
    }

    private static string Field(SplitMix64 random) => random.Below(40) switch
    {
        0 => "\"\"",
        1 => "\"a,b\"",
        2 => "\"line\nend\"",
        3 => "\"say \"\"x\"\"\"",
        < 10 => "",
        < 12 => new string('w', random.Below(300)),
        _ => random.Below(100_000).ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    private static string Sometimes(SplitMix64 random, object value) => random.Below(12) switch
    {
        0 => "",
        1 => "NA",
        2 => "\"" + value + "\"",
        _ => value.ToString()!,
    };

    private static List<string> Values(CsvSource source, ReadRequest request, int capacity, bool deferred)
    {
        using IRecordReader reader = source.Open(request);
        var batch = new RecordBatch(capacity);
        var rows = new List<string>();
        while (deferred ? ((IDeferringReader)reader).ReadDeferred(batch, CancellationToken.None) : reader.Read(batch, CancellationToken.None))
        {
            batch.Decode();
            for (int row = 0; row < batch.Count; row++)
            {
                rows.Add(string.Join('|', Enumerable.Range(0, batch.ColumnCount).Select(c => batch[c].IsNull(row) ? "(null)" : Encoding.UTF8.GetString(CellValues.Utf8(CellValues.Of(batch[c], row))))));
            }
        }

        return rows;
    }

    private static ReadRequest Request(CsvSource source, params string[] columns) =>
        ReadRequest.Of([.. (columns.Length > 0 ? columns : source.Schema.Fields.Select(static f => f.Name)).Select(static c => new ColumnRequest(c, ColumnKind.Text))]);

    private static List<string> Rows(CsvSource source, int capacity, bool deferred, params string[] columns)
    {
        using IRecordReader reader = source.Open(Request(source, columns));
        var batch = new RecordBatch(capacity);
        var rows = new List<string>();
        while (deferred ? ((IDeferringReader)reader).ReadDeferred(batch, CancellationToken.None) : reader.Read(batch, CancellationToken.None))
        {
            batch.Decode();
            for (int row = 0; row < batch.Count; row++)
            {
                rows.Add(string.Join('|', Enumerable.Range(0, batch.ColumnCount).Select(c => Tables.Cell(batch.Text(c), row) ?? "(null)")));
            }
        }

        return rows;
    }
}
