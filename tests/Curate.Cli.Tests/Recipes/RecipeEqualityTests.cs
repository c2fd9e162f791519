using Curate.TestKit;

namespace Curate.Cli.Tests.Recipes;

/// <summary>A recipe writes what the same commands write when they hand files on.</summary>
public sealed class RecipeEqualityTests
{
    public static TheoryData<ulong, string> Recipes
    {
        get
        {
            var data = new TheoryData<ulong, string>();
            foreach (ulong seed in Seeds.For(10))
            {
                data.Add(seed, ".csv");
                data.Add(seed, ".jsonl");
                data.Add(seed, ".parquet");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Recipe_equals_its_commands_through_files(ulong seed, string extension)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", TableGenerator.Table(seed, new TableShape { Rows = 160, DuplicateShare = 0.2 }).ToCsv());
        if (extension != ".csv")
        {
            InProcess.Ok("convert", folder.Path("in.csv"), "-o", folder.Path("in" + extension), "-q", "--no-provenance");
        }

        var recipe = new RandomRecipe(seed, extension);
        folder.File("job.yaml", recipe.Yaml());
        recipe.RunThroughFiles(folder);
        InProcess.Ok("run", folder.Path("job.yaml"), "-q", "--workers", "2");
        foreach (string output in recipe.Outputs)
        {
            string? difference = GoldenFile.FirstDifference(folder.Bytes("chain-" + output + extension), folder.Bytes(output + extension));
            Assert.True(difference is null, $"{output}: {difference}\n{recipe.Yaml()}");
        }
    }
}
