using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Cli.Reports;
using Curate.Cli.Running;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Formats.Files;

namespace Curate.Cli.Recipes;

/// <summary>Reads the options of a recipe as the command line would, with the same names, kinds, ranges and messages, before anything is opened.</summary>
internal sealed class RecipeBinder
{
    /// <summary>Shared options that a stage takes; the others belong to inputs, to outputs or to the whole run.</summary>
    private static readonly string[] s_ofStage = ["where", "columns", "limit", "replace-columns", "removed", "report", "report-detail", "fail-on", "seed"];

    /// <summary>Those of a stage that decides nothing.</summary>
    private static readonly string[] s_ofView = ["where", "columns", "limit"];

    private static readonly string[] s_notOfOutput = ["output", "force", "replace-columns", "removed", "preserve-files"];

    private readonly Recipe _recipe;
    private readonly RecipeFaults _faults;
    private readonly RunOptions _run;

    private RecipeBinder(Recipe recipe, RunOptions run)
    {
        _recipe = recipe;
        _faults = new RecipeFaults(recipe.File);
        _run = run with { Output = null, Report = null, DryRun = false, Force = run.Force };
    }

    /// <summary>Commands that can be stages.</summary>
    public static IReadOnlyList<CommandSpec> Commands { get; } =
        [.. CommandLine.Commands.Where(static c => c.Methods.Count > 0 || c.Name == ConvertCommand.Spec.Name || ReportStages.Of(c.Name) is not null)];

    /// <summary>Options of an input.</summary>
    public static IReadOnlyList<OptionSpec<RunOptions>> OfInput => RunOptionSpecs.Input;

    /// <summary>Options of an output.</summary>
    public static IReadOnlyList<OptionSpec<RunOptions>> OfOutput { get; } =
        [.. RunOptionSpecs.Rows, .. RunOptionSpecs.Output.Where(static o => !s_notOfOutput.Contains(o.Name))];

    /// <summary>Shared options of a stage of a command.</summary>
    public static IReadOnlyList<OptionSpec<RunOptions>> OfStage(CommandSpec command, MethodEntry? entry) =>
        ReportStages.Of(command.Name) is { } kind ? kind.Shared
            : [.. RunOptionSpecs.All.Where(o => (command.Methods.Count > 0 ? s_ofStage : s_ofView).Contains(o.Name) && entry?.OptionSpecs.Any(m => m.Name == o.Name) != true)];

    /// <summary>Options of a stage that its method or command has for itself.</summary>
    public static IReadOnlyList<OptionSpec> OwnOf(CommandSpec command, MethodEntry? entry) =>
        entry?.OptionSpecs ?? ReportStages.Of(command.Name)?.Own ?? [ConvertCommand.RenameOption];

    /// <summary>Checks a recipe.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="run">What the command line says about the whole run.</param>
    /// <exception cref="CurateException">Something is unknown or out of range; the message names the line.</exception>
    public static BoundRecipe Bind(Recipe recipe, RunOptions run) => new RecipeBinder(recipe, run).Bind();

    private BoundRecipe Bind()
    {
        ulong seed = _recipe.Seed is { } given ? Placed(given.Line, null, () => Seeded(given.Text)) : _run.Seed;
        RunOptions run = _run with { Seed = seed };
        var inputs = new List<(RecipeInput, RunOptions)>();
        foreach (RecipeInput input in _recipe.Inputs)
        {
            Known(input.Options, input.Line, "an option of an input", OfInput, ["path"]);
            RunOptions options = Bound(run, OfInput, input.Options, input.Line, $"input '{input.Name}'");
            inputs.Add((input, options with { QuarantinePath = options.QuarantinePath is { } path ? _recipe.Resolve(path) : null }));
        }

        var stages = new List<BoundStage>();
        foreach (RecipeStage stage in _recipe.Stages)
        {
            stages.Add(Stage(stage, run, [.. _recipe.Inputs.Select(static n => n.Name), .. stages.Select(static n => n.Stage.Name)], stages));
        }

        BoundOutput[] outputs = [.. _recipe.Outputs.Select(o => Output(o, run))];
        if (outputs.Length == 0 && stages.TrueForAll(static s => !s.IsNeeded))
        {
            _faults.At(1, "The recipe writes nothing.", "Add outputs: {FILE: STAGE}, or a report to a stage.");
        }

        Distinct(inputs, stages, outputs);
        return new BoundRecipe(_recipe, inputs, stages, outputs);
    }

    private BoundStage Stage(RecipeStage stage, RunOptions run, string[] earlier, IReadOnlyList<BoundStage> before)
    {
        string who = $"stage '{stage.Name}'";
        CommandSpec? command = Commands.FirstOrDefault(c => c.Name == stage.Command);
        if (command is null)
        {
            _faults.Unknown(stage.Line, "a command that can be a stage", stage.Command, Commands.Select(static c => c.Name));
        }

        if (stage.From.Count > 1 && command.NamesSources && stage.From.Select(static l => l.As).Distinct().Count() < stage.From.Count)
        {
            _faults.At(stage.Line, $"{who} mixes two sources of one name.", "Name them: from: {NAME: STAGE}.");
        }

        MethodEntry? entry = command.Methods.Count == 0 ? null : Placed(stage.Options.Line("method", stage.Line), who, () => RowRun.MethodOf(command, MethodOnly(stage)));
        if (stage.When is { } when)
        {
            Placed(when.Line, who, () => RecipeCondition.Check(when.Text, [.. _recipe.Inputs.Select(static i => i.Name)]));
            if (stage.From.Count > 1)
            {
                _faults.At(when.Line, $"{who} reads several datasets, and where its condition does not hold, its rows are those of one.", "Put the condition on a stage that reads one.");
            }
        }

        IReadOnlyList<OptionSpec<RunOptions>> shared = OfStage(command, entry);
        string[] more = [.. entry is null ? (string[])[] : ["method"], .. RecipeReader.StageKeys];
        foreach (string name in stage.Options.Names)
        {
            CheckTaken(stage, command, entry, shared, more, name);
        }

        RunOptions options = Bound(run, shared, stage.Options, stage.Line, who);
        options = options with { Report = Resolved(options.Report), Removed = Resolved(options.Removed) };
        if (ReportStages.Of(command.Name) is { } kind)
        {
            return Describing(stage, kind, options, earlier, who);
        }

        if (options.Report is { } report)
        {
            Placed(stage.Options.Line("report", stage.Line), who, () => ReportFiles.Check(report));
        }

        if (entry is null)
        {
            return new BoundStage(stage, command, null, null, options) { Renames = stage.Options.Of(ConvertCommand.RenameOption.Name) };
        }

        OptionValues values = stage.Options.Values(n => entry.OptionSpecs.Any(o => o.Name == n));
        BoundMethod method = Bound(stage.Options, stage.Line, who, () => entry.Bind(values));
        if (method.ReportsBy is { } reporting)
        {
            _faults.At(stage.Options.Line(reporting, stage.Line), $"{who}: {reporting} writes a report and no rows, so it cannot be a stage.", $"Run curate {command.Name} with it.");
        }

        Placed(stage.Options.Line("fail-on", stage.Line), who, () => RowRun.CheckReasons(entry, options.FailOn));
        return new BoundStage(stage, command, entry, method, options)
        {
            Companion = entry.CompanionOption is { } companion && stage.Options.Last(companion) is { } table ? (companion, _recipe.Resolve(table)) : null,
            Others = [.. entry.InputOptions.SelectMany(o => stage.Options.Of(o)).Select(v => Made(Other(v, earlier, named: false), before))],
            Files = [.. entry.FileOptions.Where(o => stage.Options.Of(o).Count > 0).Select(o => (o, _recipe.Resolve(stage.Options.Of(o)[^1])))],
        };
    }

    private BoundStage Describing(RecipeStage stage, ReportStageKind kind, RunOptions options, string[] earlier, string who)
    {
        OptionValues values = stage.Options.Values(n => kind.Own.Any(o => o.Name == n));
        IReportStage reporter = Bound(stage.Options, stage.Line, who, () => kind.Bind(values, options, _recipe.Resolve));
        var bound = new BoundStage(stage, kind.Command, null, null, options)
        {
            Reporter = reporter,
            Others = [.. kind.InputOptions.SelectMany(o => stage.Options.Of(o)).Select(v => Other(v, earlier, kind.NamesInputs))],
            Files = reporter.Reads,
        };
        if (!bound.IsNeeded)
        {
            _faults.At(stage.Line, $"{who} describes rows and tells nobody.", $"Add report: FILE, or fail-on.");
        }

        return bound;
    }

    /// <summary>A further dataset: an input or an earlier stage by its name, else a path; where names are taken, perhaps with one in front.</summary>
    private BoundOther Other(string text, string[] earlier, bool named)
    {
        (string name, string value) = named ? CheckRun.Named(text, t => earlier.Contains(t) || File.Exists(_recipe.Resolve(t)) || Directory.Exists(_recipe.Resolve(t))) : (text, text);
        return earlier.Contains(value) ? new BoundOther(value, true, name) : new BoundOther(_recipe.Resolve(value), false, name);
    }

    /// <summary>A file that an earlier stage makes beside its rows is read from that stage: until the run ends, what stands under its name is of an earlier run, or nothing.</summary>
    private static BoundOther Made(BoundOther other, IReadOnlyList<BoundStage> before) => other.IsLink ? other : other with
    {
        TableOf = before.FirstOrDefault(s => s.Companion is { } table && Path.GetFullPath(table.Path) == Path.GetFullPath(other.Value))?.Stage.Name,
    };

    private void CheckTaken(RecipeStage stage, CommandSpec command, MethodEntry? entry, IReadOnlyList<OptionSpec<RunOptions>> shared, string[] more, string name)
    {
        IReadOnlyList<OptionSpec> own = OwnOf(command, entry);
        if (shared.Any(o => o.Name == name) || more.Contains(name) || own.Any(o => o.Name == name))
        {
            return;
        }

        int line = stage.Options.Line(name, stage.Line);
        if (command.Methods.Any(m => m.OptionSpecs.Any(o => o.Name == name)))
        {
            Placed(line, $"stage '{stage.Name}'", () => RowRun.CheckTaken(command with { Groups = [] }, entry!, name));
        }

        string? place = name switch
        {
            _ when ReportStages.Of(command.Name)?.Refused.GetValueOrDefault(name) is { } why => why,
            "removed" when entry is null && ReportStages.Of(command.Name) is not null => "A stage that describes rows drops none.",
            "output" when entry is null && ReportStages.Of(command.Name) is not null => "The report goes to report: FILE.",
            "explain" => $"Ask the run: curate run RECIPE.yaml --only {stage.Name} --explain ROW.",
            "preserve-files" => "Use partition-by in an output, or run the stage as a command with --preserve-files.",
            "split-files" => "Write partition-by: split in an output.",
            "should-i" => "It asks whether to resample and writes no data: run curate resample with it.",
            _ when RunOptionSpecs.Input.Any(o => o.Name == name) => "It says how an input is read: write it there.",
            _ when OfOutput.Any(o => o.Name == name) => "It says how an output is written: write it there.",
            _ when RunOptionSpecs.All.Any(o => o.Name == name) => "It belongs to the whole run: give it to curate run.",
            _ => null,
        };
        if (place is not null)
        {
            _faults.At(line, $"stage '{stage.Name}': {name} is not an option of a stage.", place);
        }

        _faults.Unknown(line, $"an option of {(entry is null ? command.Name : entry.Id)}", name,
            [.. own.Select(static o => o.Name), .. shared.Select(static o => o.Name), .. more]);
    }

    private BoundOutput Output(RecipeOutput output, RunOptions run)
    {
        string who = $"output '{output.Path}'";
        if (output.Options.Names.Contains("preserve-files"))
        {
            _faults.At(output.Options.Line("preserve-files", output.Line), $"{who}: behind stages no one says which input file a row came from, so preserve-files has no place in a recipe.",
                "Use partition-by with a column that says it, or run the last stage as a command with --preserve-files.");
        }

        Known(output.Options, output.Line, "an option of an output", OfOutput, ["from", "allow-empty"]);
        if (output.Path == "-")
        {
            _faults.At(output.Line, "An output of a recipe is a file or a folder.", "For standard output name /dev/stdout.");
        }

        RunOptions options = Bound(run, OfOutput, output.Options, output.Line, who) with { Output = _recipe.Resolve(output.Path) };
        string empty = output.Options.Last("allow-empty") ?? "false";
        if (empty is not ("true" or "false"))
        {
            _faults.At(output.Options.Line("allow-empty", output.Line), $"allow-empty takes true or false, not {Fail.Show(empty)}.");
        }

        return new BoundOutput(output, options, empty == "true");
    }

    private void Known(RecipeOptions options, int line, string what, IReadOnlyList<OptionSpec> specs, string[] more)
    {
        foreach (string name in options.Names.Where(n => specs.All(o => o.Name != n) && !more.Contains(n)))
        {
            _faults.Unknown(options.Line(name, line), what, name, [.. more, .. specs.Select(static o => o.Name)]);
        }
    }

    private RunOptions Bound(RunOptions start, IReadOnlyList<OptionSpec<RunOptions>> specs, RecipeOptions options, int line, string who) =>
        Bound(options, line, who, () => OptionBinder.Bind(start, specs, options.Values(n => specs.Any(o => o.Name == n))));

    /// <summary>Runs a check whose message names an option, and puts that option's line in front of it.</summary>
    private T Bound<T>(RecipeOptions options, int line, string who, Func<T> bind)
    {
        try
        {
            return bind();
        }
        catch (CurateException failure)
        {
            string? named = options.Names.Where(n => failure.Message.StartsWith("--" + n + " ", StringComparison.Ordinal)).MaxBy(static n => n.Length);
            throw _faults.Placed(named is null ? line : options.Line(named, line), who, failure);
        }
    }

    private T Placed<T>(int line, string? who, Func<T> check)
    {
        try
        {
            return check();
        }
        catch (CurateException failure)
        {
            throw _faults.Placed(line, who, failure);
        }
    }

    private void Placed(int line, string? who, Action check) => Placed(line, who, () =>
    {
        check();
        return true;
    });

    private string? Resolved(string? path) => path is null ? null : _recipe.Resolve(path);

    /// <summary>Two files of one name would replace each other.</summary>
    private void Distinct(List<(RecipeInput Input, RunOptions Options)> inputs, IReadOnlyList<BoundStage> stages, BoundOutput[] outputs)
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        IEnumerable<(string? Path, string Who, int Line)> files =
        [
            .. inputs.Select(static i => (i.Options.QuarantinePath, $"on-bad-row of input '{i.Input.Name}'", i.Input.Line)),
            .. stages.SelectMany(static s => s.Written.Select(w => ((string?)w.Path, $"{w.Option} of stage '{s.Stage.Name}'", s.Stage.Line))),
            .. outputs.Select(static o => (o.Options.Output, $"output '{o.Output.Path}'", o.Output.Line)),
        ];
        foreach ((string? path, string who, int line) in files)
        {
            if (path is not null && !AtomicFile.IsDevice(path) && !seen.TryAdd(Path.GetFullPath(path), who))
            {
                _faults.At(line, $"{seen[Path.GetFullPath(path)]} and {who} name the same file, {Fail.Show(path)}.", "Choose another name for one of them.");
            }
        }
    }

    private static Arguments MethodOnly(RecipeStage stage) => new([], stage.Options.Values(static n => n == "method"));

    private static ulong Seeded(string text)
    {
        var values = new OptionValues();
        values.Add("seed", text);
        return OptionBinder.Bind(new RunOptions(), [.. RunOptionSpecs.Run.Where(static o => o.Name == "seed")], values).Seed;
    }
}
