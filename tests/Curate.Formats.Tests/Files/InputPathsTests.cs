using Curate.Core.Errors;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Files;

public sealed class InputPathsTests : IDisposable
{
    private static readonly string[] s_extensions = [".csv", ".tsv", ".jsonl", ".ndjson"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string[] Expand(params string[] inputs) => [.. InputPaths.Expand([.. inputs.Select(At)], s_extensions).Select(Relative)];

    private string At(string input) => input == "-" ? input : _folder.Path + "/" + input;

    private string Relative(InputPath file) => file.IsStandardInput ? "-" : Path.GetRelativePath(_folder.Path, file.Path).Replace('\\', '/');

    private void Make(params string[] names)
    {
        foreach (string name in names)
        {
            _folder.Write(name);
        }
    }

    [Fact]
    public void Folder_gives_known_files_below_it_in_ordinal_order()
    {
        Make("b.csv", "B.csv", "a/z.jsonl.gz", "a/y.ndjson", "a.csv.zst", "x.txt", "x.parquet");
        Make(".hidden.csv", "_meta.csv", "_log/a.csv", ".git/a.csv", "t.TSV", "a/.csv");
        Assert.Equal(["B.csv", "a.csv.zst", "a/y.ndjson", "a/z.jsonl.gz", "b.csv", "t.TSV"], Expand(""));
    }

    [Fact]
    public void Files_are_taken_as_they_are_sorted_and_once()
    {
        Make("b.txt", "a.csv", "[x].csv", "x.csv");
        Assert.Equal(["a.csv", "b.txt"], Expand("b.txt", "a.csv", "b.txt", "*.csv", "x.csv").Except(["[x].csv", "x.csv"]));
        Assert.Equal(["[x].csv"], Expand("[x].csv"));
        Assert.Equal(["-", "a.csv"], Expand("a.csv", "-").Order(StringComparer.Ordinal));
        Assert.Equal(["missing.csv"], Expand("missing.csv"));
    }

    [Theory]
    [InlineData("*.csv", "a1.csv a2.csv b.csv")]
    [InlineData("a?.csv", "a1.csv a2.csv")]
    [InlineData("a[12].csv", "a1.csv a2.csv")]
    [InlineData("a[!1].csv", "a2.csv")]
    [InlineData("a[0-1].csv", "a1.csv")]
    [InlineData("*", "a1.csv a2.csv b.csv d/c.csv d/e/f.csv")]
    [InlineData("**", "a1.csv a2.csv b.csv d/c.csv d/e/f.csv")]
    [InlineData("**/*.csv", "a1.csv a2.csv b.csv d/c.csv d/e/f.csv")]
    [InlineData("d/**/*.csv", "d/c.csv d/e/f.csv")]
    [InlineData("**/f.csv", "d/e/f.csv")]
    [InlineData("*/c.csv", "d/c.csv")]
    [InlineData("d*", "d/c.csv d/e/f.csv")]
    [InlineData("*.txt", "n.txt")]
    [InlineData(".h*", ".h.csv")]
    [InlineData("**/.h*", ".h.csv")]
    public void Globs_match(string glob, string expected)
    {
        Make("a1.csv", "a2.csv", "b.csv", "d/c.csv", "d/e/f.csv", "n.txt", ".h.csv", ".d/x.csv", "_tmp/x.csv");
        Assert.Equal(expected.Split(' '), Expand(glob).Where(path => !path.StartsWith("_tmp", StringComparison.Ordinal)));
        if (glob.StartsWith("**", StringComparison.Ordinal))
        {
            Assert.DoesNotContain("_tmp/x.csv", Expand(glob));
        }
    }

    [Theory]
    [InlineData("a*b*c", "aXbYc", true)]
    [InlineData("a*b*c", "abcX", false)]
    [InlineData("*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", false)]
    [InlineData("[]]", "]", true)]
    [InlineData("[a", "[a", true)]
    [InlineData("[a-]", "-", true)]
    [InlineData("[^a]", "b", true)]
    [InlineData("*", ".a", false)]
    [InlineData("", "", true)]
    [InlineData("?", "", false)]
    [InlineData("A", "a", false)]
    public void Segments_match(string pattern, string name, bool expected) => Assert.Equal(expected, GlobSegment.Matches(pattern, name));

    [Fact]
    public void Nothing_that_matches_is_an_error_with_a_hint()
    {
        Make("x.txt");
        Assert.Contains("quote globs", Streams.Fails(ErrorCodes.NoInput, () => Expand("*.csv")).Hint);
        Assert.Contains("known extension", Streams.Fails(ErrorCodes.NoInput, () => Expand("")).Message);
        Streams.Fails(ErrorCodes.NoInput, () => Expand("no/such/*.csv"));
        Streams.Fails(ErrorCodes.NoInput, () => InputPaths.Expand([""], s_extensions));
    }

    [Fact]
    public void Named_sources_keep_the_order_of_first_mention()
    {
        Make("b/2.csv", "b/1.csv", "a.csv", "k=v/c.csv");
        IReadOnlyList<InputPath> files = InputPaths.Expand(
            ["web=" + At("b"), "books=" + At("a.csv"), "web=" + At("a.csv"), At("k=v/c.csv")], s_extensions, named: true);
        Assert.Equal(["web:a.csv", "web:b/1.csv", "web:b/2.csv", "books:a.csv", ":k=v/c.csv"], files.Select(f => $"{f.Source}:{Relative(f)}"));
    }

    [Fact]
    public void Folder_names_become_keys_below_the_root_only()
    {
        Make("in=x/year=2024/lang=a%2Fb/p.csv", "in=x/year=2023/lang=__HIVE_DEFAULT_PARTITION__/p.csv", "in=x/plain/p.csv", "in=x/year=/q.csv");
        IReadOnlyList<InputPath> files = InputPaths.Expand([At("in=x")], s_extensions);
        Assert.Equal(["", "year=", "lang=null year=2023", "lang=a/b year=2024"], files.Select(Keys));
        Assert.Equal(["lang=a/b year=2024"], InputPaths.Expand([At("in=x/year=20*4/*/*.csv")], s_extensions).Select(Keys));
        Assert.Equal(["lang=a/b"], InputPaths.Expand([At("in=x/year=2024/**/*.csv")], s_extensions).Select(Keys));
        Assert.Equal([""], InputPaths.Expand([At("in=x/year=2024/lang=a%2Fb/p.csv")], s_extensions).Select(Keys));

        static string Keys(InputPath file) =>
            string.Join(' ', file.Keys.OrderBy(k => k.Key, StringComparer.Ordinal).Select(k => $"{k.Key}={k.Value ?? "null"}"));
    }

    [FactIf(Needs.Unix)]
    public void Links_to_folders_are_followed_but_not_in_circles()
    {
        Make("real/a.csv", "in/b.csv");
        Directory.CreateSymbolicLink(_folder["in/link"], _folder["real"]);
        Directory.CreateSymbolicLink(_folder["in/up"], _folder["in"]);
        Assert.Equal(["in/b.csv", "in/link/a.csv"], Expand("in"));
    }

    [Theory]
    [InlineData("plain", "k=plain")]
    [InlineData("a/b:c", "k=a%2Fb%3Ac")]
    [InlineData("日本", "k=日本")]
    [InlineData(".", "k=%2E")]
    [InlineData("x. ", "k=x%2E%20")]
    [InlineData("100%", "k=100%25")]
    [InlineData("", "k=")]
    [InlineData("a\nb", "k=a%0Ab")]
    public void Values_survive_folder_names(string value, string folder)
    {
        Assert.Equal(folder, HivePath.Folder("k", System.Text.Encoding.UTF8.GetBytes(value), false));
        Assert.True(HivePath.TryParse(folder, out KeyValuePair<string, string?> pair));
        Assert.Equal(new("k", value), pair);
    }
}
