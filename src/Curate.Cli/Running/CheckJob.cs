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
    private const string NotMeasurable = "not-measurable";

    // What check binds by itself.
    private static readonly IReadOnlyList<OptionSpec<RunOptions>> s_run =
        [.. RunOptionSpecs.All.Where(static o => CheckChoices.All.All(c => c.Name != o.Name) && o.Name is not ("columns" or "shard"))];

    private readonly Arguments _arguments;
    private readonly CommandHost _host;
    private readonly RunOptions _options;
    private readonly CheckChoices _choices;
    private readonly CheckSettings _settings;
    private readonly IReadOnlyList<BoundCheck> _checks;
    private readonly string _format;
    private readonly IReadOnlyList<(string Format, string Path)> _reports;
    private readonly DateTimeOffset? _now;
    private readonly Session _session;

    private CheckJob(Arguments arguments, CommandHost host)
    {
        _arguments = arguments;
        _host = host;
        _options = OptionBinder.Bind(new RunOptions(), s_run, arguments.Only(s_run));
        _choices = OptionBinder.Bind(new CheckChoices(), CheckChoices.All, arguments.Only(CheckChoices.All));
        _settings = OptionBinder.Bind(new CheckSettings(), CheckOptionSpecs.All, arguments.Only(CheckOptionSpecs.All));
        CheckFailOn(_choices.FailOn);
        _now = Now(_choices.Now);
        if (_choices.Infer)
        {
            RefuseWithInfer();
        }

        _format = _choices.Infer ? "text" : CheckFormats.Of(_choices.Format, _choices.Output);
        _reports = [.. _choices.Reports.Select(CheckFormats.Parse)];
        _checks = Chosen();
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

        using var job = new CheckJob(arguments, host);
        return job.Execute();
    }

    public void Dispose() => _session.Dispose();

    private int Execute()
    {
        IRecordSource input = _session.Open(_arguments.Inputs, spool: true);
        CheckSettings settings = CheckOptionSpecs.Resolve(_settings, input);
        if (_options.DryRun)
        {
            _host.WriteOut(DryRun.Describe(CheckCommand.Spec, null, _options, _arguments, input, _session,
                [.. CheckOptionSpecs.All, .. CheckChoices.All, .. _checks.SelectMany(static c => c.Entry.OptionSpecs).DistinctBy(static o => o.Name)],
                string.Join("; ", _checks.Select(static c => $"{c.Entry.Name} {c.Entry.Passes}")), string.Join("; ", _checks.Select(static c => $"{c.Entry.Name} {c.Entry.Memory}"))));
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
        var others = new List<(string Name, IRecordSource Source)>();
        var profiles = new List<ComparisonSide>();
        foreach (string against in _choices.Against)
        {
            Open(against, others, profiles);
        }

        using var inputs = new CheckInputs
        {
            Passes = _session.Passes,
            Main = view,
            MainName = Session.NameOf(_arguments.Inputs),
            Others = [.. others.Select(static o => o.Source)],
            OtherNames = [.. others.Select(static o => o.Name)],
            Profiles = profiles,
            Settings = settings,
            Now = _now,
            KeepsFailures = _choices.Failures is not null,
            OpenFile = OpenFile,
            ProfileOf = ProfileOf,
        };
        var results = new List<CheckResult>();
        foreach (BoundCheck check in _checks)
        {
            results.Add(check.Run(inputs));
        }

        WriteFailures(inputs);
        results = CheckPlaces.Place(results, _session, FilesOf(input), files);

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
        Finding[] found = [.. page.Findings.Where(f => _choices.FailOn.Any(w => w == f.Code || (CheckWords.SeverityOf(w) is { } least && f.Severity >= least)))];
        string[] open = [.. page.Results.Where(r => r.Verdict == CheckVerdict.NotMeasurable && _choices.FailOn.Contains(NotMeasurable, StringComparer.Ordinal)).Select(static r => r.Name)];
        if (found.Length + open.Length == 0)
        {
            return (int)ExitCode.Done;
        }

        string codes = string.Join(", ", found.GroupBy(static f => f.Code, StringComparer.Ordinal).Select(static g => g.Count() == 1 ? g.Key : $"{g.Count().ToString(CultureInfo.InvariantCulture)} {g.Key}").Concat(open.Select(static o => o + " not measurable")));
        _host.Error.WriteLine($"curate {Command}: {Figures.Of(found.Length + open.Length, "finding")} {(found.Length + open.Length == 1 ? "matches" : "match")} --fail-on {string.Join(',', _choices.FailOn)}: {codes}.");
        return _choices.ExitZero ? (int)ExitCode.Done : (int)ExitCode.Found;
    }

    /// <summary>The checks that <c>--with</c> and <c>--without</c> leave, with their options.</summary>
    private List<BoundCheck> Chosen()
    {
        foreach ((string option, string name) in _choices.With.Select(static n => ("with", n)).Concat(_choices.Without.Select(static n => ("without", n))))
        {
            if (CheckRegistry.All.All(c => c.Name != name && c.Id != name))
            {
                string? nearest = NameSuggestions.Nearest(name, CheckRegistry.All.Select(static c => c.Name));
                Fail.Usage($"--{option} takes names of checks, not {Fail.Show(name)}.", nearest is null ? "Checks: " + string.Join(", ", CheckRegistry.All.Select(static c => c.Name)) + "." : $"Did you mean {nearest}?");
            }
        }

        bool In(IReadOnlyList<string> names, CheckEntry entry) => names.Any(n => n == entry.Name || n == entry.Id);

        // A file of rules says what is wanted; the other checks are for --with.
        bool rulesOnly = _choices.With.Count == 0 && _choices.Rules.Count > 0;
        CheckEntry[] entries = [.. CheckRegistry.All.Where(c => (rulesOnly ? c.Name == RulesCheck.Name : _choices.With.Count == 0 || In(_choices.With, c)) && !In(_choices.Without, c))];
        if (entries.Length == 0)
        {
            Fail.Usage("--without leaves no check to run.", "Leave fewer out.");
        }

        // An option of a check that does not run would be without effect.
        foreach (string name in _arguments.Values.Names)
        {
            CheckEntry[] takers = [.. CheckRegistry.All.Where(c => c.OptionSpecs.Any(o => o.Name == name))];
            if (takers.Length > 0 && !takers.Any(entries.Contains))
            {
                Fail.Usage($"--{name} belongs to {string.Join(", ", takers.Select(static t => t.Name))}, and that is not run.", $"Add {takers[0].Name} to --with, or leave --{name} out.");
            }
        }

        if (_choices.Rules.Count > 0 && !entries.Contains(RulesCheck.Entry))
        {
            Fail.Usage("--rules is given, and the check rules is not run.", "Add rules to --with, or leave --rules out.");
        }

        return [.. entries.Select(c => c.Name == RulesCheck.Name && _choices.Rules.Count > 0 ? RulesCheck.Entry.With(ReadRules()) : c.Bind(_arguments.Only(c.OptionSpecs)))];
    }

    private void Open(string against, List<(string, IRecordSource)> others, List<ComparisonSide> profiles)
    {
        if (File.Exists(against) && StateHead.IsState(against))
        {
            profiles.Add(ProfileReference.OfState(against));
            return;
        }

        int equals = against.IndexOf('=', StringComparison.Ordinal);
        bool named = equals > 0 && !File.Exists(against) && !Directory.Exists(against) && against.AsSpan(0, equals).IndexOfAny('/', '\\') < 0;
        string path = named ? against[(equals + 1)..] : against;
        others.Add((named ? against[..equals] : against, _session.View(_session.Open([path], spool: true))));
    }

    private IRecordSource OpenFile(string path) => _session.Open([path], spool: true);

    private ComparisonSide ProfileOf(string path)
    {
        if (File.Exists(path) && StateHead.IsState(path))
        {
            return ProfileReference.OfState(path, "a rule on distributions");
        }

        IRecordSource source = OpenFile(path);
        return ProfileRun.Run(_session.Passes, source, new ProfileOptions { MostAssociations = 0, Duplicates = false }).Side(path);
    }

    /// <summary>The files behind the main dataset, in order.</summary>
    private static IReadOnlyList<IFileSource> FilesOf(IRecordSource input) => input switch
    {
        DatasetSource dataset => [.. dataset.Files],
        IFileSource file => [file],
        _ => [],
    };

    private void WriteFailures(CheckInputs inputs)
    {
        if (_choices.Failures is null)
        {
            return;
        }

        if (inputs.Main.HasColumn(FailingRows.Column) && inputs.Main.Schema.Contains(FailingRows.Column))
        {
            Fail.With(ErrorCodes.ColumnExists, $"--failures adds the column {FailingRows.Column}, and the data has one.", "Rename it with curate convert.");
        }

        long rows = inputs.Main.RowCount ?? _session.Passes.Each(inputs.Main, ReadRequest.CountOnly, "count rows", static _ => { });
        using var plan = new FailingRows(inputs.Failures, rows) { InputRows = rows };
        var planned = new PlannedSource(inputs.Main, plan, _session.Context);
        IRecordSinkFormat format = new Outputs(_session).Removed(planned)!;
        new RowCopy(_session.Passes).Plan(Outputs.Typed(_session.Passes, inputs.Main, format), plan, format);
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

    /// <summary>The rules of all files, read before any data is.</summary>
    private RuleOptions ReadRules()
    {
        var rules = new List<Rule>();
        foreach (string path in _choices.Rules)
        {
            try
            {
                using var text = new StreamReader(path, Encoding.UTF8);
                rules.AddRange(RuleFileReader.Read(text, path, Path.GetDirectoryName(path) ?? ""));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                Fail.With(ErrorCodes.CannotRead, $"The rules {Fail.Show(path)} cannot be read: {FileFailures.Reason(failure)}.", "Check the path behind --rules.", failure);
            }
        }

        return new RuleOptions { Rules = rules };
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

    private static DateTimeOffset? Now(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (!ValueText.TryDate(Encoding.UTF8.GetBytes(text), out long micros) && !ValueText.TryTime(Encoding.UTF8.GetBytes(text), out micros))
        {
            Fail.Usage($"--now takes a date or a time such as 2024-05-01 or 2024-05-01T12:00:00Z, not {Fail.Show(text)}.");
        }

        return DateTimeOffset.UnixEpoch.AddMicroseconds(micros);
    }

    private static void CheckFailOn(IReadOnlyList<string> words)
    {
        foreach (string word in words)
        {
            if (word != NotMeasurable && CheckWords.SeverityOf(word) is null && CheckRegistry.Codes.All(c => c.Code != word))
            {
                string? nearest = NameSuggestions.Nearest(word, ["note", "warning", "error", NotMeasurable, .. CheckRegistry.Codes.Select(static c => c.Code)]);
                Fail.Usage($"--fail-on takes note, warning, error, {NotMeasurable} or codes of findings, not {Fail.Show(word)}.", nearest is null ? "The pages of docs/methods/check list the codes." : $"Did you mean {nearest}?");
            }
        }
    }
}
