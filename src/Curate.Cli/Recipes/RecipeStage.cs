namespace Curate.Cli.Recipes;

/// <summary>One step of a recipe: a command with its method and options, as on the command line.</summary>
/// <param name="Name">How later stages and outputs call its rows.</param>
/// <param name="Line">Where it stands.</param>
/// <param name="Command">The command.</param>
/// <param name="From">Whose rows it reads, in order.</param>
/// <param name="Options">Options of the method and of the stage, <c>method</c> among them.</param>
internal sealed record RecipeStage(string Name, int Line, string Command, IReadOnlyList<RecipeLink> From, RecipeOptions Options)
{
    /// <summary>The condition under which it runs, or null; where it does not hold, its rows are those that it would have read.</summary>
    public (string Text, int Line)? When { get; init; }

    /// <summary>No rows are a result, too.</summary>
    public bool AllowEmpty { get; init; }
}
