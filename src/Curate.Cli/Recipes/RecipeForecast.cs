using System.Text;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Cli.Recipes;

/// <summary>What <c>curate run --dry-run</c> says: inputs, stages with passes and memory, where rows are written for later stages, outputs.</summary>
internal sealed class RecipeForecast(BoundRecipe bound, RecipeChoices choices, IReadOnlySet<string> needed)
{
    // By these options a plan may add columns, change values or reorder, whatever the traits of the method are.
    private static readonly string[] s_changing = ["as", "mark", "cluster-size", "order", "epochs", "shrinkage", "parents", "origin"];

    private readonly StringBuilder _inputs = new();
    private readonly StringBuilder _stages = new();
    private readonly List<string> _surely = [];
    private readonly List<string> _maybe = [];

    /// <summary>Stages whose rows are those of another: left out, or describing rows.</summary>
    private readonly Dictionary<string, string> _same = new(StringComparer.Ordinal);

    public void Input(string name, int files, string format, long? bytes)
    {
        _inputs.Append("  ").Append(name).Append(": ").Append(NumberText.Of(files)).Append(files == 1 ? " file, " : " files, ").Append(format)
            .Append(bytes is { } size ? ", " + NumberText.Size(size) : "").Append('\n');
    }

    public void LeftOut(BoundStage stage)
    {
        _same[stage.Stage.Name] = stage.Stage.From[0].Name;
        _stages.Append("  ").Append(stage.Stage.Name).Append(": left out, ").Append(stage.Stage.When!.Value.Text).Append(" does not hold\n");
    }

    /// <param name="stage">A stage that describes rows.</param>
    /// <param name="stored">A checkpoint has what it found.</param>
    public void Describing(BoundStage stage, bool stored)
    {
        ReportStageKind kind = ReportStages.Of(stage.Command.Name)!;
        if (stage.Stage.From.Count == 1)
        {
            _same[stage.Stage.Name] = stage.Stage.From[0].Name;
        }

        _stages.Append("  ").Append(stage.Stage.Name).Append(": ").Append(stage.What).Append(", from ").AppendJoin(", ", stage.Stage.From.Select(static l => l.Name)).Append(", whose rows it hands on\n");
        _stages.Append(stored ? "      described in an earlier run\n" : $"      passes {kind.Passes}\n      memory {kind.Memory}\n");
        foreach ((string option, string path) in stage.Written)
        {
            _stages.Append("      ").Append(option).Append(' ').Append(path).Append('\n');
        }
    }

    /// <param name="stage">The stage.</param>
    /// <param name="stored">Its plan, where a checkpoint has it.</param>
    public void Stage(BoundStage stage, RowPlan? stored)
    {
        string name = stage.Stage.Name;
        _stages.Append("  ").Append(name).Append(": ").Append(stage.What).Append(", from ").AppendJoin(", ", stage.Stage.From.Select(static l => l.Name)).Append('\n');
        if (stage.IsView)
        {
            _stages.Append("      no pass of its own: it is part of the passes of those that read it\n");
        }
        else if (stored is not null)
        {
            _stages.Append("      decided in an earlier run: ").Append(NumberText.Of(stored.InputRows)).Append(" rows in, ").Append(NumberText.Of(stored.OutputRows)).Append(" out\n");
        }
        else
        {
            _stages.Append("      passes ").Append(stage.Entry!.Passes).Append('\n');
            _stages.Append("      memory ").Append(stage.Entry.Memory).Append('\n');
        }

        string[] readers = [.. Readers(name)];
        bool? written = readers.Length == 0 ? false : IsMixed(name) ? true : Changes(stage, stored);
        if (written == false)
        {
            return;
        }

        (written == true ? _surely : _maybe).Add(name);
        _stages.Append("      its rows are written for ").AppendJoin(", ", readers).Append(written == true ? "\n" : " if its plan adds columns, changes values or reorders\n");
    }

    public string Text(long memoryBytes, bool writes)
    {
        var text = new StringBuilder();
        text.Append("Recipe   ").Append(bound.Recipe.File).Append(", seed ").Append(bound.Stages.Count > 0 ? bound.Stages[0].Options.Seed : bound.Outputs[0].Options.Seed).Append('\n');
        text.Append("Inputs\n").Append(_inputs).Append("Stages\n").Append(_stages);
        foreach (BoundStage idle in bound.Stages.Where(s => !needed.Contains(s.Stage.Name)))
        {
            text.Append("  ").Append(idle.Stage.Name).Append(": not run, nothing needs it\n");
        }

        text.Append("Outputs\n");
        foreach (BoundOutput output in bound.Outputs.Where(_ => writes))
        {
            text.Append("  ").Append(output.Options.Output).Append(": from ").Append(output.Output.From.Name).Append(", one copy\n");
        }

        if (!writes)
        {
            text.Append("  none, by --only ").Append(choices.Only).Append('\n');
        }

        text.Append("Memory   the largest of the stages, and their plans; budget ").Append(NumberText.Size(memoryBytes)).Append('\n');
        text.Append("Scratch  ").Append(_surely.Count == 0 && _maybe.Count == 0 ? "none for rows" : "the rows of " + string.Join(", ", _surely.Concat(_maybe.Select(static m => m + " (perhaps)"))))
            .Append("; what methods spill beyond --memory\n");
        return text.ToString();
    }

    /// <summary>Stages and outputs that read the rows of a stage as those of a file.</summary>
    private IEnumerable<string> Readers(string name) =>
    [
        .. bound.Stages.Where(s => needed.Contains(s.Stage.Name) && s.Reads.Contains(name)).Select(static s => s.Stage.Name),
        .. choices.Only is null ? bound.Outputs.Where(o => o.Chooses && o.Output.From.Name == name).Select(static o => o.Output.Path) : [],
    ];

    /// <summary>A stage reads these rows beside others.</summary>
    private bool IsMixed(string name) => bound.Stages.Any(s => needed.Contains(s.Stage.Name) && s.Stage.From.Any(l => l.Name == name)
        && (s.Stage.From.Count > 1 || (s.Command.NamesSources && s.Stage.Options.Of("source").Count == 0)));

    /// <summary>Whether rows differ from those of a file: known from the plan, or from what the method always or never does.</summary>
    private static bool? Changes(BoundStage stage, RowPlan? stored)
    {
        if (stage.Options.Columns.Count > 0 || stage.Renames.Count > 0)
        {
            return true;
        }

        if (stage.IsView)
        {
            return false;
        }

        if (stored is not null)
        {
            return stored.Added.Count > 0 || stored.HasEdits || stored.Reorders || stored.IsManifest;
        }

        MethodTraits traits = stage.Entry!.Traits;
        bool named = stage.Stage.Options.Names.Any(static n => s_changing.Contains(n) || n.EndsWith("-column", StringComparison.Ordinal));
        return named ? null : (traits & (MethodTraits.AddsColumns | MethodTraits.MakesUp)) != 0 || (traits & MethodTraits.KeepsOrder) == 0;
    }
}
