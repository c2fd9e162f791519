using Curate.Cli.Options;

namespace Curate.Cli.Recipes;

/// <summary>An output whose options are known and checked.</summary>
/// <param name="Output">As it is written.</param>
/// <param name="Options">Options of a run that writes it.</param>
/// <param name="AllowEmpty">It may hold no rows.</param>
internal sealed record BoundOutput(RecipeOutput Output, RunOptions Options, bool AllowEmpty)
{
    /// <summary>It takes some of the rows or columns only, which needs the rows of its stage as they would stand in a file.</summary>
    public bool Chooses => Options.Where is not null || Options.Columns.Count > 0 || Options.Limit is not null;
}
