using Curate.Core.Options;

namespace Curate.Cli.Recipes;

/// <summary>What <c>curate run</c> is told besides the recipe.</summary>
internal sealed record RecipeChoices
{
    public IReadOnlyList<string> Overrides { get; init; } = [];

    public string? From { get; init; }

    public string? Only { get; init; }

    /// <summary>A row of what the stage of <see cref="Only"/> reads, counted from 0.</summary>
    public long? Explain { get; init; }

    public bool Fresh { get; init; }

    public string? Checkpoints { get; init; }

    public bool NoCheckpoints { get; init; }

    public bool Schema { get; init; }

    public static IReadOnlyList<OptionSpec<RecipeChoices>> All { get; } =
    [
        // Paths take every text as it is; a list would be cut at commas.
        OptionSpec<RecipeChoices>.Paths("set", "Change the recipe: VARIABLE=VALUE, STAGE.OPTION=VALUE, inputs.NAME=PATH or seed=N; may be repeated.", static (o, v) => o with { Overrides = v }) with { Placeholder = "KEY=VALUE" },
        OptionSpec<RecipeChoices>.Text("from", "Decide this stage and all behind it anew, whatever the checkpoints say.", static (o, v) => o with { From = v }) with { Placeholder = "STAGE" },
        OptionSpec<RecipeChoices>.Text("only", "Decide this stage, and those before it that have no checkpoint, say what it does, and write no output.", static (o, v) => o with { Only = v }) with { Placeholder = "STAGE" },
        OptionSpec<RecipeChoices>.Whole("explain", "Say why the stage of --only keeps or drops this row of what it reads (counted from 0), and write nothing.", static (o, v) => o with { Explain = v }, min: 0),
        OptionSpec<RecipeChoices>.Flag("fresh", "Decide every stage anew.", static (o, v) => o with { Fresh = v }),
        OptionSpec<RecipeChoices>.Path("checkpoints", "Folder for checkpoints.", static (o, v) => o with { Checkpoints = v }) with { Default = "RECIPE.checkpoints" },
        OptionSpec<RecipeChoices>.Flag("no-checkpoints", "Keep no checkpoints: what a later stage needs goes to the scratch folder.", static (o, v) => o with { NoCheckpoints = v }),
        OptionSpec<RecipeChoices>.Flag("schema", "Print the JSON Schema of recipes, for editors, and stop.", static (o, v) => o with { Schema = v }),
    ];
}
