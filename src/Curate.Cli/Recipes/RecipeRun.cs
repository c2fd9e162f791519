using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Cli.Reports;
using Curate.Cli.Running;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Running.Views;
using Curate.Formats.Files;

namespace Curate.Cli.Recipes;

/// <summary>
/// Runs a recipe: decides stage after stage over views of the stages before, then copies rows once for each output. Rows are written for a later
/// stage only where they cannot be read as a view: added columns, changed values, another order, or a stage that reads several datasets.
/// </summary>
internal sealed class RecipeRun : IDisposable
{
    private readonly BoundRecipe _bound;
    private readonly RecipeChoices _choices;
    private readonly CommandHost _host;
    private readonly RecipeFaults _faults;
    private readonly RecipeStore _store;
    private readonly Session _root;
    private readonly RecipeFiles _files;
    private readonly RecipeDescriber _describer;
    private readonly List<Session> _sessions = [];
    private readonly List<IDisposable> _plans = [];
    private readonly Dictionary<string, RecipeRows> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Session> _inputs = new(StringComparer.Ordinal);
    private readonly IReadOnlySet<string> _needed;
    private readonly IReadOnlySet<string> _anew;

    public RecipeRun(BoundRecipe bound, RecipeChoices choices, RunOptions options, RecipeStore store, CommandHost host)
    {
        _bound = bound;
        _choices = choices;
        _host = host;
        _store = store;
        _faults = new RecipeFaults(bound.Recipe.File);
        _needed = bound.Needed(choices.Only);
        _anew = choices.From is { } first ? bound.Behind(first) : new HashSet<string>();
        _root = new Session(options, host, RunCommand.Spec.Name);
        _files = new RecipeFiles(store, _root, Part);
        _describer = new RecipeDescriber(store, _files, Part, choices.Only is null);
    }

    public int Execute()
    {
        CheckOutputs();
        _store.Start(FilesToWrite().Select(static f => f.Path).Where(static p => !AtomicFile.IsDevice(p)));
        OpenInputs();
        foreach (BoundStage stage in _bound.Stages)
        {
            if (!_needed.Contains(stage.Stage.Name))
            {
                _root.Observer.Note($"stage '{stage.Stage.Name}' is not run: nothing needs it.");
                continue;
            }

            if (At(stage.Stage.Line, $"stage '{stage.Stage.Name}'", () => Decide(stage)) is { } gate)
            {
                return gate;
            }
        }

        if (_choices.Only is null)
        {
            Write();
        }

        return (int)ExitCode.Done;
    }

    public void Dispose()
    {
        foreach (Session session in Enumerable.Reverse(_sessions))
        {
            session.Dispose();
        }

        foreach (IDisposable plan in _plans)
        {
            plan.Dispose();
        }

        _root.Dispose();
    }

    /// <summary>Says what the run would do: inputs and checkpoints are looked at, and nothing is decided or written.</summary>
    public int Describe()
    {
        OpenInputs();
        var text = new RecipeForecast(_bound, _choices, _needed);
        var keys = _rows.ToDictionary(static r => r.Key, static r => r.Value.Key, StringComparer.Ordinal);
        foreach ((string name, RecipeRows rows) in _rows)
        {
            text.Input(name, rows, _inputs[name].Files);
        }

        foreach (BoundStage stage in _bound.Stages.Where(s => _needed.Contains(s.Stage.Name)))
        {
            string name = stage.Stage.Name;
            if (stage.Stage.When is { } when && !At(when.Line, $"stage '{name}'", () => Holds(when.Text)))
            {
                keys[name] = keys[stage.Stage.From[0].Name];
                text.LeftOut(stage);
                continue;
            }

            keys[name] = RecipeKeys.Of(stage, [.. stage.Stage.From.Select(l => keys[l.Name])], [.. stage.Others.Select(o => o.IsLink ? keys[o.Value] : RecipeKeys.Of(o.Value))]);
            bool mayUse = keys[name] is not null && !_choices.Fresh && !_anew.Contains(name) && !stage.IsView;
            if (stage.Reporter is not null)
            {
                text.Describing(stage, mayUse && At(stage.Stage.Line, $"stage '{name}'", () => _store.LoadReport(name, keys[name]!)) is not null);
                keys[name] = stage.Stage.From.Count == 1 ? keys[stage.Stage.From[0].Name] : RecipeKeys.OfRows(stage, [.. stage.Stage.From.Select(l => keys[l.Name])]);
                continue;
            }

            (StageFacts Facts, RowPlan Plan)? stored = mayUse ? At(stage.Stage.Line, $"stage '{name}'", () => _store.Load(name, keys[name]!)) : null;
            text.Stage(stage, stored?.Plan, mayUse || stage.IsView ? _store.RowBytesOf(name, keys[name]) : null);
            stored?.Plan.Dispose();
        }

        _host.WriteOut(text.Text(_root.Options.MemoryBytes, _choices.Only is null));
        return (int)ExitCode.Done;
    }

    private void OpenInputs()
    {
        foreach ((RecipeInput input, RunOptions options) in _bound.Inputs.Where(i => _needed.Contains(i.Input.Name)))
        {
            At(input.Line, $"input '{input.Name}'", () => OpenInput(input, options));
        }
    }

    private Session Part(RunOptions options, string format, IReadOnlyList<string>? names = null)
    {
        var session = new Session(options, _host, RunCommand.Spec.Name, _root) { SourceFormat = format, ColumnNames = names };
        _sessions.Add(session);
        return session;
    }

    /// <summary>An output that exists is an error before any work, unless a run of this recipe that was ended had begun it.</summary>
    private void CheckOutputs()
    {
        if (_choices.Only is not null || _root.Options.Force)
        {
            return;
        }

        foreach ((string path, int line) in FilesToWrite())
        {
            bool isFolder = path.EndsWith('/') || path.EndsWith(Path.DirectorySeparatorChar);
            bool stands = isFolder ? Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any(static p => !Path.GetFileName(p).StartsWith('.')) : File.Exists(path) && !AtomicFile.IsDevice(path);
            if (stands && !_store.WasBegun(path))
            {
                throw _faults.Placed(line, null, new CurateException(ErrorCodes.OutputExists, $"The output '{path}' already exists.", ErrorCodes.OutputExists.Remedy));
            }
        }
    }

    /// <summary>Every file that the run gives a name, with the line that names it; line 0 for those of the command line.</summary>
    private IEnumerable<(string Path, int Line)> FilesToWrite() =>
    [
        .. _bound.Outputs.Select(static o => (o.Options.Output!, o.Output.Line)),
        .. _bound.Stages.SelectMany(static s => s.Written.Select(w => (w.Path, s.Stage.Line))),
        .. _root.Options.Report is { } report ? [(report, 0)] : Array.Empty<(string, int)>(),
    ];

    private void OpenInput(RecipeInput input, RunOptions options)
    {
        Session session = Part(options, "csv");
        string[] paths = [.. input.Paths.Select(_bound.Recipe.Resolve)];
        IRecordSource source = session.Open(paths, spool: true);
        _inputs.Add(input.Name, session);
        _rows.Add(input.Name, new RecipeRows
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

    /// <summary>Decides a stage, or finds that it was decided; an exit code where a gate closes.</summary>
    private int? Decide(BoundStage stage)
    {
        RecipeStage text = stage.Stage;
        if (text.When is { } when && !Holds(when.Text))
        {
            _rows.Add(text.Name, _rows[text.From[0].Name]);
            Say($"{text.Name}: left out, {when.Text} does not hold");
            return null;
        }

        RecipeRows[] below = [.. text.From.Select(l => _rows[l.Name])];
        if (stage.Reporter is not null)
        {
            return Describe(stage, below);
        }

        bool begun = stage.Written.Any(w => _store.WasBegun(w.Path));
        RunOptions options = stage.Options with { Force = stage.Options.Force || begun };
        Session session = Part(_choices.Only is null ? options : options with { Removed = null, Report = null }, below[0].Format);
        IRecordSource input = _files.Read(stage, below, session);
        if (input.RowCount == 0 && !text.AllowEmpty)
        {
            FailOnEmpty(below, null);
        }

        IRecordSource source = session.View(input);
        var onDemand = input as RowsOnDemand;
        if (stage.IsView)
        {
            if (onDemand is not null)
            {
                onDemand.Decides = false;
            }

            source = new CountedSource(ConvertCommand.Renamed(source, stage.Renames));
            bool whole = stage.Renames.Count == 0 && stage.Options.Columns.Count == 0;
            Add(stage, below, session, source, whole || source.Layout is not null && below[0].Format == FormatList.Parquet, RecipeKeys.Of(stage, [.. below.Select(static b => b.Key)], []));
            return null;
        }

        var others = new List<IRecordSource>();
        var otherKeys = new List<string?>();
        foreach ((string value, bool isLink, _) in stage.Others)
        {
            if (isLink)
            {
                RecipeRows rows = _rows[value];
                others.Add(_files.Plain(rows).Source);
                otherKeys.Add(rows.Key);
            }
            else
            {
                Session files = Part(below[0].Reading with { BadRows = BadRowPolicy.Fail, QuarantinePath = null }, "csv");
                others.Add(files.Open([value], spool: true));
                otherKeys.Add(files.Files.Any(static f => f.File is not { CanReopen: true }) ? null : RecipeKeys.Of(value));
            }
        }

        var inputs = new PlanInputs(source, others);
        string? key = RecipeKeys.Of(stage, [.. below.Select(static b => b.Key)], otherKeys);
        (StageFacts facts, RowPlan plan, bool stored) = Decided(stage, session, inputs, key);
        _plans.Add(plan);
        if (plan.InputRows == 0 && !text.AllowEmpty)
        {
            FailOnEmpty(below, stage);
        }

        if (plan.OutputRows == 0 && !text.AllowEmpty)
        {
            Fail.With(ErrorCodes.Infeasible, $"no row is left of {NumberText.Of(plan.InputRows + facts.LeftOut)}: {Reasons(facts.Dropped)}.", "Change the stage, or add allow-empty: true to it.");
        }

        long failing = RowRun.Failing(facts.Dropped, stage.Options.FailOn);
        if (failing > 0)
        {
            _host.Error.WriteLine($"curate run: {_faults.Named(text.Line, $"stage '{text.Name}'")}: {NumberText.Of(failing)} {(failing == 1 ? "row matches" : "rows match")} fail-on {string.Join(',', stage.Options.FailOn)}; nothing was written.");
            return (int)ExitCode.Found;
        }

        if (onDemand is not null)
        {
            onDemand.Decides = false;
            if (!plan.IsManifest && plan.Added.Any(f => source.HasColumn(f.Name)))
            {
                // A column is replaced, and rows that lack the columns of earlier stages cannot be seen in part.
                source = session.View(_files.Written(below[0]).Source);
            }
        }

        IRecordSource decided = plan.IsManifest ? source : RowRun.WithoutReplaced(source, plan.Added, stage.Options.ReplaceColumns);
        var view = new PlannedSource(decided, plan, session.Context);
        bool alike = !plan.IsManifest && view.Layout is not null && !plan.HasEdits && !plan.Reorders && decided == source && stage.Options.Columns.Count == 0;
        Add(stage, below, session, plan.IsManifest ? new AddedColumns(view) : view, alike && plan.Added.Count == 0, key, (plan, decided), facts, stored,
            alike && plan.Added.Count > 0 ? plan.Added : null);
        Told(_rows[text.Name]);
        return null;
    }

    /// <summary>Describes what a stage reads; its own rows are these. An exit code where its gate closes.</summary>
    private int? Describe(BoundStage stage, RecipeRows[] below)
    {
        string name = stage.Stage.Name;
        (string As, string Value, RecipeRows? Rows)[] others = [.. stage.Others.Select(o => (o.As, o.Value, o.IsLink ? _rows[o.Value] : null))];
        string? key = RecipeKeys.Of(stage, [.. below.Select(static b => b.Key)], [.. others.Select(static o => o.Rows is null ? RecipeKeys.Of(o.Value) : o.Rows.Key)]);
        (StageReport report, RecipeRows rows, bool stored) = _describer.Run(stage, below, others, key, !_choices.Fresh && !_anew.Contains(name));
        _rows.Add(name, rows);
        if (report.Rows == 0 && !stage.Stage.AllowEmpty)
        {
            FailOnEmpty(below, stage);
        }

        Say(name + (stored ? " (from its checkpoint)" : "") + ": " + report.Said + string.Concat(stage.Written.Select(static w => $"; {w.Option} {w.Path}")));
        if (_choices.Only == name)
        {
            _host.WriteOut(report.Text);
            return null;
        }

        if (report.Failure is null)
        {
            return null;
        }

        // The report says why, and is there to be read; it is no reason to refuse the next run, which may replace it.
        if (_choices.Only is null)
        {
            _store.Begin(_describer.Found.Keys.SelectMany(n => _bound.Stages.First(s => s.Stage.Name == n).Written).Select(static w => w.Path).Where(static p => !AtomicFile.IsDevice(p)));
            _describer.Publish();
        }

        _host.Error.WriteLine($"curate run: {_faults.Named(stage.Stage.Line, $"stage '{name}'")}: {report.Failure}; no data was written.");
        return (int)ExitCode.Found;
    }

    private void Add(BoundStage stage, RecipeRows[] below, Session session, IRecordSource source, bool plain, string? key,
        (RowPlan, IRecordSource)? decision = null, StageFacts? facts = null, bool stored = false, IReadOnlyList<Field>? onlyAdds = null) => _rows.Add(stage.Stage.Name, new RecipeRows
        {
            Name = stage.Stage.Name,
            Line = stage.Stage.Line,
            Key = key,
            Source = source,
            Format = below[0].Format,
            Reading = below[0].Reading,
            IsPlain = plain,
            OnlyAdds = onlyAdds,
            Stage = stage,
            Decision = decision,
            Facts = facts,
            Session = session,
            WasStored = stored,
            Counter = source as CountedSource,
            Below = below,
        });

    private (StageFacts Facts, RowPlan Plan, bool Stored) Decided(BoundStage stage, Session session, PlanInputs inputs, string? key)
    {
        string name = stage.Stage.Name;
        bool explains = _choices.Explain is not null && _choices.Only == name;
        string? table = stage.Companion is { } companion ? _store.CompanionPath(name, companion.Path) : null;
        bool mayUse = key is not null && !_choices.Fresh && !_anew.Contains(name) && !explains && (table is null || File.Exists(table));
        if (mayUse && _store.Load(name, key!) is { } found)
        {
            return (found.Facts, found.Plan, true);
        }

        long begun = TimeProvider.System.GetTimestamp();
        var files = new OptionValues();
        foreach ((string option, string path) in stage.Files)
        {
            files.Add(option, path);
        }

        var request = new StartRequest(inputs, session.Context) { NeedsPlan = true, Files = session.ReadFiles(stage.Entry!, files) };
        using (IRowPlanner planner = stage.Method!.Start(request).Planner!)
        using (RowPlan plan = planner.Run(session.Passes, inputs))
        {
            if (explains)
            {
                // The plan as it was made knows more about a row than one that was stored.
                _host.WriteOut(RowExplanation.Of(session, inputs.Main, plan, _choices.Explain!.Value));
            }

            if (table is not null && plan.Companion is { } made)
            {
                // A run that goes on has the decision only.
                new RowCopy(session.Passes).Everything(made, RecipeFiles.Sink(session, table, made));
            }

            var dropped = new DropTally();
            dropped.Add(plan.Dropped);
            long leftOut = session.WhereViews.Sum(static v => v.Dropped.Total);
            foreach ((string reason, long rows) in session.WhereViews.SelectMany(static v => v.Dropped.ByReason))
            {
                dropped.Add(reason, rows);
            }

            _store.Save(name, key ?? "", new StageFacts
            {
                Dropped = dropped,
                LeftOut = leftOut,
                RowGroups = session.RowGroups,
                Tables = plan.Tables,
                Seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds,
            }, plan);
        }

        // The plan is read back, so that a run that goes on after an earlier one does what this one does.
        (StageFacts facts, RowPlan loaded) = _store.Load(name, key ?? "")!.Value;
        return (facts, loaded, false);
    }

    private bool Holds(string condition)
    {
        string[] names = [.. _bound.Inputs.Select(static i => i.Input.Name)];
        foreach ((RecipeInput input, RunOptions options) in _bound.Inputs.Where(i => !_rows.ContainsKey(i.Input.Name) && condition.Contains(i.Input.Name, StringComparison.Ordinal)))
        {
            At(input.Line, $"input '{input.Name}'", () => OpenInput(input, options));
        }

        return RecipeCondition.Holds(condition, names,
            (input, fact) => fact switch
            {
                "files" => _inputs[input].Files.Count,
                "bytes" => _inputs[input].Files.Sum(static f => f.File?.SizeBytes ?? 0),
                "columns" => _rows[input].Source.Schema.Count,
                _ => _rows[input].Source.RowCount ?? _root.Passes.Each(_rows[input].Source, ReadRequest.CountOnly, $"count rows of {input}", static _ => { }),
            },
            (input, column) => _rows[input].Source.HasColumn(column));
    }

    private void Write()
    {
        _store.Begin(FilesToWrite().Select(static f => f.Path).Where(static p => !AtomicFile.IsDevice(p)));
        bool done = false;
        try
        {
            var writers = new List<(Session Session, BoundOutput Output, RecipeRows Rows, CopyResult Result)>();
            foreach (RecipeRows rows in _rows.Values.Distinct().Where(static r => r.Stage is not null))
            {
                At(rows.Line, $"stage '{rows.Name}'", () => WriteRemoved(rows));
                At(rows.Line, $"stage '{rows.Name}'", () => WriteTable(rows));
            }

            foreach (BoundOutput output in _bound.Outputs)
            {
                At(output.Output.Line, $"output '{output.Output.Path}'", () => writers.Add(WriteOutput(output)));
            }

            foreach (Session input in _inputs.Values)
            {
                input.BadRows.Complete();
            }

            new RecipeReports(_bound, _rows, _describer.Found, _root, _host, _store).Write([.. writers]);
            // Rows first, then what speaks of them.
            foreach (Session session in _sessions.OrderBy(static s => s.Options.Output is null).Append(_root))
            {
                session.Publish();
            }

            done = true;
        }
        finally
        {
            _store.Finish(done);
        }
    }

    private void WriteRemoved(RecipeRows rows)
    {
        if (rows.Session!.Options.Removed is null || rows.Decision is not { } decision)
        {
            return;
        }

        IRecordSinkFormat format = new Outputs(rows.Session).Removed(decision.Below)!;
        new RowCopy(rows.Session.Passes).Removed(Outputs.TypedWithDropped(rows.Session.Passes, decision.Below, format, rows.Session.LeftOut), decision.Plan, format, rows.Session.LeftOut);
    }

    private void WriteTable(RecipeRows rows)
    {
        if (rows.Stage!.Companion is not { } table || rows.Decision is null)
        {
            return;
        }

        RecipeFiles.Hold(rows.Session!, _store.CompanionPath(rows.Name, table.Path), table.Path);
    }

    private (Session Session, BoundOutput Output, RecipeRows Rows, CopyResult Result) WriteOutput(BoundOutput output)
    {
        RecipeRows rows = _rows[output.Output.From.Name];
        bool begun = _store.WasBegun(output.Options.Output!);
        Session session = Part(output.Options with { Force = _root.Options.Force || begun }, rows.Format);
        session.Files.AddRange(_inputs.Values.SelectMany(static i => i.Files));
        CopyResult result;
        if (output.Chooses)
        {
            IRecordSource source = session.View(_files.Plain(rows).Source);
            IRecordSinkFormat format = new Outputs(session).Main(source);
            RecipeReports.Embed(session, _bound, output);
            result = new RowCopy(session.Passes).Everything(Outputs.Typed(session.Passes, source, format), format);
        }
        else
        {
            RecipeReports.Embed(session, _bound, output);
            result = RecipeFiles.Copy(rows, session);
        }

        if (result.OutputRows == 0 && !output.AllowEmpty && rows.Stage?.Stage.AllowEmpty != true)
        {
            Fail.With(ErrorCodes.Infeasible, "no row is left for it.", "Change what is asked for, or add allow-empty: true to it.");
        }

        return (session, output, rows, result);
    }

    private void Told(RecipeRows rows)
    {
        RunReport report = RecipeReports.Of(rows, _root);
        if (rows.Session!.ReportFile is { } file)
        {
            ReportFiles.Write(report, file, rows.Session.Options.FullReport);
        }

        if (!_root.Options.Quiet)
        {
            _host.Error.Write(rows.Name + (rows.WasStored ? " (from its checkpoint)" : "") + ": " + TextReport.Of(report, rows.Session.Options.FullReport));
        }
    }

    private void Say(string line)
    {
        if (!_root.Options.Quiet)
        {
            _host.Error.WriteLine(line);
        }
    }

    private void FailOnEmpty(RecipeRows[] below, BoundStage? own)
    {
        string from = string.Join(", ", below.Select(static b => (b.Stage is null ? "input" : "stage") + " '" + b.Name + "' (line " + NumberText.Of(b.Line) + ")"));
        Fail.With(ErrorCodes.Infeasible, own?.Options.Where is not null ? $"where leaves no row of {from}." : $"there is nothing to work on: {from} has no rows.",
            "Change what comes before, or add allow-empty: true to the stage.");
    }

    private static string Reasons(DropTally dropped) =>
        dropped.Total == 0 ? "none came in" : string.Join(", ", dropped.ByReason.Select(static r => NumberText.Of(r.Value) + " " + r.Key));

    private void At(int line, string who, Action work) => At(line, who, () =>
    {
        work();
        return true;
    });

    /// <summary>Does something for a part of the recipe; what fails is told with its name and line.</summary>
    private T At<T>(int line, string who, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (CurateException failure)
        {
            throw _faults.Placed(line, who, WithLostColumn(failure));
        }
    }

    /// <summary>A column that is missing because a stage left it out: says which.</summary>
    private CurateException WithLostColumn(CurateException failure)
    {
        if (failure.Code != ErrorCodes.UnknownColumn)
        {
            return failure;
        }

        foreach (RecipeRows rows in _rows.Values.Where(static r => r.Stage is { } s && (s.Options.Columns.Count > 0 || s.Renames.Count > 0) && r.Below.Count == 1))
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
