using Curate.Cli.Options;
using Curate.Cli.Running;
using Curate.Core.Data;
using Curate.Core.Running.Views;
using Curate.Formats.Files;

namespace Curate.Cli.Recipes;

/// <summary>Runs the stages that describe rows: reads a view once, keeps what was found in the checkpoints, and holds the files until the run publishes.</summary>
/// <param name="store">The checkpoints.</param>
/// <param name="files">Rows as stages read them.</param>
/// <param name="part">Makes a session for a part of the run.</param>
/// <param name="writes">Files are written; not where one stage is only looked at.</param>
internal sealed class RecipeDescriber(RecipeStore store, RecipeFiles files, Func<RunOptions, string, IReadOnlyList<string>?, Session> part, bool writes)
{
    private readonly Dictionary<string, (StageReport Report, Session Session, bool WasStored)> _found = new(StringComparer.Ordinal);

    /// <summary>What each stage found.</summary>
    public IReadOnlyDictionary<string, (StageReport Report, Session Session, bool WasStored)> Found => _found;

    /// <summary>Describes the rows of a stage, unless a checkpoint knows them.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="below">What it reads.</param>
    /// <param name="others">Further datasets: what messages call them, what the recipe says, and rows of the recipe or null for a path.</param>
    /// <param name="key">All that the report depends on; null where that cannot be told.</param>
    /// <param name="mayUse">A stored report is good enough.</param>
    /// <returns>The report, and the rows for those that read this stage.</returns>
    public (StageReport Report, RecipeRows Rows, bool WasStored) Run(BoundStage stage, RecipeRows[] below, IReadOnlyList<(string Name, string Value, RecipeRows? Rows)> others, string? key, bool mayUse)
    {
        string name = stage.Stage.Name;
        bool begun = stage.Written.Any(w => store.WasBegun(w.Path));

        // Columns choose what is described; those that are not may still play a part, so the view keeps all of them.
        Session session = part(stage.Options with { Columns = [], Force = stage.Options.Force || begun, Report = writes ? stage.Options.Report : null }, below[0].Format, null);
        RecipeRows rows = below.Length == 1 ? below[0] : Together(stage, below);
        StageReport? report = key is not null && mayUse ? Stored(stage, key) : null;
        bool stored = report is not null;
        if (report is null)
        {
            report = stage.Reporter!.Report(new ReportRequest
            {
                Session = session,
                Rows = files.Plain(rows).Source,
                Name = string.Join(", ", stage.Stage.From.Select(static l => l.As)),
                Path = rows.Stage is null && rows.Files?.Paths is [var path] && path != "-" ? path : null,
                Root = rows.Root,
                Input = rows.Stage is null ? rows.Files?.Session : null,
                Others = [.. others.Select(o => (o.Name, o.Value, o.Rows is null ? null : files.Plain(o.Rows).Source))],
                Keep = path => store.CompanionPath(name, path),
                Open = paths => part(below[0].Reading with { BadRows = BadRowPolicy.Fail, QuarantinePath = null }, "csv", null).Open(paths, spool: true),
            });
            store.Save(name, key ?? "", report);
        }

        if (writes)
        {
            Hold(stage, session, report);
        }

        _found.Add(name, (report, session, stored));
        return (report, rows, stored);
    }

    /// <summary>Gives the files of every report so far their names: a gate that closes writes no data, and says why.</summary>
    public void Publish()
    {
        foreach ((StageReport _, Session session, bool _) in _found.Values)
        {
            session.Publish();
        }
    }

    /// <summary>What a checkpoint has about the stage, with all its files; null where something is missing.</summary>
    private StageReport? Stored(BoundStage stage, string key) =>
        store.LoadReport(stage.Stage.Name, key) is { } report && report.Files.Count == stage.Written.Count
            && report.Files.Index().All(f => f.Item is not null || File.Exists(store.CompanionPath(stage.Stage.Name, stage.Written[f.Index].Path))) ? report : null;

    private void Hold(BoundStage stage, Session session, StageReport report)
    {
        foreach (((string option, string path), byte[]? content) in stage.Written.Zip(report.Files))
        {
            if (content is null)
            {
                RecipeFiles.Hold(session, store.CompanionPath(stage.Stage.Name, path), path);
                continue;
            }

            HeldFile file = option == "report" && session.ReportFile is { } held ? held : session.Create(path);
            file.Stream.Write(content);
            file.Complete();
        }
    }

    /// <summary>Several datasets as the one that later stages read.</summary>
    private RecipeRows Together(BoundStage stage, RecipeRows[] below)
    {
        Session session = part(stage.Options with { Where = null, Columns = [], Limit = null, Report = null }, below[0].Format, null);
        var source = new CountedSource(files.Read(stage, below, session));
        return new RecipeRows
        {
            Name = stage.Stage.Name,
            Line = stage.Stage.Line,
            Key = RecipeKeys.OfRows(stage, [.. below.Select(static b => b.Key)]),
            Source = source,
            Format = below[0].Format,
            Reading = below[0].Reading,
            IsPlain = true,
            Stage = stage,
            Session = session,
            Counter = source,
            Below = below,
        };
    }
}
