namespace Curate.Cli.Recipes;

/// <summary>A dataset that a recipe reads.</summary>
/// <param name="Name">How stages call it.</param>
/// <param name="Line">Where it stands.</param>
/// <param name="Paths">Files, folders, globs; those that are relative begin at the folder of the recipe.</param>
/// <param name="Options">How it is read: the options of the group Input.</param>
internal sealed record RecipeInput(string Name, int Line, IReadOnlyList<string> Paths, RecipeOptions Options);
