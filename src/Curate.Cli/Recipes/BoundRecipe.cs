using Curate.Cli.Options;

namespace Curate.Cli.Recipes;

/// <summary>A recipe that can be run: every name, option and value is checked, and nothing is opened yet.</summary>
/// <param name="Recipe">As it is written.</param>
/// <param name="Inputs">Its inputs with the options by which they are read.</param>
/// <param name="Stages">Its stages in order.</param>
/// <param name="Outputs">Its outputs in order.</param>
internal sealed record BoundRecipe(Recipe Recipe, IReadOnlyList<(RecipeInput Input, RunOptions Options)> Inputs, IReadOnlyList<BoundStage> Stages, IReadOnlyList<BoundOutput> Outputs)
{
    /// <summary>Stages and inputs that something needs: an output, a report, dropped rows, a gate, or the stage <paramref name="only"/>.</summary>
    public IReadOnlySet<string> Needed(string? only)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal);
        if (only is null)
        {
            needed.UnionWith(Outputs.Select(static o => o.Output.From.Name));
            needed.UnionWith(Stages.Where(static s => s.IsNeeded).Select(static s => s.Stage.Name));
        }
        else
        {
            needed.Add(only);
        }

        return WithBehind(needed);
    }

    /// <summary>Stages and inputs that the rows of an output come from.</summary>
    public IReadOnlySet<string> BehindOutput(BoundOutput output) => WithBehind(new HashSet<string>(StringComparer.Ordinal) { output.Output.From.Name });

    private HashSet<string> WithBehind(HashSet<string> needed)
    {
        foreach (BoundStage stage in Stages.Reverse())
        {
            if (needed.Contains(stage.Stage.Name))
            {
                needed.UnionWith(stage.Needs);
            }
        }

        return needed;
    }

    /// <summary>A stage and all that read its rows or its table, however far behind.</summary>
    public IReadOnlySet<string> Behind(string first)
    {
        var behind = new HashSet<string>(StringComparer.Ordinal) { first };
        foreach (BoundStage stage in Stages.Where(s => s.Needs.Any(behind.Contains)))
        {
            behind.Add(stage.Stage.Name);
        }

        return behind;
    }
}
