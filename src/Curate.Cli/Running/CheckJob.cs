using System.Globalization;
using System.Text;
using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Cli.Reports;
using Curate.Cli.Reports.Check;
using Curate.Cli.Rules;
using Curate.Core.Check;
using Curate.Core.Check.Rules;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Profile;
using Curate.Core.Profile.Comparison;
using Curate.Core.Running;
using Curate.Formats.Files;

namespace Curate.Cli.Running;

/// <summary>Runs <c>curate check</c> from arguments to exit code.</summary>
internal sealed class CheckJob : IDisposable
{
    private const string Command = "check";

    // What check binds by itself.
    private static readonly IReadOnlyList<OptionSpec<RunOptions>> s_run =
        [.. RunOptionSpecs.All.Where(static o => CheckChoices.All.All(c => c.Name != o.Name) && o.Name is not ("columns" or "shard"))];

    private readonly Arguments _arguments;
    private readonly CommandHost _host;
    private readonly RunOptions _options;
    private readonly CheckSelection _selection;
    private readonly CheckChoices _choices;
    private readonly string _format;
    private readonly IReadOnlyList<(string Format, string Path)> _reports;
    private readonly Session _session;

    private CheckJob(Arguments arguments, CommandHost host)
    {
        _arguments = arguments;
        _host = host;
        _options = OptionBinder.Bind(new RunOptions(), s_run, arguments.Only(s_run));
        if (arguments.Last("infer") is "true")
        {
            RefuseWithInfer();
        }

        _selection = new CheckSelection(arguments.Values, static path => path);
        _choices = _selection.Choices;
        _format = _choices.Infer ? "text" : CheckFormats.Of(_choices.Format, _choices.Output);
        _reports = [.. _choices.Reports.Select(CheckFormats.Parse)];
        _options = _options with { Removed = _choices.Failures };
        CheckOutputs();
        _session = new Session(_options, host, Command);
    }

    public static int Execute(Arguments arguments, CommandHost host)
    {
        if (arguments.Values.Of("rules-schema").Count > 0)
        {
            host.WriteOut(RuleSchema.Json());
            return (int)ExitCode.Done;
        }

        if (RowRun.EmitsRecipe(CheckCommand.Spec, arguments, host))
        {
            return (int)ExitCode.Done;
        }

        using var job = new CheckJob(arguments, host);
        return job.Execute();
    }

    public void Dispose() => _session.Dispose();

    private int Execute()
    {
        IRecordSource input = _session.Open(_arguments.Inputs, spool: true);
        CheckSettings settings = CheckOptionSpecs.Resolve(_selection.Settings, input);
        if (_options.DryRun)
        {
            _host.WriteOut(DryRun.Describe(CheckCommand.Spec, null, _options, _arguments, input, _session,
                [.. CheckOptionSpecs.All, .. CheckChoices.All, .. _selection.Checks.SelectMany(static c => c.Entry.OptionSpecs).DistinctBy(static o => o.Name)],
                _selection.Passes, _selection.Memory));
            return (int)ExitCode.Done;
        }

        if (_choices.Infer)
        {
            return Infer(input);
        }

        // Names that cannot be written stop the run before anything is read.
        HeldFile? output = _choices.Output is { } path ? _session.Create(path) : null;
        (HeldFile File, string Format)[] reports = [.. _reports.Select(r => (_session.Create(r.Path), r.Format))];
        IRecordSource view = _session.View(input);
        string[] files = [.. _session.Files.Select(static f => f.Path.Path)];
        var run = new CheckRun(_session, _selection, path => _session.Open([path], spool: true));
        foreach (string against in _choices.Against)
        {
            (string name, string other) = CheckRun.Named(against, static path => File.Exists(path) || Directory.Exists(path));
            run.Against(name, other);
        }

        IReadOnlyList<CheckResult> results = run.Run(view, Session.NameOf(_arguments.Inputs), settings, _choices.Failures is null ? null : planned => new Outputs(_session).Removed(planned)!);
        if (_options.Where is null && _session.BadRows.Counts.Count == 0)
        {
            results = CheckPlaces.Place(results, _session.Passes, input, files);
        }

        _session.BadRows.Complete();
        var page = new CheckPage(results)
        {
            Name = Session.NameOf(_arguments.Inputs),
            Path = files is [var only] && only != "-" ? only : null,
            Version = CommandHost.Version,
            Seed = _options.Seed,
            Workers = _options.Workers,
            Seconds = _session.Observer.Seconds,
            Inputs = files,
            Against = _choices.Against,
            LeftOut = _session.WhereViews.Count == 0 ? 0 : _session.WhereViews[0].Dropped.Total,
            BadRows = _session.BadRows.Counts,
            Limit = _options.Limit,
            NotRun = _selection.NotRun,
        };
        Write(page, output, reports);
        return Verdict(page);
    }

    private void Write(CheckPage page, HeldFile? output, (HeldFile File, string Format)[] reports)
    {
        TerminalStyle style = output is null && _format == "text" ? Terminal.Style(_arguments.Last("color") ?? "auto", _host.OutputWidth) : TerminalStyle.Plain;
        byte[] document = CheckReports.Write(page, _format, _options.FullReport, style);
        _session.Write(output, document);
        foreach ((HeldFile file, string format) in reports)
        {
            file.Stream.Write(CheckReports.Write(page, format, _options.FullReport, TerminalStyle.Plain));
            file.Complete();
        }

        _session.Publish();
        if (!_options.Quiet && (output is not null || _format != "text" || _host.OutputWidth is null))
        {
            _host.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Command}: {CheckOutline.Sentence(page)} ({page.Seconds:0.00} s, seed {page.Seed}){(output is null ? "" : "; wrote " + output.Name)}"));
        }
    }

    private int Verdict(CheckPage page)
    {
        if (CheckGate.Closed(page, _selection.Choices.FailOn, "--fail-on") is not { } found)
        {
            return (int)ExitCode.Done;
        }

        _host.Error.WriteLine($"curate {Command}: {found}.");
        return _choices.ExitZero ? (int)ExitCode.Done : (int)ExitCode.Found;
    }

    /// <summary>Writes rules that hold on the data.</summary>
    private int Infer(IRecordSource input)
    {
        HeldFile? output = _choices.Output is { } path ? _session.Create(path) : null;
        IReadOnlyList<DraftRule> rules = RuleInference.Of(_session.Passes, _session.View(input));
        _session.BadRows.Complete();
        if (rules.Count == 0)
        {
            Fail.With(ErrorCodes.NoInput, $"{Session.NameOf(_arguments.Inputs)} has neither columns nor rows to infer rules from.", "Infer them from a dataset that has rows.");
        }

        byte[] text = Encoding.UTF8.GetBytes(RuleFileWriter.Write(rules,
        [
            $"Rules inferred by curate {CommandHost.Version} from {DisplayText.Clean(Session.NameOf(_arguments.Inputs))}; they hold on it.",
            "Edit them: widen what may vary, take out what is chance. curate explain check/rules, curate check --rules-schema.",
        ]));
        _session.Write(output, text);
        _session.Publish();
        if (!_options.Quiet)
        {
            _host.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Command} --infer: {Figures.Of(rules.Count, "rule")} ({_session.Observer.Seconds:0.00} s){(output is null ? "" : "; wrote " + output.Name)}"));
        }

        return (int)ExitCode.Done;
    }

    private void RefuseWithInfer()
    {
        foreach (string name in _arguments.Values.Names)
        {
            if (name is not ("infer" or "output") && CheckChoices.All.Any(c => c.Name == name))
            {
                Fail.Usage($"--infer checks nothing, so --{name} has no effect.", "Infer first: curate check DATA --infer -o rules.yaml; then check: curate check DATA --rules rules.yaml.");
            }
        }
    }

    /// <summary>Two outputs of one name would replace each other.</summary>
    private void CheckOutputs()
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string option, string? path) in new (string, string?)[] { ("output", _choices.Output), ("failures", _choices.Failures) }.Concat(_reports.Select(static r => ("report", (string?)r.Path))))
        {
            if (path is not null && !AtomicFile.IsDevice(path) && !seen.TryAdd(Path.GetFullPath(path), option))
            {
                Fail.Usage($"--{seen[Path.GetFullPath(path)]} and --{option} name the same file, {Fail.Show(path)}.", "Choose another name for one of them.");
            }
        }
    }
}
