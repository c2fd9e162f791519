using System.IO.Compression;
using System.Text;
using Curate.TestKit;

namespace Curate.Cli.Tests;

public sealed class ConvertTests
{
    private const string Csv =
        "id,zip,n,x,ok,day,note\n1,007,5,1.50,true,2024-01-02,\"a \"\"b\"\", c\"\n2,123,-7,2,false,2024-02-03,\n3,,,,,,\"\"\n";

    private const string Jsonl =
        "{\"id\":1,\"zip\":\"007\",\"n\":5,\"x\":1.50,\"ok\":true,\"day\":\"2024-01-02\",\"note\":\"a \\\"b\\\", c\"}\n"
        + "{\"id\":2,\"zip\":\"123\",\"n\":-7,\"x\":2,\"ok\":false,\"day\":\"2024-02-03\",\"note\":null}\n"
        + "{\"id\":3,\"zip\":null,\"n\":null,\"x\":null,\"ok\":null,\"day\":null,\"note\":\"\"}\n";

    [Fact]
    public void Csv_to_json_lines_writes_literals_and_keeps_codes_as_text()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", Csv);
        Cli.Run(folder, "convert", "in.csv", "-o", "out.jsonl").Expect(0);
        Assert.Equal(Jsonl, folder.Text("out.jsonl"));
    }

    [Fact]
    public void Json_lines_to_csv_and_back_is_the_identity()
    {
        using ScratchFolder folder = new();
        folder.File("in.jsonl", Jsonl);
        Cli.Run(folder, "convert", "in.jsonl", "-o", "mid.csv").Expect(0);
        Assert.Equal(Csv, folder.Text("mid.csv"));
        Cli.Run(folder, "convert", "mid.csv", "-o", "out.jsonl").Expect(0);
        Assert.Equal(Jsonl, folder.Text("out.jsonl"));
    }

    [Fact]
    public void Random_table_survives_csv_to_json_lines_to_csv()
    {
        Seeds.Each(3, seed =>
        {
            using ScratchFolder folder = new();
            TableData table = TableGenerator.Table(seed, new TableShape { Rows = 200 });
            folder.File("in.csv", table.ToCsv());
            Cli.Run(folder, "convert", "in.csv", "-o", "mid.jsonl").Expect(0);
            Cli.Run(folder, "convert", "mid.jsonl", "-o", "out.csv").Expect(0);
            Assert.Null(GoldenFile.FirstDifference(folder.Bytes("in.csv"), folder.Bytes("out.csv")));
        });
    }

    [Fact]
    public void Nested_values_become_json_text_in_csv()
    {
        using ScratchFolder folder = new();
        folder.File("in.jsonl", "{\"a\":{\"b\":[1,2]},\"v\":[0.5,1]}\n{\"a\":null,\"v\":[2,3]}\n");
        Assert.Equal("a,v\n\"{\"\"b\"\":[1,2]}\",\"[0.5,1]\"\n,\"[2,3]\"\n", Cli.Text(folder, "convert", "in.jsonl", "--output-format", "csv"));
    }

    [Fact]
    public void Tsv_and_back_keeps_the_fields()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a,b\n\"x,y\",1\n\"tab\there\",2\n");
        Cli.Run(folder, "convert", "in.csv", "-o", "mid.tsv").Expect(0);
        Assert.Equal("a\tb\nx,y\t1\n\"tab\there\"\t2\n", folder.Text("mid.tsv"));
        Cli.Run(folder, "convert", "mid.tsv", "-o", "out.csv").Expect(0);
        Assert.Equal("a,b\n\"x,y\",1\ntab\there,2\n", folder.Text("out.csv"));
    }

    [Fact]
    public void Output_delimiter_quotes_again_where_needed()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a,b\nx;y,\"1,5\"\n");
        Assert.Equal("a;b\n\"x;y\";1,5\n", Cli.Text(folder, "convert", "in.csv", "--output-delimiter", ";"));
    }

    [Fact]
    public void Gzip_is_written_and_read()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", Csv);
        Cli.Run(folder, "convert", "in.csv", "-o", "mid.csv.gz").Expect(0);
        using (GZipStream gzip = new(File.OpenRead(folder.Path("mid.csv.gz")), CompressionMode.Decompress))
        {
            Assert.Equal(Csv, new StreamReader(gzip, Encoding.UTF8).ReadToEnd());
        }

        Cli.Run(folder, "convert", "mid.csv.gz", "-o", "out.jsonl.gz").Expect(0);
        Assert.Equal(Jsonl, Cli.Text(folder, "convert", "out.jsonl.gz"));
    }

    [Theory]
    [InlineData("c,a", "c,a\n3,1\n6,4\n")]
    [InlineData("!b", "a,c\n1,3\n4,6\n")]
    [InlineData("/^[ab]$/", "a,b\n1,2\n4,5\n")]
    [InlineData("b..c", "b,c\n2,3\n5,6\n")]
    public void Columns_are_picked_in_the_order_asked_for(string columns, string expected)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a,b,c\n1,2,3\n4,5,6\n");
        Assert.Equal(expected, Cli.Text(folder, "convert", "in.csv", "--columns", columns));
    }

    [Fact]
    public void Rename_follows_columns()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a,b,c\n1,2,3\n");
        Assert.Equal("kind,a\n3,1\n", Cli.Text(folder, "convert", "in.csv", "--columns", "c,a", "--rename", "c=kind"));
        Assert.Equal("b,a,c\n1,2,3\n", Cli.Text(folder, "convert", "in.csv", "--rename", "a=b,b=a"));
        Assert.Equal("{\"x\":1,\"b\":2,\"c\":3}\n", Cli.Text(folder, "convert", "in.csv", "--rename", "a=x", "--output-format", "jsonl"));
    }

    [Theory]
    [InlineData("n > 1.5", "2,b\n3,\n")]
    [InlineData("s = 'a'", "1,a\n")]
    [InlineData("s is null", "3,\n")]
    [InlineData("not (n in (1, 3)) or s like 'a%'", "1,a\n2,b\n")]
    public void Where_keeps_the_rows_for_which_it_holds(string where, string expected)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "n,s\n1,a\n2,b\n3,\n");
        CurateResult result = Cli.Run(folder, "convert", "in.csv", "--where", where, "--report", "report.json").Expect(0);
        Assert.Equal("n,s\n" + expected, result.Text);
        int kept = Cli.Lines(expected).Length;
        System.Text.Json.JsonElement counts = Cli.Json(folder, "report.json").GetProperty("counts");
        Assert.Equal(3, counts.GetProperty("in").GetInt32());
        Assert.Equal(3 - kept, counts.GetProperty("dropped").EnumerateObject().Single().Value.GetInt32());
    }

    [Fact]
    public void Limit_takes_the_first_rows_and_says_so()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n2\n3\n");
        CurateResult result = Cli.Run(folder, "convert", "in.csv", "--limit", "2").Expect(0);
        Assert.Equal("a\n1\n2\n", result.Text);
        Assert.Contains("A trial: only the first 2 rows", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_per_file_writes_parts()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n2\n3\n4\n5\n");
        Cli.Run(folder, "convert", "in.csv", "--rows-per-file", "2", "-o", "parts/").Expect(0);
        Assert.Equal(["in.csv", "parts.curate.json", "parts/part-00000.csv", "parts/part-00001.csv", "parts/part-00002.csv"], folder.Files());
        Assert.Equal("a\n5\n", folder.Text("parts/part-00002.csv"));
        Assert.Equal("a\n1\n2\n3\n4\n5\n", Cli.Text(folder, "convert", "parts"));
    }

    [Fact]
    public void Partitions_become_folders_and_read_back_as_columns()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "k,v\nx,1\ny/z,2\nx,3\n,4\n");
        Cli.Run(folder, "convert", "in.csv", "--partition-by", "k", "-o", "out/", "--no-provenance").Expect(0);
        Assert.Equal(["in.csv", "out/k=__HIVE_DEFAULT_PARTITION__/part-00000.csv", "out/k=x/part-00000.csv", "out/k=y%2Fz/part-00000.csv"], folder.Files());
        Assert.Equal("k,v\nx,1\nx,3\n", folder.Text("out/k=x/part-00000.csv"));
        Assert.Equal(["k,v", ",4", "x,1", "x,3", "y/z,2"], Cli.Lines(Cli.Text(folder, "convert", "out")));
    }

    [Fact]
    public void Hive_folders_give_columns()
    {
        using ScratchFolder folder = new();
        folder.File("data/lang=de/year=2023/a.csv", "t\nhallo\n");
        folder.File("data/lang=en/year=2024/b.csv", "t\nhello\n");
        folder.File("data/lang=en/year=2024/.hidden.csv", "t\nno\n");
        Assert.Equal("t,lang,year\nhallo,de,2023\nhello,en,2024\n", Cli.Text(folder, "convert", "data"));
        Assert.Equal("t,lang,year\nhello,en,2024\n", Cli.Text(folder, "convert", "data", "--where", "year = 2024"));
    }

    [Fact]
    public void Globs_and_files_come_once_each_in_the_order_of_paths()
    {
        using ScratchFolder folder = new();
        folder.File("p2.csv", "a\n2\n");
        folder.File("p10.csv", "a\n10\n");
        folder.File("p1.csv", "a\n1\n");
        Assert.Equal("a\n1\n10\n2\n", Cli.Text(folder, "convert", "p2.csv", "p*.csv"));
    }

    [Fact]
    public void Standard_input_is_sniffed()
    {
        using ScratchFolder folder = new();
        Assert.Equal("a,b\n1,x\n", Cli.Piped(folder, "{\"a\":1,\"b\":\"x\"}\n", "convert", "--output-format", "csv").Expect(0).Text);
        Assert.Equal("a;b\n1;x\n", Cli.Piped(folder, "a;b\n1;x\n", "convert", "-").Expect(0).Text);
        Cli.Piped(folder, "{\"a\":1}\n", "convert", "-", "-o", "out.csv").Expect(0);
        Assert.Equal("a\n1\n", folder.Text("out.csv"));
    }

    [Fact]
    public void Compressed_standard_input_is_decompressed()
    {
        using ScratchFolder folder = new();
        CurateCall call = Cli.Call(folder, "convert", "--output-format", "jsonl") with { Input = BrokenInputTests.Gzip("a,b\n1,x\n") };
        Assert.Equal("{\"a\":1,\"b\":\"x\"}\n", CurateProcess.Run(call).Expect(0).Text);
    }

    [Fact]
    public void Kept_records_keep_their_bytes()
    {
        using ScratchFolder folder = new();
        const string Odd = "\"a\",b\r\n\"1\", x \r\n\"two\r\nlines\",\"\"\r\n'3',\"é\"\"\"\r\n";
        folder.File("in.csv", Odd);
        Assert.Equal(Odd, Cli.Text(folder, "convert", "in.csv"));
        const string Spaced = "{ \"a\" : 1.0 , \"b\":\"\\u00e9\" }\n{\"b\":2,\"a\":[ 1 ]}\n";
        folder.File("in.jsonl", Spaced);
        Assert.Equal(Spaced, Cli.Text(folder, "convert", "in.jsonl"));
    }

    [Fact]
    public void Shards_of_a_conversion_are_the_rows_in_order()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n2\n3\n4\n5\n");
        string rows = string.Concat(Enumerable.Range(0, 3).Select(i => Cli.Text(folder, "convert", "in.csv", "--shard", $"{i}/3").Replace("a\n", "", StringComparison.Ordinal)));
        Assert.Equal("1\n2\n3\n4\n5\n", rows);
    }

    [Fact]
    public void Null_texts_and_types_decide_the_literals()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a,b\n1,NA\n2,3\n");
        Assert.Equal("{\"a\":\"1\",\"b\":null}\n{\"a\":\"2\",\"b\":3}\n", Cli.Text(folder, "convert", "in.csv", "--null", "NA", "--types", "a=text", "--output-format", "jsonl"));
    }

    [Fact]
    public void Header_options_name_columns()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "1,2\n3,4\n");
        Assert.Equal("{\"column_1\":1,\"column_2\":2}\n{\"column_1\":3,\"column_2\":4}\n", Cli.Text(folder, "convert", "in.csv", "--no-header", "--output-format", "jsonl"));
        folder.File("twice.csv", "a,a,\n1,2,3\n");
        Assert.Equal("{\"a\":1,\"a_2\":2,\"column_3\":3}\n", Cli.Text(folder, "convert", "twice.csv", "--rename-duplicates", "--output-format", "jsonl"));
    }
}
