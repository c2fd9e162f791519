using System.Text;
using Curate.TestKit;

namespace Curate.Cli.Tests;

public sealed class ParquetTests
{
    private const string Csv = "id,zip,n,x,ok,day,note\n1,007,5,1.5,true,2024-01-02,\"a \"\"b\"\", c\"\n2,123,-7,2,false,2024-02-03,\n3,,,,,,\"\"\n";

    [Fact]
    public void Csv_to_parquet_and_back_is_the_identity()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", Csv);
        Cli.Run(folder, "convert", "in.csv", "-o", "mid.parquet").Expect(0);
        Cli.Run(folder, "convert", "mid.parquet", "-o", "out.csv").Expect(0);
        Assert.Equal(Csv, folder.Text("out.csv"));
    }

    [Fact]
    public void Nested_json_lines_survive_the_way_through_parquet()
    {
        const string Jsonl = "{\"a\":{\"b\":[1,2]},\"v\":[1,2.5]}\n{\"a\":null,\"v\":[3,4]}\n";
        using ScratchFolder folder = new();
        folder.File("in.jsonl", Jsonl);
        Cli.Run(folder, "convert", "in.jsonl", "-o", "mid.parquet").Expect(0);
        Assert.Equal(Jsonl, Cli.Text(folder, "convert", "mid.parquet", "--output-format", "jsonl", "-q"));
    }

    [Fact]
    public void Standard_input_and_output_take_parquet()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", Csv);
        Cli.Run(folder, "convert", "in.csv", "-o", "mid.parquet", "--no-provenance").Expect(0);
        CurateResult piped = CurateProcess.Run(Cli.Call(folder, "convert", "--no-provenance") with { Input = folder.Bytes("mid.parquet") }).Expect(0);
        folder.File("piped.parquet", piped.Output);
        Assert.Equal(Csv, Cli.Text(folder, "convert", "piped.parquet", "--output-format", "csv", "-q"));
    }

    [Fact]
    public void Bytes_do_not_depend_on_names_and_workers()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", Csv);
        folder.File("other/name.csv", Csv);
        Cli.Run(folder, "shuffle", "in.csv", "-o", "one.parquet", "--workers", "1").Expect(0);
        Cli.Run(folder, "shuffle", "other/name.csv", "-o", "two.parquet", "--workers", "7").Expect(0);
        Assert.Equal(folder.Bytes("one.parquet"), folder.Bytes("two.parquet"));
        string text = Encoding.Latin1.GetString(folder.Bytes("one.parquet"));
        Assert.Contains("\"command\":\"shuffle\"", text, StringComparison.Ordinal);
        Assert.Contains("\"rows\":3", text, StringComparison.Ordinal);
        Assert.DoesNotContain("in.csv", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Methods_work_on_parquet_as_on_csv()
    {
        string csv = "k,v\n" + string.Concat(Enumerable.Range(0, 200).Select(static i => $"{"ab"[i % 7 == 0 ? 0 : 1]},{i % 50}\n"));
        using ScratchFolder folder = new();
        folder.File("in.csv", csv);
        Cli.Run(folder, "convert", "in.csv", "-o", "in.parquet").Expect(0);
        foreach (string[] method in new string[][] { ["dedupe"], ["resample", "--label", "k", "--method", "random-over"], ["split", "--label", "k", "--method", "stratified"], ["shuffle"] })
        {
            string expected = Cli.Text(folder, [method[0], "in.csv", .. method[1..], "--output-format", "csv", "-q"]);
            Cli.Run(folder, [method[0], "in.parquet", .. method[1..], "-o", "out.parquet", "--force", "-q"]).Expect(0);
            Assert.Equal(expected, Cli.Text(folder, "convert", "out.parquet", "--output-format", "csv", "-q"));
        }
    }

    [Theory]
    [InlineData("lzo", 2, "takes none, snappy")]
    [InlineData("snappy:1", 2, "no levels")]
    [InlineData("gzip:11", 2, "from 1 to 9")]
    public void Compression_that_cannot_be_is_refused(string compression, int exitCode, string says)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", Csv);
        Cli.Fails(folder, exitCode, [says], "convert", "in.csv", "-o", "out.parquet", "--parquet-compression", compression);
    }

    [Fact]
    public void Parquet_under_gzip_is_refused_as_output()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", Csv);
        Cli.Fails(folder, 2, ["compresses its own pages"], "convert", "in.csv", "-o", "out.parquet.gz");
    }
}
