using System.Globalization;
using Curate.Cli.Commands;
using Curate.Cli.Reports;
using Curate.Cli.Running;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Formats.Files;

namespace Curate.Cli.Recipes;

/// <summary>What a recipe says about itself: a report for each stage, one for the whole, and the record beside each output.</summary>
internal sealed class RecipeReports(BoundRecipe bound, IReadOnlyDictionary<string, RecipeRows> rows,
    IReadOnlyDictionary<string, (StageReport Report, Session Session, bool WasStored)> found, Session root, CommandHost host, RecipeStore store)
{
    /// <summary>The report of a stage that decides: that of the same command.</summary>
    public static RunReport Of(RecipeRows rows, Session root)
    {
        BoundStage stage = rows.Stage!;
        RowPlan plan = rows.Decision!.Value.Plan;
        return new RunReport
        {
            Command = stage.Command.Name,
            Method = stage.Entry!.Name,
            Version = CommandHost.Version,
            Seed = stage.Options.Seed,
            Inputs = [.. stage.Stage.From.Select(static l => l.Name)],
            RowsIn = plan.InputRows + rows.Facts!.LeftOut,
            RowsOut = plan.OutputRows,
            Dropped = Sorted(rows.Facts.Dropped),
            MadeUp = plan.MadeUpRows,
            RowGroups = rows.Facts.RowGroups,
            Limit = stage.Options.Limit,
            Tables = rows.Facts.Tables,
            Seconds = rows.Facts.Seconds,
            Workers = root.Options.Workers,
        };
    }

    /// <summary>Lets an output that carries provenance inside itself say where it comes from.</summary>
    public static void Embed(Session session, BoundRecipe bound, BoundOutput output)
    {
        var hashes = new Lazy<string?[]>(() => Hashes(session));
        session.EmbeddedText = count => ProvenanceWriter.Embedded(Document(session, bound, output, hashes.Value) with { OutputRows = count });
    }

    /// <summary>Writes the records and the report of the run, and says what was written.</summary>
    public void Write(IReadOnlyList<(Session Session, BoundOutput Output, RecipeRows Rows, CopyResult Result)> written)
    {
        string?[]? hashes = null;
        foreach ((Session session, BoundOutput output, RecipeRows from, CopyResult result) in written.Where(static w => w.Session.WritesProvenance))
        {
            hashes ??= Hashes(session);
            HeldFile file = session.Create(ProvenanceWriter.PathFor(output.Options.Output!), overwrite: true);
            ProvenanceWriter.Write(Document(session, bound, output, hashes) with
            {
                RowsIn = RowsIn(from),
                RowsKept = result.OutputRows,
                Dropped = DroppedBehind(from),
                MadeUp = Behind(from).Sum(static r => r.Decision?.Plan.MadeUpRows ?? 0),
                OutputRows = result.OutputRows,
                OutputFiles = session.OutputFiles,
                OutputIsFolder = session.OutputIsFolder,
                Run = new ProvenanceRun
                {
                    Inputs = [.. session.Files.Select(static f => f.Path.Path)],
                    Output = output.Options.Output,
                    Host = Environment.MachineName,
                    Workers = root.Options.Workers,
                    Started = root.Context.Time.GetUtcNow().AddSeconds(-root.Observer.Seconds),
                    Seconds = Math.Round(root.Observer.Seconds, 3),
                },
            }, file.Stream);
            file.Complete();
        }

        RunReport report = Whole(written);
        if (root.ReportFile is { } reportFile)
        {
            ReportFiles.Write(report, reportFile, root.Options.FullReport);
        }

        if (!root.Options.Quiet)
        {
            foreach ((Session session, BoundOutput output, RecipeRows _, CopyResult result) in written)
            {
                host.Error.Write(string.Create(CultureInfo.InvariantCulture, $"Wrote {output.Options.Output}: {Figures.Of(result.OutputRows, "row")}\n"));
            }

            host.Error.Write(string.Create(CultureInfo.InvariantCulture, $"run: {Figures.Of(bound.Stages.Count(s => rows.ContainsKey(s.Stage.Name)), "stage")}, {Figures.Of(written.Count, "output")} ({report.Seconds:0.00} s{(store.RowBytes > 0 ? ", " + NumberText.Size(store.RowBytes) + " written for later stages" : "")})\n"));
        }
    }

    private RunReport Whole(IReadOnlyList<(Session Session, BoundOutput Output, RecipeRows Rows, CopyResult Result)> written)
    {
        var stages = new ReportTable("stages", "Stages", ["stage", "does", "rows_in", "rows_out", "dropped", "made_up", "decided"]);
        var dropped = new DropTally();
        foreach (BoundStage stage in bound.Stages.Where(s => rows.ContainsKey(s.Stage.Name)))
        {
            RecipeRows own = rows[stage.Stage.Name];
            if (found.TryGetValue(stage.Stage.Name, out (StageReport Report, Session Session, bool WasStored) described))
            {
                stages.Add(stage.Stage.Name, stage.What, described.Report.Rows, described.Report.Rows, 0L, 0L, described.WasStored ? "in an earlier run" : "now");
                continue;
            }

            if (own.Name != stage.Stage.Name)
            {
                stages.Add(stage.Stage.Name, stage.What, null, null, null, null, "left out by when");
                continue;
            }

            long? left = own.Facts?.Dropped.Total ?? LeftOut(own);
            stages.Add(own.Name, stage.What, own.Decision is { } d ? d.Plan.InputRows + own.Facts!.LeftOut : own.Count + left, own.Count, left, own.Decision?.Plan.MadeUpRows,
                own.Stage!.IsView ? "while rows are read" : own.WasStored ? "in an earlier run" : "now");
            foreach ((string reason, long count) in own.Facts?.Dropped.ByReason ?? (left is > 0 ? [new("where", left.Value)] : []))
            {
                dropped.Add(reason, count);
            }
        }

        var outputs = new ReportTable("outputs", "Outputs", ["output", "stage", "rows", "bytes"]);
        foreach ((Session _, BoundOutput output, RecipeRows from, CopyResult result) in written)
        {
            outputs.Add(output.Output.Path, output.Output.From.Name, result.OutputRows, result.OutputBytes);
        }

        var scratch = new ReportTable("scratch", "Rows written for later stages", ["stage", "bytes"]);
        foreach ((string stage, long bytes) in store.Rows)
        {
            scratch.Add(stage, bytes);
        }

        var bad = new SortedDictionary<string, long>(StringComparer.Ordinal);
        string? first = null;
        foreach (Session input in rows.Values.Where(static r => r.Stage is null).Select(static r => r.Files!.Value.Session))
        {
            first ??= input.BadRows.First;
            foreach ((string code, long count) in input.BadRows.Counts)
            {
                bad[code] = bad.GetValueOrDefault(code) + count;
            }
        }

        return new RunReport
        {
            Command = RunCommand.Spec.Name,
            Method = Path.GetFileName(bound.Recipe.File),
            Version = CommandHost.Version,
            Seed = bound.Stages.Count > 0 ? bound.Stages[0].Options.Seed : root.Options.Seed,
            Inputs = [.. rows.Values.Where(static r => r.Stage is null).SelectMany(static r => r.Files!.Value.Session.Files).Select(static f => f.Path.Path)],
            RowsIn = rows.Values.Where(static r => r.Stage is null).Sum(r => Count(r) ?? 0),
            RowsOut = written.Sum(static w => w.Result.OutputRows),
            Dropped = Sorted(dropped),
            MadeUp = rows.Values.Distinct().Sum(static r => r.Decision?.Plan.MadeUpRows ?? 0),
            BadRows = bad,
            FirstBadRow = first,
            Tables = store.Rows.Count == 0 ? [stages, outputs] : [stages, outputs, scratch],
            Seconds = root.Observer.Seconds,
            Workers = root.Options.Workers,
        };
    }

    private static ProvenanceDocument Document(Session session, BoundRecipe bound, BoundOutput output, string?[] hashes)
    {
        var options = new List<KeyValuePair<string, string?>>();
        IReadOnlySet<string> behind = bound.BehindOutput(output);
        foreach (BoundStage stage in bound.Stages.Where(s => behind.Contains(s.Stage.Name) && s.Reporter is null))
        {
            string name = stage.Stage.Name;
            options.Add(new(name, stage.What));
            options.Add(new(name + ".from", string.Join(',', stage.Stage.From.Select(static l => l.As == l.Name ? l.Name : l.As + "=" + l.Name))));
            if (stage.Stage.When is { } when)
            {
                options.Add(new(name + ".when", when.Text));
            }

            // Files are hashed as inputs, or are results; their names say nothing about rows.
            foreach (string option in stage.Stage.Options.Names.Where(o => o is not ("method" or "report" or "report-detail" or "removed" or "fail-on") && o != stage.Entry?.CompanionOption).Order(StringComparer.Ordinal))
            {
                options.Add(new(name + "." + option, string.Join(',', stage.Stage.Options.Of(option))));
            }
        }

        options.Add(new("output.from", output.Output.From.Name));
        foreach (string option in output.Output.Options.Names.Order(StringComparer.Ordinal))
        {
            options.Add(new("output." + option, string.Join(',', output.Output.Options.Of(option))));
        }

        return new ProvenanceDocument
        {
            Version = CommandHost.Version,
            Command = RunCommand.Spec.Name,
            Options = options,
            Seed = output.Options.Seed,
            Inputs = [.. session.Files.Select((f, i) => new ProvenanceInput(f.Path.IsStandardInput ? "-" : Path.GetFileName(f.Path.Path), f.File?.SizeBytes, hashes[i]))],
        };
    }

    private static string?[] Hashes(Session session) => [.. session.Files.Select(f => f.File?.Sha256(session.Context.Ct))];

    /// <summary>Rows of a stage's or an input's own, where something counted them.</summary>
    private long? Count(RecipeRows of) => of.Count ?? rows.Values.Where(r => r.Below.Count == 1 && r.Below[0] == of && r.Stage!.Options.Limit is null)
        .Select(r => r.Decision is { } d ? d.Plan.InputRows + r.Facts!.LeftOut : r.Count + LeftOut(r)).FirstOrDefault(static n => n is not null);

    private long RowsIn(RecipeRows from) => Behind(from).Where(static r => r.Stage is null).Sum(r => Count(r) ?? 0);

    /// <summary>Dropped rows of every stage behind an output, by stage and reason.</summary>
    private static Dictionary<string, long> DroppedBehind(RecipeRows from)
    {
        var dropped = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (RecipeRows rows in Behind(from).Where(static r => r.Stage is not null))
        {
            foreach ((string reason, long count) in rows.Facts?.Dropped.ByReason ?? (LeftOut(rows) is > 0 and var left ? [new("where", left)] : []))
            {
                dropped.Add(rows.Name + ":" + reason, count);
            }
        }

        return dropped;
    }

    private static long? LeftOut(RecipeRows view) => view.Counter?.Counted is null ? null : view.Session!.WhereViews.Sum(static v => v.Dropped.Total);

    private static IEnumerable<RecipeRows> Behind(RecipeRows from) => from.Below.SelectMany(Behind).Append(from).Distinct();

    private static SortedDictionary<string, long> Sorted(DropTally tally)
    {
        var sorted = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach ((string reason, long count) in tally.ByReason)
        {
            sorted.Add(reason, count);
        }

        return sorted;
    }
}
