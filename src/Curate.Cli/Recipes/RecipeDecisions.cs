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

/// <summary>Decides stage after stage over views of the stages before, or finds in the checkpoints that they were decided.</summary>
/// <param name="run">The run.</param>
/// <param name="opened">Its inputs.</param>
internal sealed class RecipeDecisions(RecipeState run, RecipeInputs opened)
{
    /// <summary>Decides a stage, or finds that it was decided; an exit code where a gate closes.</summary>
    public int? Decide(BoundStage stage)
    {
        RecipeStage text = stage.Stage;
        if (text.When is { } when && !opened.Holds(when.Text))
        {
            run.Rows.Add(text.Name, run.Rows[text.From[0].Name]);
            run.Say($"{text.Name}: left out, {when.Text} does not hold");
            return null;
        }

        RecipeRows[] below = [.. text.From.Select(l => run.Rows[l.Name])];
        if (stage.Reporter is not null)
        {
            return Describe(stage, below);
        }

        bool begun = stage.Written.Any(w => run.Store.WasBegun(w.Path));
        RunOptions options = stage.Options with { Force = stage.Options.Force || begun };
        Session session = run.Part(run.Choices.Only is null ? options : options with { Removed = null, Report = null }, below[0].Format);
        IRecordSource input = run.Files.Read(stage, below, session);
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
        foreach (BoundOther other in stage.Others)
        {
            if (other.IsLink)
            {
                RecipeRows rows = run.Rows[other.Value];
                others.Add(run.Files.Plain(rows).Source);
                otherKeys.Add(rows.Key);
                continue;
            }

            Session files = run.Part(below[0].Reading with { BadRows = BadRowPolicy.Fail, QuarantinePath = null }, "csv");
            if (other.TableOf is { } maker)
            {
                others.Add(new NamedSource(files.Open([TableOf(maker, other.Value)], spool: true), other.Value));
                otherKeys.Add(RecipeKeys.OfTable(run.Rows[maker].Key));
                continue;
            }

            others.Add(files.Open([other.Value], spool: true));
            otherKeys.Add(files.Files.Any(static f => f.File is not { CanReopen: true }) ? null : RecipeKeys.Of(other.Value));
        }

        var inputs = new PlanInputs(source, others);
        string? key = RecipeKeys.Of(stage, [.. below.Select(static b => b.Key)], otherKeys);
        (StageFacts facts, RowPlan plan, bool stored) = Decided(stage, session, inputs, key);
        run.Plans.Add(plan);
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
            run.Host.Error.WriteLine($"curate run: {run.Faults.Named(text.Line, $"stage '{text.Name}'")}: {NumberText.Of(failing)} {(failing == 1 ? "row matches" : "rows match")} fail-on {string.Join(',', stage.Options.FailOn)}; nothing was written.");
            return (int)ExitCode.Found;
        }

        if (onDemand is not null)
        {
            onDemand.Decides = false;
            if (!plan.IsManifest && plan.Added.Any(f => source.HasColumn(f.Name)))
            {
                // A column is replaced, and rows that lack the columns of earlier stages cannot be seen in part.
                source = session.View(run.Files.Written(below[0]).Source);
            }
        }

        IRecordSource decided = plan.IsManifest ? source : RowRun.WithoutReplaced(source, plan.Added, stage.Options.ReplaceColumns);
        var view = new PlannedSource(decided, plan, session.Context);
        bool alike = !plan.IsManifest && view.Layout is not null && !plan.HasEdits && !plan.Reorders && decided == source && stage.Options.Columns.Count == 0;
        Add(stage, below, session, plan.IsManifest ? new AddedColumns(view) : view, alike && plan.Added.Count == 0, key, (plan, decided), facts, stored,
            alike && plan.Added.Count > 0 ? plan.Added : null);
        Told(run.Rows[text.Name]);
        return null;
    }

    /// <summary>Where the table of an earlier stage waits for the end of the run.</summary>
    private string TableOf(string maker, string path)
    {
        if (run.Rows[maker].Name != maker)
        {
            Fail.With(ErrorCodes.NoInput, $"Stage '{maker}', which makes '{path}', is left out: its condition does not hold.", "Give this stage the same condition.");
        }

        return run.Store.CompanionPath(maker, path);
    }

    /// <summary>Describes what a stage reads; its own rows are these. An exit code where its gate closes.</summary>
    private int? Describe(BoundStage stage, RecipeRows[] below)
    {
        string name = stage.Stage.Name;
        (string As, string Value, RecipeRows? Rows)[] others = [.. stage.Others.Select(o => (o.As, o.Value, o.IsLink ? run.Rows[o.Value] : null))];
        string? key = RecipeKeys.Of(stage, [.. below.Select(static b => b.Key)], [.. others.Select(static o => o.Rows is null ? RecipeKeys.Of(o.Value) : o.Rows.Key)]);
        (StageReport report, RecipeRows rows, bool stored) = run.Describer.Run(stage, below, others, key, !run.Choices.Fresh && !run.Anew.Contains(name));
        run.Rows.Add(name, rows);
        if (report.Rows == 0 && !stage.Stage.AllowEmpty)
        {
            FailOnEmpty(below, stage);
        }

        run.Say(name + (stored ? " (from its checkpoint)" : "") + ": " + report.Said + string.Concat(stage.Written.Select(static w => $"; {w.Option} {w.Path}")));
        if (run.Choices.Only == name)
        {
            run.Host.WriteOut(report.Text);
            return null;
        }

        if (report.Failure is null)
        {
            return null;
        }

        // The report says why, and is there to be read; it is no reason to refuse the next run, which may replace it.
        if (run.Choices.Only is null)
        {
            run.Store.Begin(run.Describer.Found.Keys.SelectMany(n => run.Bound.Stages.First(s => s.Stage.Name == n).Written).Select(static w => w.Path).Where(static p => !AtomicFile.IsDevice(p)));
            run.Describer.Publish();
        }

        run.Host.Error.WriteLine($"curate run: {run.Faults.Named(stage.Stage.Line, $"stage '{name}'")}: {report.Failure}; no data was written.");
        return (int)ExitCode.Found;
    }

    private void Add(BoundStage stage, RecipeRows[] below, Session session, IRecordSource source, bool plain, string? key,
        (RowPlan, IRecordSource)? decision = null, StageFacts? facts = null, bool stored = false, IReadOnlyList<Field>? onlyAdds = null) => run.Rows.Add(stage.Stage.Name, new RecipeRows
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
        bool explains = run.Choices.Explain is not null && run.Choices.Only == name;
        string? table = stage.Companion is { } companion ? run.Store.CompanionPath(name, companion.Path) : null;
        bool mayUse = key is not null && !run.Choices.Fresh && !run.Anew.Contains(name) && !explains && (table is null || File.Exists(table));
        if (mayUse && run.Store.Load(name, key!) is { } found)
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
                run.Host.WriteOut(RowExplanation.Of(session, inputs.Main, plan, run.Choices.Explain!.Value));
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

            run.Store.Save(name, key ?? "", new StageFacts
            {
                Dropped = dropped,
                LeftOut = leftOut,
                RowGroups = session.RowGroups,
                Tables = plan.Tables,
                Seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds,
            }, plan);
        }

        // The plan is read back, so that a run that goes on after an earlier one does what this one does.
        (StageFacts facts, RowPlan loaded) = run.Store.Load(name, key ?? "")!.Value;
        return (facts, loaded, false);
    }

    private void Told(RecipeRows rows)
    {
        RunReport report = RecipeReports.Of(rows, run.Root);
        if (rows.Session!.ReportFile is { } file)
        {
            ReportFiles.Write(report, file, rows.Session.Options.FullReport);
        }

        if (!run.Root.Options.Quiet)
        {
            run.Host.Error.Write(rows.Name + (rows.WasStored ? " (from its checkpoint)" : "") + ": " + TextReport.Of(report, rows.Session.Options.FullReport));
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
}
