using System.Globalization;
using System.Text;
using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Cli.Reports;
using Curate.Cli.Reports.Profile;
using Curate.Core.Data;
using Curate.Core.Dependencies;
using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Profile;
using Curate.Core.Profile.Comparison;
using Curate.Core.Profile.Report;
using Curate.Core.Running.Views;
using Curate.Formats.Files;
using Curate.Formats.Parquet;

namespace Curate.Cli.Running;

/// <summary>Runs <c>curate profile</c>, and what <c>curate merge</c> does with its states, from arguments to exit code.</summary>
internal sealed class ProfileJob : IDisposable
{
    private const string Command = "profile";

    private readonly Arguments _arguments;
    private readonly CommandHost _host;
    private readonly RunOptions _options;
    private readonly ProfileChoices _choices;
    private readonly ProfileFormat _format;
    private readonly Session _session;
    private StorageReport? _storage;
    private IRecordSource? _other;

    private ProfileJob(Arguments arguments, CommandHost host)
    {
        _arguments = arguments;
        _host = host;
        _options = OptionBinder.Bind(new RunOptions(), [.. RunOptionSpecs.All.Where(static o => o.Name != "fail-on"), ProfileChoices.FailOnOption], arguments.Only(RunOptionSpecs.All));
        _choices = OptionBinder.Bind(new ProfileChoices(), ProfileChoices.All, arguments.Only(ProfileChoices.All));
        _format = _options.Shard is null ? ProfileReports.FormatOf(_choices.Format, _options.Output) : ProfileFormat.Text;
        AlertGate.Check(_options.FailOn);
        if (_choices.SaveState is { } state)
        {
            if (_options.Shard is not null)
            {
                Fail.Usage("--shard writes a state by itself, to the file of -o.", "Leave --save-state out; curate merge takes it for the whole.");
            }

            if (_options.Output is { } output && Path.GetFullPath(output) == Path.GetFullPath(state))
            {
                Fail.Usage($"--output and --save-state name the same file, {Fail.Show(state)}.", "Choose another name for one of them.");
            }
        }

        // Columns that are not described may still play a part, so the view keeps all of them.
        _session = new Session(_options with { Columns = [] }, host, Command);
    }

    /// <summary>Parses, reads, reports.</summary>
    public static int Execute(Arguments arguments, CommandHost host)
    {
        if (RowRun.EmitsRecipe(ProfileCommand.Spec, arguments, host))
        {
            return (int)ExitCode.Done;
        }

        using var job = new ProfileJob(arguments, host);
        return job.Execute();
    }

    /// <summary>Reports from the states of all shards of one run.</summary>
    public static int Merge(IReadOnlyList<StateHead> heads, Arguments arguments, CommandHost host)
    {
        ProfileOptions options = ProfileState.OptionsOf(heads[0]);
        using var job = new ProfileJob(arguments, host);
        if (job._options.DryRun)
        {
            host.WriteOut($"Merges {Figures.Of(heads.Count, "state")} of curate {Command} {string.Join(' ', heads[0].Inputs)}.\n");
            return (int)ExitCode.Done;
        }

        HeldFile? report = job.Output();
        HeldFile? saved = job.SavedState();
        ProfileState whole = ProfileState.Load(heads[0], options);
        for (int i = 1; i < heads.Count; i++)
        {
            whole.Table.Merge(ProfileState.Load(heads[i], options).Table);
        }

        StateHead head = heads[0];
        job.Save(saved, whole, head.Inputs, head.Values, head.Files);
        return job.Finish(whole, options with { Associations = whole.Associations }, job.Reference(options), report, heads.Select(static h => h.Path));
    }

    public void Dispose() => _session.Dispose();

    private int Execute()
    {
        ProfileOptions given = OptionBinder.Bind(new ProfileOptions { Columns = _options.Columns }, ProfileOptionSpecs.All, _arguments.Only(ProfileOptionSpecs.All));

        // Rows are read once, but --where needs kinds before, and JSON Lines its columns.
        bool spool = _options.Where is not null || given.FindDependencies || given.FindDiversity || _arguments.Inputs.Count == 0 || _arguments.Inputs.Contains("-", StringComparer.Ordinal);
        IRecordSource input = _session.Open(_arguments.Inputs, spool);
        ProfileOptions options = ProfileOptionSpecs.Resolve(given, input);
        if (options.Columns.Count == 0 && ParquetSource.LeafPaths(input) is { } leaves)
        {
            // A struct as one JSON text says little; its fields are columns like any others.
            options = options with { Columns = leaves };
        }

        _storage = ParquetSource.StorageOf(input);
        if (_options.DryRun)
        {
            _host.WriteOut(DryRun.Describe(ProfileCommand.Spec, null, _options, _arguments, input, _session, [.. ProfileOptionSpecs.All, .. ProfileChoices.All],
                ProfileCommand.Passes, ProfileCommand.Memory));
            return (int)ExitCode.Done;
        }

        if (_options.Shard is { } shard)
        {
            return WriteShard(input, options, shard);
        }

        HeldFile? report = Output();
        HeldFile? saved = SavedState();
        IRecordSource view = _session.View(input);
        TableSummary table = ProfileRun.Run(_session.Passes, view, options);
        ProfileState state = StateOf(table, options);
        Save(saved, state, [.. _arguments.Inputs.Select(Path.GetFullPath)], Given(), [.. _session.Files.Select(static f => $"{Path.GetFileName(f.Path.Path)}\n{f.File?.SizeBytes}")]);
        string[] inputs = [.. _session.Files.Select(static f => f.Path.Path)];
        ComparisonSide? reference = Reference(options);
        DependencyReport? dependencies = ProfileDependencies.Of(_session.Passes, view, options, _choices.Against.Count > 0, _other);
        DiversityReport? diversity = ProfileRun.Diversity(_session.Passes, view, options);
        _session.BadRows.Complete();
        return Finish(state, options, reference, report, inputs, dependencies, diversity);
    }

    private ProfileState StateOf(TableSummary table, ProfileOptions options) => new(table)
    {
        Name = Session.NameOf(_arguments.Inputs),
        Path = _arguments.Inputs is [var one] && one != "-" ? one : null,
        Bytes = _session.InputBytes,
        Limit = _options.Limit,
        LeftOut = _session.WhereViews.Sum(static v => v.Dropped.Total),
        BadRows = new SortedDictionary<string, long>(_session.BadRows.Counts.ToDictionary(), StringComparer.Ordinal),
        Associations = options.Associations,
    };

    private int WriteShard(IRecordSource input, ProfileOptions options, Options.ShardChoice shard)
    {
        if (options.FindDependencies || options.FindDiversity)
        {
            Fail.Usage($"--{(options.FindDependencies ? "dependencies" : "diversity")} needs all rows, and a shard has a part of them.", "Run it over the whole, in a run of its own.");
        }

        if (_choices.Against.Count > 0 || _options.FailOn.Count > 0)
        {
            Fail.Usage($"--{(_choices.Against.Count > 0 ? "against" : "fail-on")} needs all rows, and a shard has a part of them.", "Pass it to curate merge.");
        }

        string path = ShardStates.Target(_session);
        using var file = new AtomicFile(path, _options.Force);
        (long rows, long from, long to) = ShardStates.Part(_session, input, shard);
        TableSummary table = ProfileRun.Run(_session.Passes, new LimitedSource(input, from, to), options);
        StateHead.Write(file.Stream, Command, _options.Seed, [.. _arguments.Inputs.Select(Path.GetFullPath)], Given(), ShardStates.Contents(_session), shard.Index, shard.Count, rows,
            StateOf(table, options).Save);
        file.Complete();
        _session.BadRows.Complete();
        ShardStates.Told(_session, Command, shard, rows, from, to, path);
        return (int)ExitCode.Done;
    }

    /// <summary>The dataset or saved state to compare with, or null.</summary>
    private ComparisonSide? Reference(ProfileOptions options)
    {
        if (_choices.Against.Count == 0)
        {
            return null;
        }

        if (_choices.Against is [var path] && StateHead.IsState(path))
        {
            return ProfileReference.OfState(path);
        }

        IRecordSource other = _session.View(_session.Open(_choices.Against, spool: _options.Where is not null || options.FindDependencies));
        _other = other;
        return ProfileReference.OfRows(_session.Passes, other, options, Session.NameOf(_choices.Against));
    }

    private int Finish(ProfileState state, ProfileOptions options, ComparisonSide? reference, HeldFile? file, IEnumerable<string> inputs, DependencyReport? dependencies = null, DiversityReport? diversity = null)
    {
        ProfileReport report = state.Table.Finish(options, state.Name, state.Path, state.Bytes, reference, _session.Context.Workers) with { Limit = state.Limit, Storage = _storage, Dependencies = dependencies, Diversity = diversity };
        var page = new ProfilePage(report)
        {
            Version = CommandHost.Version,
            Workers = _options.Workers,
            Seconds = _session.Observer.Seconds,
            Inputs = [.. inputs],
            BadRows = state.BadRows,
            LeftOut = state.LeftOut,
        };
        bool onTerminal = file is null && _host.OutputWidth is not null && _format == ProfileFormat.Text;
        TerminalStyle style = file is null ? Terminal.Style(_arguments.Last("color") ?? "auto", _host.OutputWidth) : TerminalStyle.Plain;
        byte[] document = ProfileReports.Write(page, _format, _options.FullReport, style, onTerminal);
        _session.Write(file, document);
        _session.Publish();
        if (!_options.Quiet && !onTerminal)
        {
            _host.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{Command}: {Figures.Of(report.Rows, "row")}, {Figures.Of(report.Columns.Count, "column")}, {Figures.Of(report.Alerts.Count, "alert")} ({page.Seconds:0.00} s, seed {report.Seed}){(file is null ? "" : "; wrote " + file.Name)}"));
        }

        if (AlertGate.Closed(report.Alerts, _options.FailOn, "--fail-on") is not { } found)
        {
            return (int)ExitCode.Done;
        }

        _host.Error.WriteLine($"curate {Command}: {found}.");
        return (int)ExitCode.Found;
    }

    /// <summary>Files are opened before anything is read, so that a name that cannot be written stops the run first.</summary>
    private HeldFile? Output() => _options.Output is { } path ? _session.Create(path) : null;

    private HeldFile? SavedState() => _choices.SaveState is { } path ? _session.Create(path) : null;

    private void Save(HeldFile? file, ProfileState state, IReadOnlyList<string> inputs, IReadOnlyList<(string Name, string Value)> values, IReadOnlyList<string> files)
    {
        if (file is null)
        {
            return;
        }

        StateHead.Write(file.Stream, Command, _options.Seed, inputs, values, files, 0, 1, state.Table.Rows, state.Save);
        file.Complete();
    }

    /// <summary>The options that the result depends on, as they were given.</summary>
    private List<(string Name, string Value)> Given() =>
        [.. _arguments.Values.Names.Where(static n => !StateHead.PerShard.Contains(n, StringComparer.Ordinal)).SelectMany(n => _arguments.Values.Of(n).Select(v => (n, v)))];
}
