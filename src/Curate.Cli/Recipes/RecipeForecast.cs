using System.Text;
using Curate.Cli.Running;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Formats.Files;

namespace Curate.Cli.Recipes;

/// <summary>
/// What <c>curate run --dry-run</c> says: inputs, stages with passes and memory, where rows are written for later stages and how many bytes that takes,
/// outputs. Bytes are exact where an earlier run wrote the same rows, an upper bound where the rows can only be those of text files whose size is known,
/// and else known once the stage is decided.
/// </summary>
internal sealed class RecipeForecast(BoundRecipe bound, RecipeChoices choices, IReadOnlySet<string> needed)
{
    // By these options a plan may add columns, change values or reorder, whatever the traits of the method are.
    private static readonly string[] s_changing = ["as", "mark", "cluster-size", "order", "epochs", "shrinkage", "parents", "origin"];

    private readonly StringBuilder _inputs = new();
    private readonly List<(BoundStage Stage, bool? Changes, string Text)> _stages = [];
    private readonly List<(string Name, bool Surely, long? Bytes, bool IsExact)> _written = [];

    /// <summary>Most bytes that the rows of an input or a stage take in a file; null where that is not known.</summary>
    private readonly Dictionary<string, long?> _most = new(StringComparer.Ordinal);

    /// <summary>The bytes of a stage are those of an earlier run.</summary>
    private readonly HashSet<string> _exact = new(StringComparer.Ordinal);

    /// <summary>Stages whose rows are those of another: left out, or describing rows.</summary>
    private readonly Dictionary<string, string> _same = new(StringComparer.Ordinal);

    /// <param name="name">An input.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="files">Its files.</param>
    public void Input(string name, RecipeRows rows, IReadOnlyList<OpenedFile> files)
    {
        long? bytes = rows.Source.SizeBytes;
        _inputs.Append("  ").Append(name).Append(": ").Append(NumberText.Of(files.Count)).Append(files.Count == 1 ? " file, " : " files, ").Append(rows.Format)
            .Append(bytes is { } size ? ", " + NumberText.Size(size) : "").Append('\n');

        // A last line without an end gets one; text in another encoding, compressed or with keys in its path grows.
        bool plain = rows.Format != FormatList.Parquet && rows.Source.Added.Count == 0 && files.All(static f => f.File is { CanReopen: true, Compression: Compression.None } file && IsUtf8(file.Name));
        _most[name] = plain && rows.Reading.Encoding is null or "utf-8" ? files.Sum(static f => f.File!.SizeBytes + 1) : null;
    }

    public void LeftOut(BoundStage stage)
    {
        _same[stage.Stage.Name] = stage.Stage.From[0].Name;
        _stages.Add((stage, false, $"  {stage.Stage.Name}: left out, {stage.Stage.When!.Value.Text} does not hold\n"));
    }

    /// <param name="stage">A stage that describes rows.</param>
    /// <param name="stored">A checkpoint has what it found.</param>
    public void Describing(BoundStage stage, bool stored)
    {
        IReportStage reporter = stage.Reporter!;
        if (stage.Stage.From.Count == 1)
        {
            _same[stage.Stage.Name] = stage.Stage.From[0].Name;
        }

        var text = new StringBuilder();
        text.Append(Head(stage)).Append(", whose rows it hands on\n");
        text.Append(stored ? "      described in an earlier run\n" : $"      passes {reporter.Passes}\n      memory {reporter.Memory}\n");
        foreach ((string option, string path) in stage.Written)
        {
            text.Append("      ").Append(option).Append(' ').Append(path).Append('\n');
        }

        _stages.Add((stage, false, text.ToString()));
    }

    /// <param name="stage">The stage.</param>
    /// <param name="stored">Its plan, where a checkpoint has it.</param>
    /// <param name="wroteBytes">Bytes of its rows where an earlier run wrote the same ones for a later stage, 0 where it did not need to; null where no run knows.</param>
    public void Stage(BoundStage stage, RowPlan? stored, long? wroteBytes)
    {
        string text = Head(stage) + "\n" + (stage.IsView ? "      no pass of its own: it is part of the passes of those that read it\n"
            : stored is not null ? $"      decided in an earlier run: {NumberText.Of(stored.InputRows)} rows in, {NumberText.Of(stored.OutputRows)} out\n"
            : $"      passes {stage.Entry!.Passes}\n      memory {stage.Entry.Memory}\n");
        bool? changes = wroteBytes is { } known ? known > 0 : stored is null ? Changes(stage)
            : stage.Options.Columns.Count > 0 || stored.HasEdits || stored.Reorders || stored.IsManifest ? true : stored.Added.Count > 0 ? null : false;
        _most[stage.Stage.Name] = wroteBytes > 0 ? wroteBytes : Most(stage, changes);
        if (wroteBytes > 0)
        {
            _exact.Add(stage.Stage.Name);
        }

        _stages.Add((stage, changes, text));
    }

    public string Text(long memoryBytes, bool writes)
    {
        var text = new StringBuilder();
        text.Append("Recipe   ").Append(bound.Recipe.File).Append(", seed ").Append(bound.Stages.Count > 0 ? bound.Stages[0].Options.Seed : bound.Outputs[0].Options.Seed).Append('\n');
        text.Append("Inputs\n").Append(_inputs).Append("Stages\n");
        foreach ((BoundStage stage, bool? changes, string own) in _stages)
        {
            text.Append(own);
            if (!_same.ContainsKey(stage.Stage.Name))
            {
                AppendWritten(text, stage, changes);
            }
        }

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
        text.Append("Scratch  ").Append(Scratch()).Append("; what methods spill beyond --memory\n");
        return text.ToString();
    }

    private static string Head(BoundStage stage) => $"  {stage.Stage.Name}: {stage.What}, from {string.Join(", ", stage.Stage.From.Select(static l => l.Name))}" +
        string.Concat(stage.Others.Where(static o => o.TableOf is not null).Select(static o => $", with {Path.GetFileName(o.Value)} of {o.TableOf}"));

    private void AppendWritten(StringBuilder text, BoundStage stage, bool? changes)
    {
        string name = stage.Stage.Name;
        string[] readers = [.. Readers(name)];
        bool? written = readers.Length == 0 ? false : IsMixed(name) ? true : changes;
        if (written == false)
        {
            return;
        }

        long? bytes = _most.GetValueOrDefault(name);
        bool exact = _exact.Contains(name);
        _written.Add((name, written == true, bytes, exact));
        text.Append("      its rows are written for ").AppendJoin(", ", readers)
            .Append(written == true ? "" : " if its plan changes values or reorders, or adds columns that a file would give back as other kinds")
            .Append(": ").Append(bytes is null ? "how many bytes is known once it is decided" : $"{(exact ? "exactly" : "at most")} {NumberText.Of(bytes.Value)} bytes{(exact ? ", as in an earlier run" : "")}").Append('\n');
    }

    private string Scratch()
    {
        if (_written.Count == 0)
        {
            return "none for rows";
        }

        var text = new StringBuilder("the rows of " + string.Join(", ", _written.Select(static w => w.Name + (w.Surely ? "" : " (perhaps)"))));
        string[] open = [.. _written.Where(static w => w.Bytes is null).Select(static w => w.Name)];
        if (open.Length < _written.Count)
        {
            bool exact = open.Length == 0 && _written.TrueForAll(static w => w.IsExact);
            text.Append(": ").Append(exact ? "exactly " : "at most ").Append(NumberText.Of(_written.Sum(static w => w.Bytes ?? 0))).Append(" bytes");
            text.Append(open.Length == 0 ? "" : " and those of " + string.Join(", ", open));
        }

        return text.ToString();
    }

    /// <summary>Whose rows those of a name are.</summary>
    private string Origin(string name) => _same.TryGetValue(name, out string? of) ? Origin(of) : name;

    /// <summary>Stages and outputs that read the rows of a stage as those of a file.</summary>
    private IEnumerable<string> Readers(string name) =>
    [
        .. bound.Stages.Where(s => Runs(s) && s.Reads.Any(r => Origin(r) == name)).Select(static s => s.Stage.Name),
        .. choices.Only is null ? bound.Outputs.Where(o => o.Chooses && Origin(o.Output.From.Name) == name).Select(static o => o.Output.Path) : [],
    ];

    /// <summary>The stage reads rows: it is needed, and not left out.</summary>
    private bool Runs(BoundStage stage) => needed.Contains(stage.Stage.Name) && (stage.Reporter is not null || !_same.ContainsKey(stage.Stage.Name));

    /// <summary>A stage reads these rows beside others.</summary>
    private bool IsMixed(string name) => bound.Stages.Any(s => Runs(s) && s.Stage.From.Any(l => Origin(l.Name) == name)
        && (s.Stage.From.Count > 1 || (s.Command.NamesSources && s.Stage.Options.Of("source").Count == 0)));

    /// <summary>Most bytes of a stage's rows: those of what it reads, where a row leaves at most once, as it came.</summary>
    private long? Most(BoundStage stage, bool? changes)
    {
        bool named = stage.Renames.Count > 0 || stage.Options.Columns.Count > 0 || Named(stage);
        bool once = stage.IsView || (stage.Entry!.Traits & (MethodTraits.Subset | MethodTraits.AddsColumns | MethodTraits.MakesUp)) == MethodTraits.Subset;
        return stage.Stage.From.Count == 1 && once && !named && changes is not null ? _most.GetValueOrDefault(Origin(stage.Stage.From[0].Name)) : null;
    }

    /// <summary>Whether rows differ from those of a file, from what the method always or never does; null where its plan, or what its columns hold, says it.</summary>
    private static bool? Changes(BoundStage stage)
    {
        if (stage.Options.Columns.Count > 0 || stage.Renames.Count > 0)
        {
            return true;
        }

        if (stage.IsView)
        {
            return false;
        }

        MethodTraits traits = stage.Entry!.Traits;
        return Named(stage) ? null : (traits & MethodTraits.MakesUp) != 0 || (traits & MethodTraits.KeepsOrder) == 0 ? true : (traits & MethodTraits.AddsColumns) != 0 ? null : false;
    }

    private static bool Named(BoundStage stage) => stage.Stage.Options.Names.Any(static n => s_changing.Contains(n) || n.EndsWith("-column", StringComparison.Ordinal));

    private static bool IsUtf8(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> mark = stackalloc byte[2];
        return file.ReadAtLeast(mark, 2, throwOnEndOfStream: false) < 2 || (mark[0], mark[1]) is not ((0xFE, 0xFF) or (0xFF, 0xFE));
    }
}
