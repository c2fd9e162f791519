using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Cli.Running;
using Curate.Core.Errors;
using Curate.Core.Options;

namespace Curate.Cli.Recipes;

/// <summary>A run of a recipe under way: its parts, what inputs and stages came to so far, and how a fault of a part is told.</summary>
internal sealed class RecipeState : IDisposable
{
    public RecipeState(BoundRecipe bound, RecipeChoices choices, RunOptions options, RecipeStore store, CommandHost host)
    {
        Bound = bound;
        Choices = choices;
        Host = host;
        Store = store;
        Faults = new RecipeFaults(bound.Recipe.File);
        Needed = bound.Needed(choices.Only);
        Anew = choices.From is { } first ? bound.Behind(first) : new HashSet<string>();
        Root = new Session(options, host, RunCommand.Spec.Name);
        Files = new RecipeFiles(store, Root, Part);
        Describer = new RecipeDescriber(store, Files, Part, choices.Only is null);
    }

    public BoundRecipe Bound { get; }

    public RecipeChoices Choices { get; }

    public CommandHost Host { get; }

    public RecipeStore Store { get; }

    public RecipeFaults Faults { get; }

    /// <summary>Inputs and stages that something needs.</summary>
    public IReadOnlySet<string> Needed { get; }

    /// <summary>Stages whose checkpoints are not used.</summary>
    public IReadOnlySet<string> Anew { get; }

    /// <summary>The session of the whole; those of its parts are <see cref="Sessions"/>.</summary>
    public Session Root { get; }

    public RecipeFiles Files { get; }

    public RecipeDescriber Describer { get; }

    public List<Session> Sessions { get; } = [];

    /// <summary>Decisions, which live as long as the run.</summary>
    public List<IDisposable> Plans { get; } = [];

    /// <summary>What every input and stage so far came to, by name.</summary>
    public Dictionary<string, RecipeRows> Rows { get; } = new(StringComparer.Ordinal);

    /// <summary>A session for a part of the run: its options, the format of its rows, names of columns for files without a header.</summary>
    public Session Part(RunOptions options, string format, IReadOnlyList<string>? names = null)
    {
        var session = new Session(options, Host, RunCommand.Spec.Name, Root) { SourceFormat = format, ColumnNames = names };
        Sessions.Add(session);
        return session;
    }

    /// <summary>Every file that the run gives a name, with the line that names it; line 0 for those of the command line.</summary>
    public IEnumerable<(string Path, int Line)> FilesToWrite() =>
    [
        .. Bound.Outputs.Select(static o => (o.Options.Output!, o.Output.Line)),
        .. Bound.Stages.SelectMany(static s => s.Written.Select(w => (w.Path, s.Stage.Line))),
        .. Root.Options.Report is { } report ? [(report, 0)] : Array.Empty<(string, int)>(),
    ];

    public void Say(string line)
    {
        if (!Root.Options.Quiet)
        {
            Host.Error.WriteLine(line);
        }
    }

    public void At(int line, string who, Action work) => At(line, who, () =>
    {
        work();
        return true;
    });

    /// <summary>Does something for a part of the recipe; what fails is told with its name and line.</summary>
    public T At<T>(int line, string who, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (CurateException failure)
        {
            throw Faults.Placed(line, who, WithLostColumn(failure));
        }
    }

    public void Dispose()
    {
        foreach (Session session in Enumerable.Reverse(Sessions))
        {
            session.Dispose();
        }

        foreach (IDisposable plan in Plans)
        {
            plan.Dispose();
        }

        Root.Dispose();
    }

    /// <summary>A column that is missing because a stage left it out: says which.</summary>
    private CurateException WithLostColumn(CurateException failure)
    {
        if (failure.Code != ErrorCodes.UnknownColumn)
        {
            return failure;
        }

        foreach (RecipeRows rows in Rows.Values.Where(static r => r.Stage is { } s && (s.Options.Columns.Count > 0 || s.Renames.Count > 0) && r.Below.Count == 1))
        {
            string? lost = rows.Below[0].Source.Schema.Fields.Select(static f => f.Name)
                .FirstOrDefault(n => !rows.Source.HasColumn(n) && failure.Message.Contains($"'{n}'", StringComparison.Ordinal));
            if (lost is not null)
            {
                return new CurateException(failure.Code, failure.Message, $"Stage '{rows.Name}' (line {NumberText.Of(rows.Line)}) leaves the column '{lost}' out.", failure);
            }
        }

        return failure;
    }
}
