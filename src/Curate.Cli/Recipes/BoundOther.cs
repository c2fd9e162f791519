namespace Curate.Cli.Recipes;

/// <summary>A further dataset of a stage.</summary>
/// <param name="Value">A name of the recipe, or a path.</param>
/// <param name="IsLink">It is a name of the recipe: the rows of an input or of an earlier stage.</param>
/// <param name="As">What messages call it.</param>
/// <param name="TableOf">The earlier stage that makes the table of this path beside its rows, and which gives it to this stage before the file appears; null for any other file.</param>
internal sealed record BoundOther(string Value, bool IsLink, string As, string? TableOf = null);
