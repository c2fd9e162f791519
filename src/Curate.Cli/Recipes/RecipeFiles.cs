using Curate.Cli.Options;
using Curate.Cli.Running;
using Curate.Core.Data;
using Curate.Core.Running;
using Curate.Core.Running.Views;
using Curate.Formats.Csv;
using Curate.Formats.Files;

namespace Curate.Cli.Recipes;

/// <summary>Rows of stages as later stages read them: as views where these are what a file would hold, else from files that are written once.</summary>
/// <param name="store">Where such files stand.</param>
/// <param name="root">The run.</param>
/// <param name="part">Makes a session for a part of the run: its options, the format of its rows, names of columns for files without a header.</param>
internal sealed class RecipeFiles(RecipeStore store, Session root, Func<RunOptions, string, IReadOnlyList<string>?, Session> part)
{
    /// <summary>The dataset that a stage reads: a view, or several datasets as one.</summary>
    public IRecordSource Read(BoundStage stage, RecipeRows[] below, Session session)
    {
        bool named = stage.Command.NamesSources && stage.Stage.Options.Of("source").Count == 0;
        if (below.Length == 1 && !named)
        {
            RecipeRows rows = Plain(below[0]);
            return rows is { Stage: not null, Files: null, Source.Added.Count: > 0 } ? new RowsOnDemand(rows.Source, () => Written(rows).Source) : rows.Source;
        }

        var parts = new List<DatasetPart>();
        var ends = new List<int>();
        foreach (RecipeRows rows in below)
        {
            (Session files, IReadOnlyList<string> paths) = (rows.Files ?? Written(rows).Files)!.Value;
            parts.AddRange(files.OpenParts(paths));
            ends.Add(parts.Count);
        }

        var types = new Dictionary<string, ColumnKind>(StringComparer.Ordinal);
        foreach ((string column, ColumnKind kind) in below.SelectMany(static b => b.Reading.Types))
        {
            types[column] = kind;
        }

        DatasetSource dataset = session.Own(new DatasetSource(parts, below[0].Reading.Schema, types));
        string[] names = [.. stage.Stage.From.Select(static l => l.As)];
        return named
            ? new SourcesView(names, [.. names.Select((n, i) => (IRecordSource)new DatasetRange(dataset, n, i == 0 ? 0 : ends[i - 1], ends[i]))])
            : dataset;
    }

    /// <summary>Writes rows to a file of the checkpoints, in the format and compression of its name, replacing what stands there.</summary>
    public static IRecordSinkFormat Sink(Session session, string path, IRecordSource rows)
    {
        FormatEntry entry = RecordFiles.OutputFormat(path, null, session.SourceFormat, Running.Formats.All);
        return Running.Formats.Writer(entry, rows, session.SourceFormat, new WriteOptions())(session.Own(new AtomicFile(path, overwrite: true)));
    }

    /// <summary>Gives what waits in a file of the checkpoints to a file that appears with the run. Both are read and written through their names, so that compression is that of the name.</summary>
    public static void Hold(Session session, string stored, string path)
    {
        using var waiting = new FileInput(stored);
        HeldFile file = session.Create(path);
        using (Stream content = waiting.Open())
        {
            content.CopyTo(file.Stream);
        }

        file.Complete();
    }

    /// <summary>Rows that can be read as those of a file; whole rows of them may lack added columns (<see cref="RowsOnDemand"/>).</summary>
    public RecipeRows Plain(RecipeRows rows)
    {
        if (!rows.IsPlain && rows.OnlyAdds is { } added && NewColumns.ComeBack(root.Passes, rows.Source, added, rows.Reading.NullTexts))
        {
            rows.IsPlain = true;
            store.Know(rows.Name, rows.Key, 0);
        }

        return rows.IsPlain ? rows : Written(rows);
    }

    /// <summary>Writes rows to a file for later stages, unless an earlier run did, and makes them a source.</summary>
    public RecipeRows Written(RecipeRows rows)
    {
        if (rows.Files is not null)
        {
            return rows;
        }

        // A file without a header does not say the names of columns, which later stages use.
        string path = store.RowsPath(rows.Name, rows.Key ?? "rows", Curate.Cli.Running.Formats.All.Named(rows.Format).Extensions[0]);
        CsvLayout? layout = rows.Source.Layout as CsvLayout ?? rows.Below.Select(static b => b.Source.Layout).OfType<CsvLayout>().FirstOrDefault();
        string[]? names = layout is { Dialect.HasHeader: false } ? [.. rows.Source.Schema.Fields.Select(static f => f.Name)] : null;
        if (rows.Key is null || !File.Exists(path))
        {
            root.Observer.Note($"stage '{rows.Name}': its rows are written for a later stage.");
            Session writing = part(root.Options with { Output = path, OutputFormat = rows.Format, NoProvenance = true, Force = true, Report = null, OutputDelimiter = layout?.Dialect.Delimiter }, rows.Format, null);
            Copy(rows, writing);
            writing.Publish();
            store.Wrote(rows.Name, rows.Key, path, root.Options.ScratchLimit);
        }

        RunOptions reading = rows.Reading with
        {
            InputFormat = rows.Format,
            Delimiter = layout?.Dialect.Delimiter ?? rows.Reading.Delimiter,
            Quote = layout?.Dialect.Quote ?? rows.Reading.Quote,
            Encoding = null,
            BadRows = BadRowPolicy.Fail,
            QuarantinePath = null,
        };
        Session session = part(reading, rows.Format, names);
        rows.Root = session.Open([path], spool: true);
        rows.Source = new NamedSource(rows.Root, $"stage '{rows.Name}'");
        rows.Files = (session, [path]);
        rows.IsPlain = true;
        return rows;
    }

    /// <summary>Copies rows to where a session writes: by the stage's plan where there is one, else as they are.</summary>
    public static CopyResult Copy(RecipeRows rows, Session session)
    {
        var outputs = new Outputs(session);
        var copy = new RowCopy(session.Passes);
        if (rows.Decision is { } decision)
        {
            // By the plan even where the rows stand in a file: what an output holds must not depend on who else reads the stage.
            (RowPlan plan, IRecordSource below) = decision;
            var view = new PlannedSource(below, plan, session.Context);
            IRecordSinkFormat format = outputs.Main(plan.IsManifest ? new AddedColumns(view) : view);
            return copy.Plan(plan.IsManifest ? below : Outputs.Typed(session.Passes, below, format), plan, format);
        }

        IRecordSinkFormat whole = outputs.Main(rows.Source);
        return copy.Everything(Outputs.Typed(session.Passes, rows.Source, whole), whole);
    }
}
