namespace Curate.Cli.Recipes;

/// <summary>A recipe as it is written, with variables put in: names are known to be unique and links to lead backwards, options are not read yet.</summary>
/// <param name="File">What messages call it.</param>
/// <param name="Folder">Where relative paths begin.</param>
internal sealed record Recipe(string File, string Folder)
{
    /// <summary>The only version so far.</summary>
    public const string CurrentVersion = "1";

    /// <summary>The seed of stages that have none of their own, with its line; null = the default.</summary>
    public (string Text, int Line)? Seed { get; init; }

    public required IReadOnlyList<RecipeInput> Inputs { get; init; }

    public required IReadOnlyList<RecipeStage> Stages { get; init; }

    public required IReadOnlyList<RecipeOutput> Outputs { get; init; }

    /// <summary>A path of the recipe as the process sees it.</summary>
    public string Resolve(string path) => path == "-" || Path.IsPathRooted(path) || Folder.Length == 0 ? path : Path.Combine(Folder, path);
}
