namespace Curate.Cli.Recipes;

/// <summary>A file or folder that a recipe writes.</summary>
/// <param name="Path">Its name; relative ones begin at the folder of the recipe.</param>
/// <param name="Line">Where it stands.</param>
/// <param name="From">Whose rows it gets.</param>
/// <param name="Options">How it is written.</param>
internal sealed record RecipeOutput(string Path, int Line, RecipeLink From, RecipeOptions Options);
