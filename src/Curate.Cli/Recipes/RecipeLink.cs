namespace Curate.Cli.Recipes;

/// <summary>An input or an earlier stage whose rows are read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="As">What <c>mix</c> calls it: the same name, unless another is given.</param>
/// <param name="Line">Where it is named.</param>
internal sealed record RecipeLink(string Name, string As, int Line);
