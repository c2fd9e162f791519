using System.Text.Json;
using Curate.TestKit;

namespace Curate.Cli.Tests.Profile;

/// <summary><c>curate profile --dependencies</c> as a process.</summary>
public sealed class DependencyCommandTests
{
    private const string Zips = "zip,city\n1,Bonn\n1,Bonn\n1,Bohn\n1,Bonn\n1,Bonn\n1,Bonn\n1,Bonn\n1,Bonn\n1,Bonn\n1,Bonn\n2,Kiel\n2,Kiel\n3,Jena\n3,Jena\n4,Gera\n4,Gera\n5,Hof\n5,Hof\n6,Ulm\n6,Ulm\n7,Trier\n7,Trier\n";

    [Fact]
    public void Report_names_what_almost_holds_the_group_that_breaks_it_and_the_typo()
    {
        using ScratchFolder folder = new();
        folder.File("zips.csv", Zips);
        string text = Cli.Run(folder, "profile", "zips.csv", "--dependencies", "-q").Expect(0).Text;
        Assert.Contains("\nDependencies  among 2 columns\n", text, StringComparison.Ordinal);
        Assert.Contains("zip '1' has 'Bonn'", text, StringComparison.Ordinal);
        JsonElement found = Json(folder, "zips.csv", "--dependencies");
        JsonElement zip = Assert.Single(found.GetProperty("almost").EnumerateArray(), static d => d.GetProperty("to").GetString() == "city");
        Assert.Equal((1, 2), (zip.GetProperty("violating_rows").GetInt32(), zip.GetProperty("row_numbers")[0].GetInt32()));
        JsonElement typo = Assert.Single(found.GetProperty("typos").EnumerateArray());
        Assert.Equal(("Bohn", "Bonn"), (typo.GetProperty("value").GetString(), typo.GetProperty("proposed").GetString()));
    }

    [Fact]
    public void Report_is_the_same_for_workers_files_and_standard_input()
    {
        using ScratchFolder folder = new();
        folder.File("zips.csv", Zips);
        string[] lines = Zips.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        folder.File("parts/a.csv", string.Join('\n', lines[..9]) + "\n");
        folder.File("parts/b.csv", lines[0] + "\n" + string.Join('\n', lines[9..]) + "\n");
        string one = Json(folder, "zips.csv", "--dependencies").GetRawText();
        Assert.Equal(one, Json(folder, "zips.csv", "--dependencies", "--workers", "7").GetRawText());
        Assert.Equal(one, Json(folder, "parts", "--dependencies").GetRawText());
        CurateResult piped = Cli.Piped(folder, Zips, "profile", "-", "--dependencies", "--format", "json").Expect(0);
        using JsonDocument document = JsonDocument.Parse(piped.Text);
        Assert.Equal(one, document.RootElement.GetProperty("dependencies").GetRawText());
    }

    [Fact]
    public void Values_that_another_file_lacks_are_named_and_a_state_says_that_it_has_none()
    {
        using ScratchFolder folder = new();
        folder.File("zips.csv", Zips);
        folder.File("known.csv", "code\n1\n2\n3\n4\n5\n6\n8\n");
        JsonElement found = Json(folder, "zips.csv", "--dependencies", "--dependency-error", "20%", "--against", "known.csv");
        JsonElement inclusion = Assert.Single(found.GetProperty("inclusions").EnumerateArray(), static i => i.GetProperty("column").GetString() == "zip");
        Assert.Equal(("code", true, "7", 2), (inclusion.GetProperty("in").GetString(), inclusion.GetProperty("other").GetBoolean(), inclusion.GetProperty("missing")[0].GetString(), inclusion.GetProperty("missing_rows").GetInt32()));
        Cli.Run(folder, "profile", "known.csv", "--save-state", "known.state", "-o", "known.json").Expect(0);
        Assert.Contains("a saved state does not have them", Json(folder, "zips.csv", "--dependencies", "--against", "known.state").GetProperty("note").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--dependencies", "--dependency-work", "300", "--dependency-work ended the search")]
    [InlineData("--dependencies", "--dependency-columns", "1", "Not searched: city")]
    [InlineData("--dependencies", "--dependency-left", "1", "Left sides of up to 1 column were searched (--dependency-left)")]
    public void Limits_stand_in_the_report(string flag, string option, string value, string said)
    {
        using ScratchFolder folder = new();
        folder.File("zips.csv", Zips);
        Assert.Contains(said, Cli.Run(folder, "profile", "zips.csv", flag, option, value, "-q").Expect(0).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_without_the_search_and_shards_are_refused()
    {
        using ScratchFolder folder = new();
        folder.File("zips.csv", Zips);
        Assert.Contains("Pass --dependencies", Cli.Run(folder, "profile", "zips.csv", "--dependency-left", "2").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("--dependencies needs all rows", Cli.Run(folder, "profile", "zips.csv", "--dependencies", "--shard", "0/2", "-o", "a.state").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_without_rows_has_a_section_all_the_same()
    {
        using ScratchFolder folder = new();
        folder.File("empty.csv", "a,b\n");
        Assert.Equal(0, Json(folder, "empty.csv", "--dependencies").GetProperty("exact_count").GetInt32());
    }

    private static JsonElement Json(ScratchFolder folder, params string[] arguments)
    {
        using JsonDocument document = JsonDocument.Parse(Cli.Run(folder, ["profile", .. arguments, "--format", "json", "-q"]).Expect(0).Text);
        return document.RootElement.GetProperty("dependencies").Clone();
    }
}
