using System.Text.Json;
using Curate.TestKit;

namespace Curate.Cli.Tests;

/// <summary><c>curate card</c> as a process: figures, human parts, provenance, licences.</summary>
public sealed class CardTests
{
    private static readonly string s_penguins = File.ReadAllText(RepositoryRoot.Combine("examples/penguins/penguins.csv"));

    [Fact]
    public void Figures_are_those_of_profile()
    {
        using ScratchFolder folder = Split();
        Cli.Run(folder, "card", "split.csv", "--label", "species", "--group", "island", "-o", "card.json", "-q").Expect(0);
        Cli.Run(folder, "profile", "split.csv", "--label", "species", "--group", "island,split", "-o", "profile.json", "-q").Expect(0);
        JsonElement card = Cli.Json(folder, "card.json").GetProperty("profile");
        JsonElement profile = Cli.Json(folder, "profile.json");
        string[] same = ["name", "seed", "rows", "bytes", "sample_rows", "counts", "alerts", "columns", "duplicates", "associations", "crosses"];
        Assert.All(same, key => Assert.Equal(Plain(profile.GetProperty(key)), Plain(card.GetProperty(key))));
        Assert.Equal(profile.GetProperty("balance").EnumerateArray().Select(static b => Plain(b.GetProperty("classes"))), card.GetProperty("balance").EnumerateArray().Select(static b => Plain(b.GetProperty("classes"))));
        string text = Cli.Run(folder, "card", "split.csv", "--label", "species", "-q").Expect(0).Text;
        Assert.Contains("\n| Chinstrap | 68 | 19.8% |\n", text, StringComparison.Ordinal);
        Assert.Contains("\n| train | 122 | 99 | 54 |\n", text, StringComparison.Ordinal);
        Assert.Contains("\n| sex | 10 | 2.9% |\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("card.md")]
    [InlineData("card.html")]
    [InlineData("card.json")]
    public void Card_is_the_same_on_a_second_run_and_for_any_workers(string name)
    {
        using ScratchFolder folder = Split();
        Cli.Run(folder, "card", "split.csv", "--label", "species", "-o", name, "-q").Expect(0);
        byte[] first = folder.Bytes(name);
        Cli.Run(folder, "card", "split.csv", "--label", "species", "-o", name, "--force", "--workers", "5", "-q").Expect(0);
        Assert.Equal(first, folder.Bytes(name));
    }

    [Fact]
    public void What_people_wrote_stays_when_the_card_is_made_again_in_any_format()
    {
        using ScratchFolder folder = Split();
        const string Answer = "For *teaching*.\n\n| a | b |\n|---|---|\n| 1 | <b>2</b> |";
        Cli.Run(folder, "card", "split.csv", "-o", "CARD.md", "-q").Expect(0);
        folder.File("CARD.md", folder.Text("CARD.md").Replace("_To be written: Why was the dataset made, by whom and for whom?_", Answer, StringComparison.Ordinal));
        Cli.Run(folder, "card", "split.csv", "--label", "species", "-o", "CARD.md", "--force", "-q").Expect(0);
        Assert.Contains($"<!-- curate:answer purpose -->\n\n{Answer}\n\n<!-- curate:end -->", folder.Text("CARD.md"), StringComparison.Ordinal);
        Assert.Contains("### Label species", folder.Text("CARD.md"), StringComparison.Ordinal);
        Cli.Run(folder, "card", "split.csv", "--answers", "CARD.md", "-o", "card.json", "-q").Expect(0);
        Assert.Equal(Answer, Cli.Json(folder, "card.json").GetProperty("answers").GetProperty("purpose").GetString());
        Assert.Equal(JsonValueKind.Null, Cli.Json(folder, "card.json").GetProperty("answers").GetProperty("biases").ValueKind);
        Cli.Run(folder, "card", "split.csv", "--answers", "card.json", "-o", "card.html", "-q").Expect(0);
        Assert.Contains("For *teaching*.", folder.Text("card.html"), StringComparison.Ordinal);
        Assert.DoesNotContain("<b>2</b>", folder.Text("card.html"), StringComparison.Ordinal);
        Cli.Fails(folder, 2, ["output-exists"], "card", "split.csv", "-o", "CARD.md");
    }

    [Theory]
    [InlineData("<!-- curate:answer purpose -->\nlost?\n", "broken-card", "CARD.md:1", "nothing closes it")]
    [InlineData("x\n<!-- curate:answer purpose -->\na\n<!-- curate:answer biases -->\nb\n<!-- curate:end -->\n", "broken-card", "CARD.md:2", "nothing closes it")]
    [InlineData("<!-- curate:answer pupose -->\na\n<!-- curate:end -->\n", "broken-card", "CARD.md:1", "Did you mean purpose?")]
    [InlineData("<!-- curate:answer purpose -->\na\n<!-- curate:end -->\n<!-- curate:answer purpose -->\nb\n<!-- curate:end -->\n", "broken-card", "CARD.md:4", "second time")]
    [InlineData("{ \"answers\": { \"purpose\": ", "malformed-json", "CARD.md", "damaged")]
    public void Card_whose_parts_cannot_be_told_apart_is_not_replaced(string text, params string[] says)
    {
        using ScratchFolder folder = Split();
        folder.File("CARD.md", text);
        Cli.Fails(folder, 3, says, "card", "split.csv", "-o", "CARD.md", "--force");
        Assert.Equal(text, folder.Text("CARD.md"));
    }

    [Fact]
    public void Provenance_goes_back_to_the_raw_data_and_names_what_changed_or_is_gone()
    {
        using ScratchFolder folder = Split();
        (JsonElement[] steps, bool isVerified) = Provenance(folder, "split.csv");
        Assert.True(isVerified);
        Assert.Equal(["split", "dedupe"], steps.Select(static s => s.GetProperty("command").GetString()));
        Assert.Equal(["unique.csv", "raw.csv"], steps.Select(static s => s.GetProperty("inputs")[0].GetProperty("name").GetString()));
        Assert.Equal((346L, 344L), (steps[1].GetProperty("rows_in").GetInt64(), steps[1].GetProperty("rows_kept").GetInt64()));

        folder.File("raw.csv", folder.Text("raw.csv") + "x,y,1,1,1,1,z\n");
        (steps, isVerified) = Provenance(folder, "split.csv");
        Assert.False(isVerified);
        Assert.Equal("verified changed", string.Join(" ", Checks(steps)));

        File.Delete(folder.Path("raw.csv"));
        Assert.Equal("verified missing", string.Join(" ", Checks(Provenance(folder, "split.csv").Steps)));
        Cli.Run(folder, "card", "split.csv", "--require", "provenance", "-o", "gate.md", "-q").Expect(1);

        File.Delete(folder.Path("unique.csv"));
        Assert.Equal("missing", string.Join(" ", Checks(Provenance(folder, "split.csv").Steps)));
    }

    [Theory]
    [InlineData("{ \"schema\": 1, ", "it is damaged or cut short")]
    [InlineData("[]", "it is damaged or cut short")]
    [InlineData("{ \"schema\": 99 }", "a later version of curate wrote it (schema 99)")]
    public void Damaged_record_is_told_in_the_card(string record, string says)
    {
        using ScratchFolder folder = Split();
        folder.File("split.csv.curate.json", record);
        (JsonElement[] steps, bool isVerified) = Provenance(folder, "split.csv");
        Assert.Equal(says, Assert.Single(steps).GetProperty("fault").GetString());
        Assert.False(isVerified);
        Assert.Contains(says, Cli.Run(folder, "card", "split.csv", "-q").Expect(0).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_that_was_edited_is_told_even_at_its_old_size()
    {
        using ScratchFolder folder = Split();
        folder.File("split.csv", folder.Text("split.csv").Replace("Torgersen", "Torgersem", StringComparison.Ordinal));
        (JsonElement[] steps, bool isVerified) = Provenance(folder, "split.csv");
        Assert.Equal(["changed", "verified"], steps.Select(static s => s.GetProperty("output_check").GetString()));
        Assert.False(isVerified);
        Assert.Contains("split.csv is not what was written, as split.csv.curate.json has its hash", Cli.Run(folder, "card", "split.csv", "-q").Expect(0).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set.csv.gz")]
    [InlineData("set.jsonl")]
    [InlineData("set.parquet")]
    public void Output_of_any_form_is_verified(string output)
    {
        using ScratchFolder folder = Split();
        Cli.Run(folder, "convert", "unique.csv", "-o", output, "-q").Expect(0);
        Assert.True(Provenance(folder, output).IsVerified);
    }

    [Fact]
    public void File_of_a_folder_that_was_changed_added_or_taken_away_is_told()
    {
        using ScratchFolder folder = Split();
        Cli.Run(folder, "convert", "unique.csv", "--partition-by", "species", "-o", "parts/", "-q").Expect(0);
        string part = "parts/species=Gentoo/part-00000.csv";
        string whole = folder.Text(part);
        Assert.Equal("verified", OutputOf("parts"));
        folder.File(part, whole + "\n");
        Assert.Equal("changed", OutputOf("parts"));
        folder.File(part, whole);
        folder.File("parts/species=Gentoo/part-00001.csv", whole);
        Assert.Equal("changed", OutputOf("parts"));
        File.Delete(folder.Path("parts/species=Gentoo/part-00001.csv"));
        Assert.Equal("verified", OutputOf("parts"));
        File.Delete(folder.Path(part));
        Assert.Equal("changed", OutputOf("parts"));

        string? OutputOf(string data) => Provenance(folder, data).Steps[0].GetProperty("output_check").GetString();
    }

    [Fact]
    public void Record_of_a_folder_is_that_of_its_files()
    {
        using ScratchFolder folder = Split();
        Cli.Run(folder, "split", "unique.csv", "--label", "species", "--split-files", "-o", "parts/", "-q").Expect(0);
        (JsonElement[] steps, bool isVerified) = Provenance(folder, "parts");
        Assert.Equal(["parts", "unique.csv"], steps.Select(static s => s.GetProperty("output").GetString()));
        Assert.True(isVerified);
    }

    [Fact]
    public void Licences_of_rows_decide_what_may_be_done()
    {
        using ScratchFolder folder = new();
        folder.File("texts.csv", "text,license\na,MIT\nb,MIT\nc,CC-BY-SA-4.0\nd,CC BY-NC 4.0\ne,who knows\nf,\n");
        Cli.Run(folder, "card", "texts.csv", "--license-column", "license", "--license", "MIT", "-o", "card.json", "-q").Expect(0);
        JsonElement audit = Cli.Json(folder, "card.json").GetProperty("licences");
        Assert.Equal("unspecified", audit.GetProperty("use").GetString());
        Assert.Equal(["commercial 3", "non-commercial 1", "unspecified 2"], audit.GetProperty("uses").EnumerateArray().Select(static u => $"{u.GetProperty("use").GetString()} {u.GetProperty("rows").GetInt64()}"));
        Assert.False(audit.GetProperty("declared").GetProperty("borne_out").GetBoolean());
        CurateResult gate = Cli.Run(folder, "card", "texts.csv", "--license-column", "license", "--require", "commercial", "-o", "gate.md", "-q").Expect(1);
        Assert.Contains("commercial (the licences allow unspecified use)", gate.Error, StringComparison.Ordinal);
        Assert.True(folder.Exists("gate.md"));
        Cli.Run(folder, "card", "texts.csv", "--license-column", "license", "--where", "license = 'MIT'", "--require", "commercial", "-o", "ok.md", "-q").Expect(0);
    }

    [Fact]
    public void Blanks_that_are_required_are_listed()
    {
        using ScratchFolder folder = Split();
        Assert.Contains("wanting by --require: purpose, citation", Cli.Run(folder, "card", "split.csv", "--require", "purpose,citation", "-o", "a.md", "-q").Expect(1).Error, StringComparison.Ordinal);
        Assert.Contains("purpose, collection, annotation", Cli.Run(folder, "card", "split.csv", "--require", "all", "-o", "b.md", "-q").Expect(1).Error, StringComparison.Ordinal);
        Cli.Fails(folder, 2, ["Did you mean purpose?"], "card", "split.csv", "--require", "purpos");
    }

    [Fact]
    public void Wrong_columns_names_and_inputs_are_refused()
    {
        using ScratchFolder folder = Split();
        Cli.Fails(folder, 2, ["unknown-column", "Did you mean 'split'?"], "card", "split.csv", "--split", "splt");
        Cli.Fails(folder, 2, ["unknown-column"], "card", "split.csv", "--license-column", "nothing");
        Cli.Fails(folder, 2, [".pdf"], "card", "split.csv", "-o", "card.pdf");
        Cli.Fails(folder, 2, ["is none"], "card", "split.csv", "--answers", "split.csv", "-o", "x.md");
        Cli.Fails(folder, 4, ["cannot-read", "none.md"], "card", "split.csv", "--answers", "none.md", "-o", "x.md");
        folder.File("ragged.csv", "a,b\n1,2\n3\n");
        Cli.Fails(folder, 3, ["ragged-row", "ragged.csv, line 3"], "card", "ragged.csv", "-o", "x.md");
    }

    [Fact]
    public void Table_without_rows_and_standard_input_have_a_card()
    {
        using ScratchFolder folder = new();
        folder.File("empty.csv", "a,b\n");
        Assert.Contains("rows **0**", Cli.Run(folder, "card", "empty.csv", "-q").Expect(0).Text, StringComparison.Ordinal);
        Assert.Contains("rows **1**", Cli.Piped(folder, "a,b\n1,2\n", "card", "-", "-q").Expect(0).Text, StringComparison.Ordinal);
    }

    private static ScratchFolder Split()
    {
        var folder = new ScratchFolder();
        string[] lines = s_penguins.Split('\n');
        folder.File("raw.csv", s_penguins + lines[1] + "\n" + lines[2] + "\n");
        Cli.Run(folder, "dedupe", "raw.csv", "-o", "unique.csv", "-q").Expect(0);
        Cli.Run(folder, "split", "unique.csv", "--label", "species", "-o", "split.csv", "-q").Expect(0);
        return folder;
    }

    private static (JsonElement[] Steps, bool IsVerified) Provenance(ScratchFolder folder, string data)
    {
        Cli.Run(folder, "card", data, "-o", "chain.json", "--force", "-q").Expect(0);
        JsonElement card = Cli.Json(folder, "chain.json");
        return ([.. card.GetProperty("provenance").EnumerateArray()], card.GetProperty("provenance_verified").GetBoolean());
    }

    private static string?[] Checks(JsonElement[] steps) => [.. steps.SelectMany(static s => s.GetProperty("inputs").EnumerateArray()).Select(static i => i.GetProperty("check").GetString())];

    /// <summary>The same values in the same form, however far they are indented.</summary>
    private static string Plain(JsonElement value) => JsonSerializer.Serialize(value);
}
