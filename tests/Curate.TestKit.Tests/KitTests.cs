using Xunit.Sdk;

namespace Curate.TestKit.Tests;

public class KitTests
{
    [Fact]
    public void ScratchFolder_goes_away_with_everything_in_it()
    {
        string root;
        using (ScratchFolder folder = new())
        {
            root = folder.Root;
            folder.File("a.csv", "a\n1\n");
            folder.File("deep/er/b.csv", "b\n");
            Assert.Equal(["a.csv", "deep/er/b.csv"], folder.Files());
            Assert.Equal("a\n1\n", folder.Text("a.csv"));
        }

        Assert.False(Directory.Exists(root));
    }

    [Fact]
    public void ScratchFolder_cleanup_of_a_missing_folder_does_not_throw()
    {
        using ScratchFolder folder = new();
        Directory.Delete(folder.Root);
    }

    [UnixFact]
    public void ScratchFolder_cleanup_removes_folders_without_permissions()
    {
        string root;
        using (ScratchFolder folder = new())
        {
            root = folder.Root;
            folder.File("locked/a", "x");
            File.SetUnixFileMode(folder.Path("locked"), UnixFileMode.None);
        }

        Assert.False(Directory.Exists(root));
    }

    [Fact]
    public void RepositoryRoot_holds_the_solution_and_the_configuration_is_known()
    {
        Assert.True(File.Exists(RepositoryRoot.Combine("Curate.sln")));
        Assert.True(File.Exists(RepositoryRoot.Combine("src/Curate.Cli/Curate.Cli.csproj")));
        Assert.Contains(RepositoryRoot.Configuration, new[] { "Debug", "Release" });
    }

    [Fact]
    public void Conditional_facts_say_why_they_skip()
    {
        Assert.Contains("no-such-program", new CommandFactAttribute("dotnet", "no-such-program").Skip, StringComparison.Ordinal);
        Assert.Null(new CommandFactAttribute("dotnet").Skip);
        Assert.Contains("no/such/file", new SharedDataFactAttribute("no/such/file").Skip, StringComparison.Ordinal);
        Assert.Contains("no/such/file", new SharedDataTheoryAttribute("no/such/file").Skip, StringComparison.Ordinal);
        Assert.Equal(OperatingSystem.IsWindows(), new UnixFactAttribute().Skip is not null);
        Assert.Equal(OperatingSystem.IsWindows() || Environment.UserName == "root", new NotRootFactAttribute().Skip is not null);
    }

    [Fact]
    public void Seeds_are_fixed_distinct_and_overridable()
    {
        Assert.Equal(Seeds.For(5, null), Seeds.For(9, null).Take(5));
        Assert.Equal(100, Seeds.For(100, null).Distinct().Count());
        Assert.Equal([77UL], Seeds.For(5, "77"));
        Assert.Equal(5, Seeds.For(5, "").Count);
    }

    [Fact]
    public void A_failing_check_names_its_seed()
    {
        XunitException failure = Assert.Throws<XunitException>(() => Seeds.With(4711, () => Assert.Equal(1, 2)));
        Assert.Contains("CURATE_TEST_SEED=4711", failure.Message, StringComparison.Ordinal);
        Assert.IsType<EqualException>(failure.InnerException);
    }

    [Fact]
    public void GoldenFile_shows_the_first_difference_and_accepts_on_demand()
    {
        using ScratchFolder folder = new();
        string path = folder.Path("expected.txt");
        Assert.Contains("not there", Assert.Throws<XunitException>(() => GoldenFile.Matches(path, "one\ntwo\n"u8, accept: false)).Message, StringComparison.Ordinal);
        GoldenFile.Matches(path, "one\ntwo\n"u8, accept: true);
        GoldenFile.Matches(path, "one\ntwo\n"u8, accept: false);
        string message = Assert.Throws<XunitException>(() => GoldenFile.Matches(path, "one\ntwa\n"u8, accept: false)).Message;
        Assert.Contains("byte 6, line 2", message, StringComparison.Ordinal);
        Assert.Contains("found:    \"twa", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("same", "same")]
    public void FirstDifference_of_equal_texts_is_null(string a, string b) =>
        Assert.Null(GoldenFile.FirstDifference(System.Text.Encoding.UTF8.GetBytes(a), System.Text.Encoding.UTF8.GetBytes(b)));

    [Fact]
    public void FirstDifference_finds_a_longer_text() =>
        Assert.Contains("byte 2", GoldenFile.FirstDifference("ab"u8, "abc"u8), StringComparison.Ordinal);

    [Fact]
    public void DribbleStream_gives_all_bytes_in_short_reads()
    {
        byte[] bytes = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];
        using DribbleStream stream = new(bytes);
        HashSet<int> sizes = [];
        List<byte> read = [];
        byte[] buffer = new byte[64];
        int count;
        while ((count = stream.Read(buffer)) > 0)
        {
            sizes.Add(count);
            read.AddRange(buffer[..count]);
        }

        Assert.Equal(bytes, read);
        Assert.Equal([1, 2, 3], sizes.Order());
    }
}
