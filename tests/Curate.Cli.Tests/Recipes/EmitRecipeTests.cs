using System.Text.Json;
using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Cli.Recipes;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.TestKit;

namespace Curate.Cli.Tests.Recipes;

/// <summary>Command lines as recipes, and what the schema says about both.</summary>
public sealed class EmitRecipeTests
{
    public static TheoryData<string> Methods => [.. MethodRegistry.All.Select(static m => m.Id)];

    [Theory]
    [InlineData("dedupe in.csv --key label,group --keep max:whole --mark --removed removed.csv -o out.csv")]
    [InlineData("dedupe in.csv --across other.csv --where whole>10 --columns label,whole,group -o out.jsonl --seed 5")]
    [InlineData("resample in.csv --method smote --label flag --features whole --order shuffled -o out.parquet --parquet-compression none --no-provenance")]
    [InlineData("mix one=in.csv two.x=other.csv --share one=1,two.x=3 --rows 50 -o out.csv")]
    [InlineData("split in.csv --folds 3 --column fold --split-files -o out.csv/")]
    [InlineData("convert in.csv other.csv --rename whole=n --limit 30 --null a -o out.csv")]
    [InlineData("select in.csv --rows 20 --per label --report report.json -o out.csv --rows-per-file 7")]
    public void Recipe_of_a_command_line_does_the_same(string line)
    {
        string[] arguments = line.Split(' ');
        using ScratchFolder folder = new();
        folder.File("in.csv", TableGenerator.Table(11, new TableShape { Rows = 80 }).ToCsv());
        folder.File("other.csv", TableGenerator.Table(12, new TableShape { Rows = 40 }).ToCsv());
        Cli.Run(folder, [.. arguments, "-q"]).Expect(0);
        string yaml = Cli.Text(folder, [.. arguments, "--emit-recipe"]);
        using ScratchFolder again = new();
        again.File("in.csv", folder.Bytes("in.csv"));
        again.File("other.csv", folder.Bytes("other.csv"));
        again.File("job.yaml", yaml);
        InProcess.Ok("run", again.Path("job.yaml"), "-q", "--no-checkpoints");
        foreach (string file in folder.Files().Where(static f => !f.EndsWith(".json", StringComparison.Ordinal)))
        {
            Assert.True(GoldenFile.FirstDifference(folder.Bytes(file), again.Bytes(file)) is not { } difference, $"{file} differs\n{yaml}");
        }

        Assert.Equal(folder.Exists("report.json"), again.Exists("report.json"));
    }

    [Theory]
    [InlineData("--emit-recipe needs an output", "dedupe in.csv")]
    [InlineData("--emit-recipe needs input files", "dedupe -o out.csv")]
    [InlineData("--explain has no place in a recipe", "dedupe in.csv -o out.csv --explain 3")]
    [InlineData("writes a report and no rows", "dedupe in.csv --method semantic --embedding v --inspect -o out.csv")]
    public void Command_line_that_no_recipe_does_is_refused(string says, string line)
    {
        string[] words = line.Split(' ');
        CommandSpec command = CommandLine.Find(words[0]);
        CurateException failure = Assert.Throws<CurateException>(() => RecipeWriter.Of(command, CommandLine.Parse(command, [.. words[1..], "--emit-recipe"])));
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    /// <summary>The command that shows a method, where it writes rows, becomes a recipe that binds to the same method with the same options.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void Every_method_can_be_a_stage(string id)
    {
        MethodEntry entry = MethodRegistry.All.Single(m => m.Id == id);
        string[] words = [.. Words(entry.Usage.Split('\n')[0])];
        Assert.Equal("curate", words[0]);
        CommandSpec command = CommandLine.Find(words[1]);
        string[] given = [.. words[2..].TakeWhile(static w => w is not ("|" or ">")).Where(static w => w != "--dry-run")];
        Arguments arguments = CommandLine.Parse(command, given.Contains("-o") ? given : [.. given, "-o", "out.csv"]);
        Recipe recipe = RecipeReader.Read(new StringReader(RecipeWriter.Of(command, arguments)), "job.yaml", "", []);
        BoundStage stage = Assert.Single(RecipeBinder.Bind(recipe, new RunOptions()).Stages);
        Assert.Equal(id, stage.Entry!.Id);
        Assert.Equal(
            arguments.Only(entry.OptionSpecs).Names.Order().Select(n => n + " " + string.Join('|', arguments.Values.Of(n))),
            stage.Stage.Options.Values(n => entry.OptionSpecs.Any(o => o.Name == n)).Names.Order().Select(n => n + " " + string.Join('|', stage.Stage.Options.Of(n))));
    }

    [Fact]
    public void No_option_has_the_name_of_a_key_of_stages()
    {
        Assert.Empty(MethodRegistry.All.SelectMany(static m => m.OptionSpecs).Select(static o => o.Name).Intersect([.. RecipeReader.StageKeys, "method"]));
        Assert.Empty(RunOptionSpecs.All.Select(static o => o.Name).Intersect([.. RecipeReader.StageKeys, "method", "path"]));
    }

    [Fact]
    public void Schema_knows_every_option_of_every_method()
    {
        using JsonDocument schema = JsonDocument.Parse(RecipeSchema.Json());
        JsonElement definitions = schema.RootElement.GetProperty("$defs");
        Assert.Equal(RecipeBinder.Commands.Sum(static c => Math.Max(1, c.Methods.Count)), definitions.GetProperty("stage").GetProperty("oneOf").GetArrayLength());
        foreach (JsonElement branch in definitions.GetProperty("stage").GetProperty("oneOf").EnumerateArray())
        {
            string name = branch.GetProperty("$ref").GetString()!["#/$defs/".Length..].Replace("~1", "/", StringComparison.Ordinal);
            Assert.True(definitions.TryGetProperty(name, out JsonElement stage), name);
            MethodEntry? entry = MethodRegistry.All.FirstOrDefault(m => m.Id == name);
            JsonElement properties = stage.GetProperty("properties");
            Assert.All(entry?.OptionSpecs ?? [], (OptionSpec o) => Assert.True(properties.TryGetProperty(o.Name, out _), $"{name} {o.Name}"));
            Assert.All(RecipeReader.StageKeys, key => Assert.True(properties.TryGetProperty(key, out _), $"{name} {key}"));
            Assert.False(stage.GetProperty("additionalProperties").GetBoolean());
        }
    }

    private static IEnumerable<string> Words(string line)
    {
        var word = new System.Text.StringBuilder();
        char quote = '\0';
        foreach (char c in line + " ")
        {
            if (quote != '\0' ? c == quote : c is '\'' or '"')
            {
                quote = quote == '\0' ? c : '\0';
            }
            else if (c == ' ' && quote == '\0')
            {
                if (word.Length > 0)
                {
                    yield return word.ToString();
                    word.Clear();
                }
            }
            else
            {
                word.Append(c);
            }
        }
    }
}
