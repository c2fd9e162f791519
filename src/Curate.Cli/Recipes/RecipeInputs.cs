using Curate.Cli.Options;
using Curate.Cli.Running;
using Curate.Core.Data;

namespace Curate.Cli.Recipes;

/// <summary>Opens the inputs of a recipe, and answers what conditions ask about them.</summary>
/// <param name="run">The run.</param>
internal sealed class RecipeInputs(RecipeState run)
{
    /// <summary>The session of every input that is open, by name.</summary>
    public Dictionary<string, Session> Sessions { get; } = new(StringComparer.Ordinal);

    /// <summary>Opens those that something needs.</summary>
    public void Open()
    {
        foreach ((RecipeInput input, RunOptions options) in run.Bound.Inputs.Where(i => run.Needed.Contains(i.Input.Name)))
        {
            run.At(input.Line, $"input '{input.Name}'", () => Open(input, options));
        }
    }

    /// <summary>A condition on facts of inputs holds; one that it names is opened where nothing else needs it.</summary>
    public bool Holds(string condition)
    {
        string[] names = [.. run.Bound.Inputs.Select(static i => i.Input.Name)];
        foreach ((RecipeInput input, RunOptions options) in run.Bound.Inputs.Where(i => !run.Rows.ContainsKey(i.Input.Name) && condition.Contains(i.Input.Name, StringComparison.Ordinal)))
        {
            run.At(input.Line, $"input '{input.Name}'", () => Open(input, options));
        }

        return RecipeCondition.Holds(condition, names,
            (input, fact) => fact switch
            {
                "files" => Sessions[input].Files.Count,
                "bytes" => Sessions[input].Files.Sum(static f => f.File?.SizeBytes ?? 0),
                "columns" => run.Rows[input].Source.Schema.Count,
                _ => run.Rows[input].Source.RowCount ?? run.Root.Passes.Each(run.Rows[input].Source, ReadRequest.CountOnly, $"count rows of {input}", static _ => { }),
            },
            (input, column) => run.Rows[input].Source.HasColumn(column));
    }

    private void Open(RecipeInput input, RunOptions options)
    {
        Session session = run.Part(options, "csv");
        string[] paths = [.. input.Paths.Select(run.Bound.Recipe.Resolve)];
        IRecordSource source = session.Open(paths, spool: true);
        Sessions.Add(input.Name, session);
        run.Rows.Add(input.Name, new RecipeRows
        {
            Name = input.Name,
            Line = input.Line,
            Key = RecipeKeys.Of(input, session.Files),
            Source = source,
            Format = session.SourceFormat,
            Reading = options,
            IsPlain = true,
            Files = (session, paths),
            Root = source,
        });
    }
}
