using System.Text.Json;
using Curate.TestKit;

namespace Curate.Cli.Tests;

public sealed class DedupeTests
{
    private const string Table = "id,name,score,src\n1,Ann,5,web\n2,ann ,7,book\n3,Bob,1,web\n4,Ann,9,book\n5,,2,web\n6,,3,web\n";

    public static TheoryData<string, string> KeepRules => new()
    {
        { "first", "1,3" }, { "last", "3,4" }, { "longest", "2,3" }, { "shortest", "1,3" }, { "max:score", "3,4" }, { "min:score", "1,3" }, { "prefer:src=book,web", "2,3" },
    };

    [Fact]
    public void Whole_rows_are_compared_without_a_key()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a,b\n1,x\n1,y\n1,x\n\"1\",\"x\"\n");
        Assert.Equal("a,b\n1,x\n1,y\n", Cli.Text(folder, "dedupe", "in.csv"));
    }

    [Fact]
    public void Key_keeps_the_first_row_of_each_value_and_rows_without_one()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", Table);
        Assert.Equal("1,2,3,5,6", Ids(Cli.Text(folder, "dedupe", "in.csv", "--key", "name")));
        Assert.Equal("1,2,3,5", Ids(Cli.Text(folder, "dedupe", "in.csv", "--key", "name", "--match-nulls")));
    }

    [Theory]
    [InlineData("lower", "1,2,3,5,6")]
    [InlineData("space", "1,2,3,5,6")]
    [InlineData("lower,space", "1,3,5,6")]
    public void Normalize_changes_what_is_equal(string normalize, string ids)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", Table);
        Assert.Equal(ids, Ids(Cli.Text(folder, "dedupe", "in.csv", "--key", "name", "--normalize", normalize)));
    }

    [Fact]
    public void Normalize_nfc_joins_composed_and_decomposed_text()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "id,t\n1,caf\u00e9\n2,cafe\u0301\n");
        Assert.Equal("1,2", Ids(Cli.Text(folder, "dedupe", "in.csv", "--key", "t")));
        Assert.Equal("1", Ids(Cli.Text(folder, "dedupe", "in.csv", "--key", "t", "--normalize", "nfc")));
    }

    [Theory]
    [MemberData(nameof(KeepRules))]
    public void Keep_rule_picks_the_copy_that_stays(string rule, string ids)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", Table);
        Assert.Equal(ids, Ids(Cli.Text(folder, "dedupe", "in.csv", "--key", "name", "--normalize", "lower,space", "--where", "name is not null", "--keep", rule)));
    }

    [Fact]
    public void Within_compares_rows_of_one_group_alone()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "id,name,src\n1,a,x\n2,a,y\n3,a,x\n4,b,y\n");
        Assert.Equal("1,2,4", Ids(Cli.Text(folder, "dedupe", "in.csv", "--key", "name", "--within", "src")));
    }

    [Fact]
    public void Across_removes_rows_of_the_second_dataset()
    {
        using ScratchFolder folder = new();
        folder.File("train.csv", "id,t\n1,a\n2,b\n3,a\n4,c\n");
        folder.File("test.csv", "t,other\nc,0\nb,0\n");
        Assert.Equal("1", Ids(Cli.Text(folder, "dedupe", "train.csv", "--key", "t", "--across", "test.csv")));
        Assert.Equal("1,3", Ids(Cli.Text(folder, "dedupe", "train.csv", "--key", "t", "--across", "test.csv", "--only-across")));
    }

    [Fact]
    public void Mark_keeps_all_rows_and_names_their_cluster()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "id,t\n1,a\n2,b\n3,a\n");
        Assert.Equal("id,t,_cluster_id,_cluster_size,_representative,_similarity\n1,a,0,2,0,1\n2,b,1,1,1,1\n3,a,0,2,0,1\n", Cli.Text(folder, "dedupe", "in.csv", "--key", "t", "--mark"));
    }

    [Fact]
    public void Cluster_size_is_added_to_kept_rows()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "id,t\n1,a\n2,b\n3,a\n");
        Assert.Equal("id,t,_cluster_size\n1,a,2\n2,b,1\n", Cli.Text(folder, "dedupe", "in.csv", "--key", "t", "--cluster-size"));
    }

    [Fact]
    public void Removed_rows_come_with_reason_and_representative()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "id,t\n1,a\n2,b\n3,\"a\"\n4,c\n");
        folder.File("other.csv", "t\nc\n");
        Cli.Run(folder, "dedupe", "in.csv", "--key", "t", "--across", "other.csv", "-o", "out.csv", "--removed", "gone.csv").Expect(0);
        Assert.Equal("id,t\n1,a\n2,b\n", folder.Text("out.csv"));
        string[] gone = Cli.Lines(folder, "gone.csv");
        string[] names = gone[0].Split(',');
        Assert.Equal(["id", "t"], names[..2]);
        string[] duplicate = gone[1].Split(',');
        Assert.Equal("3", duplicate[0]);
        Assert.Contains("duplicate", duplicate);
        Assert.Equal("0", duplicate[Array.IndexOf(names, "_representative")]);
        Assert.Contains("in-other", gone[2].Split(','));
        Assert.Equal(3, gone.Length);
    }

    /// <summary>Rows that stay are copied as they are, so only the dropped ones say that kinds are wanted; rows that a condition left out may have others.</summary>
    [Theory]
    [InlineData("dedupe in.csv --key t", "whole", "number")]
    [InlineData("dedupe in.csv --key t --where id<9", "whole", "text")]
    [InlineData("resample in.csv --label t --method random-under", "whole", "text")]
    public void Removed_rows_in_parquet_beside_csv_have_the_kinds_of_their_values(string line, string id, string x)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "id,t,x\n1,a,1.5\n2,b,2\n3,a,3\n4,a,\n" + (x == "text" ? "9,b,many\n10,a,few\n" : ""));
        Cli.Run(folder, [.. line.Split(' '), "-o", "out.csv", "--removed", "gone.parquet"]).Expect(0);
        Cli.Run(folder, [.. line.Split(' '), "-o", "same.csv"]).Expect(0);
        Assert.Equal(folder.Text("same.csv"), folder.Text("out.csv"));
        JsonElement[] columns = [.. JsonDocument.Parse(Cli.Text(folder, "profile", "gone.parquet", "--format", "json", "-q")).RootElement.GetProperty("columns").EnumerateArray()];
        Assert.Equal([id, "text", x, "text"], columns.Take(4).Select(static c => c.GetProperty("kind").GetString()));
        folder.File("job.yaml", Cli.Text(folder, [.. line.Split(' '), "-o", "again.csv", "--removed", "again.parquet", "--emit-recipe"]));
        Cli.Run(folder, "run", "job.yaml", "--no-checkpoints").Expect(0);
        Assert.Equal(Cli.Text(folder, "convert", "gone.parquet", "--output-format", "csv"), Cli.Text(folder, "convert", "again.parquet", "--output-format", "csv"));
    }

    [Fact]
    public void Explain_says_why_a_row_goes_and_writes_nothing()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "id,t\n1,a\n2,b\n3,a\n");
        string dropped = Cli.Text(folder, "dedupe", "in.csv", "--key", "t", "--explain", "2", "-o", "out.csv");
        Assert.StartsWith("Row 2: dropped, duplicate, representative 0", dropped, StringComparison.Ordinal);
        Assert.Contains("  id: '3'\n  t: 'a'\nRow 0 is the one that stays:\n  id: '1'\n", dropped, StringComparison.Ordinal);
        Assert.StartsWith("Row 1: kept", Cli.Text(folder, "dedupe", "in.csv", "--key", "t", "--explain", "1"), StringComparison.Ordinal);
        Assert.Equal(["in.csv"], folder.Files());
        Cli.Fails(folder, 2, ["--explain 3", "3 rows"], "dedupe", "in.csv", "--explain", "3");
    }

    [Fact]
    public void Fail_on_duplicates_ends_with_1_and_writes_nothing()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "id,t\n1,a\n2,b\n3,a\n");
        Cli.Fails(folder, 1, ["1 row matches --fail-on duplicates", "nothing was written"],
            "dedupe", "in.csv", "--key", "t", "--fail-on", "duplicates", "-o", "out.csv", "--removed", "gone.csv", "--report", "report.json");
        Cli.Run(folder, "dedupe", "in.csv", "--fail-on", "duplicates", "-o", "out.csv").Expect(0);
        Assert.Equal(folder.Text("in.csv"), folder.Text("out.csv"));
    }

    [Fact]
    public void Nested_path_of_json_is_a_key()
    {
        using ScratchFolder folder = new();
        folder.File("in.jsonl", "{\"id\":1,\"m\":{\"src\":\"a\"}}\n{\"id\":2,\"m\":{\"src\":\"b\"}}\n{\"id\":3,\"m\":{\"src\":\"a\",\"z\":0}}\n");
        Assert.Equal("{\"id\":1,\"m\":{\"src\":\"a\"}}\n{\"id\":2,\"m\":{\"src\":\"b\"}}\n", Cli.Text(folder, "dedupe", "in.jsonl", "--key", "m.src"));
    }

    [Fact]
    public void New_column_of_an_old_name_needs_replace_columns()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "_cluster_size,t\n9,a\n8,a\n");
        Cli.Fails(folder, 2, ["column-exists", "'_cluster_size'", "--replace-columns"], "dedupe", "in.csv", "--key", "t", "--cluster-size", "-o", "out.csv");
        Assert.Equal("t,_cluster_size\na,2\n", Cli.Text(folder, "dedupe", "in.csv", "--key", "t", "--cluster-size", "--replace-columns"));
    }

    [Fact]
    public void Kept_rows_keep_their_bytes()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "\"id\",t\r\n\"1\", a \r\n2,\"x\r\ny\"\r\n1,\" a \"\r\n\"3\",\"q\"\"q\"\r\n");
        Assert.Equal("\"id\",t\r\n\"1\", a \r\n2,\"x\r\ny\"\r\n\"3\",\"q\"\"q\"\r\n", Cli.Text(folder, "dedupe", "in.csv"));
    }

    [Fact]
    public void Workers_and_memory_never_change_the_bytes()
    {
        const ulong Seed = 81172;
        Seeds.With(Seed, () =>
        {
            using ScratchFolder folder = new();
            folder.File("in.csv", TableGenerator.Table(Seed, new TableShape { Rows = 20_000, DuplicateShare = 0.3 }).ToCsv());
            byte[] expected = Run("--workers", "1");
            Assert.InRange(expected.Length, 1000, (int)(new FileInfo(folder.Path("in.csv")).Length * 0.9));
            foreach (string[] options in new[] { new[] { "--workers", "2" }, ["--workers", "7"], ["--memory", "1MiB"], ["--memory", "1MiB", "--workers", "7"] })
            {
                Assert.Null(GoldenFile.FirstDifference(expected, Run(options)));
            }

            byte[] last = Run("--keep", "last", "--workers", "1");
            Assert.Null(GoldenFile.FirstDifference(last, Run("--keep", "last", "--memory", "1MiB", "--workers", "3")));
            Assert.False(last.AsSpan().SequenceEqual(expected));

            byte[] Run(params string[] options) => Cli.Run(folder, ["dedupe", "in.csv", "-q", .. options]).Expect(0).Output;
        });
    }

    [Fact]
    public void Model_agrees_on_random_tables()
    {
        Seeds.Each(3, seed =>
        {
            using ScratchFolder folder = new();
            TableData table = TableGenerator.Table(seed, new TableShape { Rows = 300, DuplicateShare = 0.4 });
            folder.File("in.csv", table.ToCsv());
            HashSet<string> seen = new(StringComparer.Ordinal);
            TableData unique = table.With(table.Rows.Where(row => seen.Add(string.Join('\u0001', row.Select(v => v ?? "\u0002")))));
            Assert.Null(GoldenFile.FirstDifference(unique.ToCsv(), Cli.Run(folder, "dedupe", "in.csv").Expect(0).Output));
        });
    }

    private static string Ids(string csv) => string.Join(',', Cli.Lines(csv).Skip(1).Select(line => line.Split(',')[0]));
}
