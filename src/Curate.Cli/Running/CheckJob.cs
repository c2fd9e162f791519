using System.Globalization;
using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Cli.Reports;
using Curate.Cli.Reports.Check;
using Curate.Core.Check;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Profile.Comparison;
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
    private readonly Session _session;

    private CheckJob(Arguments arguments, CommandHost host)
    {
        _arguments = arguments;
        _host = host;
        _options = OptionBinder.Bind(new RunOptions(), s_run, arguments.Only(s_run));
        _choices = OptionBinder.Bind(new CheckChoices(), CheckChoices.All, arguments.Only(CheckChoices.All));
        _settings = OptionBinder.Bind(new CheckSettings(), CheckOptionSpecs.All, arguments.Only(CheckOptionSpecs.All));
        CheckFailOn(_choices.FailOn);
        _format = CheckFormats.Of(_choices.Format, _choices.Output);
        _reports = [.. _choices.Reports.Select(CheckFormats.Parse)];
        _checks = Chosen();
        _session = new Session(_options, host, Command);
    }

    public static int Execute(Arguments arguments, CommandHost host)
    {
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

        // Names that cannot be written stop the run before anything is read.
        HeldFile? output = _choices.Output is { } path ? _session.Create(path) : null;
        (HeldFile File, string Format)[] reports = [.. _reports.Select(r => (_session.Create(r.Path), r.Format))];
        IRecordSource view = _session.View(input);
        (string Path, FileInput? File)[] files = [.. _session.Files.Select(static f => (f.Path.Path, f.File))];
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
            MainName = Name(_arguments.Inputs),
            Others = [.. others.Select(static o => o.Source)],
            OtherNames = [.. others.Select(static o => o.Name)],
            Profiles = profiles,
            Settings = settings,
        };
        var results = new List<CheckResult>();
        foreach (BoundCheck check in _checks)
        {
            results.Add(check.Run(inputs));
        }

        _session.BadRows.Complete();
        var page = new CheckPage(results)
        {
            Name = Name(_arguments.Inputs),
            Path = files is [var only] ? only.Path : null,
            Version = CommandHost.Version,
            Seed = _options.Seed,
            Workers = _options.Workers,
            Seconds = _session.Observer.Seconds,
            Inputs = [.. files.Select(static f => f.Path)],
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
        if (output is null)
        {
            _host.WriteOut(document);
        }
        else
        {
            output.Stream.Write(document);
            output.Complete();
        }

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
        CheckEntry[] entries = [.. CheckRegistry.All.Where(c => (_choices.With.Count == 0 || In(_choices.With, c)) && !In(_choices.Without, c))];
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

        return [.. entries.Select(c => c.Bind(_arguments.Only(c.OptionSpecs)))];
    }

    private void Open(string against, List<(string, IRecordSource)> others, List<ComparisonSide> profiles)
    {
        if (File.Exists(against) && StateHead.IsState(against))
        {
            using StateHead head = StateHead.Read(against);
            if (head.Command != "profile" || head.Count != 1)
            {
                Fail.Usage($"--against takes a state of a whole profile, and '{against}' is {(head.Command != "profile" ? "one of curate " + head.Command : "a shard")}.",
                    head.Command == "profile" ? "Merge the shards first: curate merge part*.state --save-state whole.state." : null);
            }

            ProfileState state = ProfileState.Load(head, ProfileState.OptionsOf(head));
            profiles.Add(state.Table.Side(state.Name));
            return;
        }

        int equals = against.IndexOf('=', StringComparison.Ordinal);
        bool named = equals > 0 && !File.Exists(against) && !Directory.Exists(against) && against.AsSpan(0, equals).IndexOfAny('/', '\\') < 0;
        string path = named ? against[(equals + 1)..] : against;
        others.Add((named ? against[..equals] : against, _session.View(_session.Open([path], spool: true))));
    }

    private static string Name(IReadOnlyList<string> inputs) => inputs switch
    {
        [] or ["-"] => "standard input",
        [var one] => one,
        _ => $"{inputs[0]} and {Figures.Count(inputs.Count - 1)} more",
    };

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
