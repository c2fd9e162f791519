using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Cli.Recipes;
using Curate.Cli.Reports;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Running.Views;
using Curate.Core.Where;
using Curate.Formats.Files;

namespace Curate.Cli.Running;

/// <summary>Runs one method of a row-producing command from arguments to exit code.</summary>
internal sealed class RowRun : IDisposable
{
    private readonly CommandSpec _command;
    private readonly Arguments _arguments;
    private readonly MethodEntry _entry;
    private readonly BoundMethod _method;
    private readonly OptionValues _methodValues;
    private readonly RunOptions _options;
    private readonly Session _session;

    private RowRun(CommandSpec command, Arguments arguments, CommandHost host)
    {
        _command = command;
        _arguments = arguments;
        _entry = MethodOf(command, arguments);
        foreach (string name in arguments.Values.Names)
        {
            CheckTaken(command, _entry, name);
        }

        _methodValues = arguments.Except(RunOptionSpecs.All.Where(r => _entry.OptionSpecs.All(m => m.Name != r.Name)), "method", "split-files");
        _method = _entry.Bind(_methodValues);
        if (_method.ReportsBy is { } reporting)
        {
            ReportOnly.RefuseOutputs(arguments, reporting);
        }

        _options = OptionBinder.Bind(new RunOptions(), RunOptionSpecs.All, arguments.Only(RunOptionSpecs.All.Where(r => _entry.OptionSpecs.All(m => m.Name != r.Name))));
        if (_options.Report is { } report)
        {
            ReportFiles.Check(report);
        }

        CheckReasons(_entry, _options.FailOn);
        _session = new Session(_options, host, command.Name);
    }

    /// <summary>Parses, runs, reports.</summary>
    public static int Execute(CommandSpec command, Arguments arguments, CommandHost host)
    {
        if (EmitsRecipe(command, arguments, host))
        {
            return (int)ExitCode.Done;
        }

        using var run = new RowRun(command, arguments, host);
        return run.Execute();
    }

    /// <summary>Prints the recipe of a command line where <c>--emit-recipe</c> asks for it.</summary>
    internal static bool EmitsRecipe(CommandSpec command, Arguments arguments, CommandHost host)
    {
        if (arguments.Last("emit-recipe") is not "true")
        {
            return false;
        }

        host.WriteOut(RecipeWriter.Of(command, arguments));
        return true;
    }

    public void Dispose() => _session.Dispose();

    private int Execute()
    {
        IRecordSource input = _command.NamesSources && _methodValues.Of("source").Count == 0 ? _session.OpenNamed(_arguments.Inputs) : _session.Open(_arguments.Inputs, spool: true);
        IRecordSource source = _session.View(input);
        var others = new List<IRecordSource>();
        foreach (string option in _entry.InputOptions)
        {
            foreach (string path in _methodValues.Of(option))
            {
                others.Add(_session.Open([path], spool: true));
            }
        }

        var inputs = new PlanInputs(source, others);
        IReadOnlyDictionary<string, OptionFile> files = _session.ReadFiles(_entry, _methodValues);
        if (_options.DryRun)
        {
            string told = DryRun.Describe(_command, _entry, _options, _arguments, input, _session);
            if (_entry.PlansFirst)
            {
                using IRowPlanner trial = _method.Start(new StartRequest(inputs, _session.Context) { NeedsPlan = true, Files = files }).Planner!;
                using RowPlan planned = trial.Run(_session.Passes, inputs);
                told += TextReport.Of(planned.Tables, _options.FullReport);
            }

            _session.Host.WriteOut(told);
            return (int)ExitCode.Done;
        }

        if (_options.Shard is { } shard)
        {
            return ShardStates.Write(_session, _entry, _method, _command, _arguments, inputs, files, shard);
        }

        if (_session.WritesProvenance && _options.Explain is null)
        {
            _session.Hashes();
        }

        HeldFile? companion = CompanionFile();
        bool needsPlan = _options.Removed is not null || _options.Explain is not null || _options.FailOn.Count > 0;
        MethodStart start = _method.Start(new StartRequest(inputs, _session.Context) { NeedsPlan = needsPlan, Files = files });
        if (start.Filter is { } filter)
        {
            using (filter)
            {
                return CopyFiltered(filter, inputs);
            }
        }

        using IRowPlanner planner = start.Planner!;
        using RowPlan plan = planner.Run(_session.Passes, inputs);
        if (companion is not null && plan.Companion is { } table)
        {
            WriteCompanion(table, companion);
            if (!_options.Quiet)
            {
                _session.Host.Error.WriteLine($"--{_entry.CompanionOption} {_methodValues.Of(_entry.CompanionOption!)[^1]}: {Figures.Of(table.RowCount ?? 0, "row")}");
            }
        }

        if (_method.ReportsBy is { } because)
        {
            ReportOnly.Write(_session, _command, _entry.Name, because, plan.InputRows, plan.Tables);
            return (int)ExitCode.Done;
        }

        return Finish(_session, _command, _entry, _arguments, source, plan);
    }

    /// <summary>What follows a decision: explain, fail, or copy and report. <c>merge</c> comes here, too.</summary>
    internal static int Finish(Session session, CommandSpec command, MethodEntry entry, Arguments arguments, IRecordSource source, RowPlan plan)
    {
        RunOptions options = session.Options;
        if (options.Explain is { } row)
        {
            session.Host.WriteOut(RowExplanation.Of(session, source, plan, row));
            return (int)ExitCode.Done;
        }

        long failing = Failing(plan.Dropped, options.FailOn);
        if (failing > 0)
        {
            session.Host.Error.WriteLine($"curate {command.Name}: {NumberText.Of(failing)} {(failing == 1 ? "row matches" : "rows match")} --fail-on {string.Join(',', options.FailOn)}; nothing was written.");
            return (int)ExitCode.Found;
        }

        if (entry.PlansFirst && !options.Quiet)
        {
            session.Host.Error.WriteLine(TextReport.Of(plan.Tables, options.FullReport).TrimStart('\n'));
        }

        IRecordSource output = plan.IsManifest ? source : WithoutReplaced(source, plan.Added, options.ReplaceColumns);
        var outputs = new Outputs(session);
        IReadOnlyList<string>? partition = arguments.Values.Of("split-files").Count > 0 ? [.. plan.Added.Select(static f => f.Name)] : null;
        IRecordSource copied = new PlannedSource(output, plan, session.Context);
        IRecordSinkFormat format = outputs.Main(plan.IsManifest ? new AddedColumns(copied) : copied, partition);
        output = plan.IsManifest ? output : Outputs.Typed(session.Passes, output, format);
        IRecordSinkFormat? removed = outputs.Removed(output);
        if (removed is not null && !plan.IsManifest)
        {
            // Dropped rows may go to a format that needs kinds where the rows that stay are copied as they are.
            output = Outputs.TypedWithDropped(session.Passes, output, removed, session.LeftOut);
        }

        InputHashes hashes = session.Hashes();
        Sidecar.Embed(session, command, entry, arguments, hashes);
        CopyResult result = new RowCopy(session.Passes).Plan(output, plan, format, removed, session.LeftOut);
        Report(session, command, entry, arguments, plan.InputRows, result, plan.Dropped, plan.MadeUpRows, plan.Tables, hashes);
        return (int)ExitCode.Done;
    }

    /// <summary>Rows that are dropped for reasons of <c>--fail-on</c>.</summary>
    internal static long Failing(DropTally dropped, IReadOnlyList<string> failOn)
    {
        // No queries over pairs here and below: they are not compiled ahead, and every run comes by.
        long failing = 0;
        foreach ((string reason, long rows) in dropped.ByReason)
        {
            bool fails = failOn.Contains(reason, StringComparer.Ordinal) || (reason == "duplicate" && failOn.Contains("duplicates", StringComparer.Ordinal));
            failing += fails ? rows : 0;
        }

        return failing;
    }

    /// <summary>The file that a table beside the plan goes to, opened before anything is read; null where none is wanted.</summary>
    private HeldFile? CompanionFile()
    {
        if (_entry.CompanionOption is not { } option || _methodValues.Of(option) is not [.., var path] || _options.Explain is not null)
        {
            return null;
        }

        foreach ((string name, string? other) in new[] { ("output", _options.Output), ("removed", _options.Removed), ("report", _options.Report) })
        {
            if (other is not null && !AtomicFile.IsDevice(other) && Path.GetFullPath(other) == Path.GetFullPath(path))
            {
                Fail.Usage($"--{name} and --{option} name the same file, {Fail.Show(path)}.", "Choose another name for one of them.");
            }
        }

        return _session.Create(path);
    }

    private void WriteCompanion(IRecordSource table, HeldFile file)
    {
        FormatEntry format = RecordFiles.OutputFormat(_methodValues.Of(_entry.CompanionOption!)[^1], null, _session.SourceFormat, Formats.All);
        new RowCopy(_session.Passes).Everything(table, Formats.Writer(format, table, _session.SourceFormat, new WriteOptions())(file));
    }

    private int CopyFiltered(FilterRun filter, PlanInputs inputs)
    {
        var outputs = new Outputs(_session);
        IRecordSinkFormat format = outputs.Main(inputs.Main);
        IRecordSource typed = Outputs.Typed(_session.Passes, inputs.Main, format);
        var dropped = new DropTally();
        var tables = new List<ReportTable>();
        InputHashes hashes = _session.Hashes();
        Sidecar.Embed(_session, _command, _entry, _arguments, hashes);
        CopyResult result = filter.Copy(_session.Passes, inputs with { Main = typed }, format, dropped, tables);
        Report(_session, _command, _entry, _arguments, result.InputRows, result, dropped, 0, tables, hashes);
        return (int)ExitCode.Done;
    }

    /// <summary>The report on standard error and in its file, bad rows, provenance.</summary>
    internal static void Report(Session session, CommandSpec command, MethodEntry? entry, Arguments arguments, long rows, CopyResult result,
        DropTally dropped, long madeUp, IReadOnlyList<ReportTable> tables, InputHashes hashes)
    {
        RunOptions options = session.Options;
        var reasons = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach ((string reason, long count) in dropped.ByReason)
        {
            reasons.Add(reason, count);
        }

        // Rows that --where left out are part of the input and are counted like any other reason.
        foreach (FilteredSource<WherePart> view in session.WhereViews)
        {
            foreach ((string reason, long count) in view.Dropped.ByReason)
            {
                reasons[reason] = reasons.GetValueOrDefault(reason) + count;
                rows += count;
            }
        }

        session.BadRows.Complete();
        var report = new RunReport
        {
            Command = command.Name,
            Method = entry?.Name,
            Version = CommandHost.Version,
            Seed = options.Seed,
            Inputs = [.. session.Files.Select(static f => f.Path.Path)],
            Output = options.Output,
            RowsIn = rows,
            RowsOut = result.OutputRows,
            Dropped = reasons,
            MadeUp = madeUp,
            RowGroups = session.RowGroups,
            BadRows = session.BadRows.Counts,
            FirstBadRow = session.BadRows.First,
            Limit = options.Limit,
            Tables = tables,
            Seconds = session.Observer.Seconds,
            Workers = options.Workers,
        };
        if (session.ReportFile is { } file)
        {
            ReportFiles.Write(report, file, options.FullReport);
        }

        if (session.WritesProvenance)
        {
            Sidecar.Write(session, command, entry, arguments, report, result, hashes);
        }

        session.Publish();
        if (!options.Quiet)
        {
            session.Host.Error.Write(TextReport.Of(entry is { PlansFirst: true } ? report with { Tables = [] } : report, options.FullReport));
        }
    }

    /// <summary>The source without columns that the plan's new ones replace.</summary>
    internal static IRecordSource WithoutReplaced(IRecordSource source, IReadOnlyList<Field> added, bool replace)
    {
        if (added.Count == 0)
        {
            return source;
        }

        Field[] clashing = [.. added.Where(f => source.Schema.Contains(f.Name))];
        if (clashing.Length == 0)
        {
            return source;
        }

        if (!replace)
        {
            Fail.With(ErrorCodes.ColumnExists, $"The run adds a column '{clashing[0].Name}', and the input has one of that name.", ErrorCodes.ColumnExists.Remedy);
        }

        (string, string)[] left = [.. source.Schema.Fields.Where(f => clashing.All(c => c.Name != f.Name)).Select(static f => (f.Name, f.Name))];
        return SourcesView.Over(source, s => new ProjectedSource(s, left));
    }

    /// <summary>The method that <c>--method</c> names, or several as one; the first of the command without it.</summary>
    internal static MethodEntry MethodOf(CommandSpec command, Arguments arguments)
    {
        string name = arguments.Last("method") ?? command.Methods.Default;
        MethodEntry[] entries = [.. name.Split(',', StringSplitOptions.TrimEntries).Select(one => MethodOf(command, one))];
        if (entries.Length == 1)
        {
            return entries[0];
        }

        if (entries.FirstOrDefault(e => e.Join is null || e.Join != entries[0].Join) is { } alone)
        {
            IEnumerable<string> joining = command.Methods.Where(static m => m.Join is not null).Select(static m => m.Name);
            Fail.Usage($"--method {alone.Name} cannot run together with another method.",
                joining.Any() ? "These can: " + string.Join(", ", joining) + "." : "Run the methods one after the other.");
        }

        if (entries.Distinct().Count() < entries.Length)
        {
            Fail.Usage($"--method {name} names a method twice.");
        }

        return entries[0].Join!(entries);
    }

    private static MethodEntry MethodOf(CommandSpec command, string name)
    {
        if (command.Methods.Find(name) is { } method)
        {
            return method;
        }

        string? nearest = NameSuggestions.Nearest(name, command.Methods.Names.Concat(command.OtherMethods));
        Fail.Usage($"{Fail.Show(name)} is not a method of curate {command.Name}.",
            nearest is null ? "Methods: " + string.Join(", ", command.Methods.Names.Concat(command.OtherMethods)) + "." : $"Did you mean --method {nearest}?");
        return null!;
    }

    /// <summary>A reason that cannot occur would make a gate that never closes.</summary>
    internal static void CheckReasons(MethodEntry entry, IReadOnlyList<string> failOn)
    {
        string[] known = [.. entry.DropReasons, .. entry.DropReasons.Contains("duplicate") ? (string[])["duplicates"] : []];
        string? unknown = failOn.FirstOrDefault(r => !known.Contains(r, StringComparer.Ordinal));
        if (unknown is not null)
        {
            string? nearest = NameSuggestions.Nearest(unknown, known);
            Fail.Usage($"--fail-on {Fail.Show(unknown)}: {entry.Id} drops no rows for this reason.",
                known.Length == 0 ? "It drops none at all." : nearest is not null ? $"Did you mean {nearest}?" : "Reasons: " + string.Join(", ", known) + ".");
        }
    }

    /// <summary>Refuses an option that belongs to another method.</summary>
    internal static void CheckTaken(CommandSpec command, MethodEntry entry, string name)
    {
        if (name is "method" || entry.OptionSpecs.Any(o => o.Name == name) || command.Groups.Any(g => g.Options.Any(o => o.Name == name)))
        {
            return;
        }

        IEnumerable<string> takers = command.Methods.Where(m => m.OptionSpecs.Any(o => o.Name == name)).Select(static m => m.Name);
        Fail.Usage($"--{name} is not an option of --method {entry.Name}.", entry.Refusals.GetValueOrDefault(name) ?? $"It belongs to --method {string.Join(" and ", takers)}.");
    }
}
