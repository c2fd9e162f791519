using Curate.Cli.Running;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Running;
using Curate.Formats.Files;

namespace Curate.Cli.Recipes;

/// <summary>Writes what a recipe was asked for, once every stage is decided: dropped rows, tables, outputs, records and reports. All of them appear, or none.</summary>
/// <param name="run">The run.</param>
/// <param name="inputs">Its inputs.</param>
internal sealed class RecipeOutputs(RecipeState run, RecipeInputs inputs)
{
    /// <summary>An output that exists is an error before any work, unless a run of this recipe that was ended had begun it.</summary>
    public void Check()
    {
        if (run.Choices.Only is not null || run.Root.Options.Force)
        {
            return;
        }

        foreach ((string path, int line) in run.FilesToWrite())
        {
            bool isFolder = path.EndsWith('/') || path.EndsWith(Path.DirectorySeparatorChar);
            bool stands = isFolder ? Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any(static p => !Path.GetFileName(p).StartsWith('.')) : File.Exists(path) && !AtomicFile.IsDevice(path);
            if (stands && !run.Store.WasBegun(path))
            {
                throw run.Faults.Placed(line, null, new CurateException(ErrorCodes.OutputExists, $"The output '{path}' already exists.", ErrorCodes.OutputExists.Remedy));
            }
        }
    }

    public void Write()
    {
        run.Store.Begin(run.FilesToWrite().Select(static f => f.Path).Where(static p => !AtomicFile.IsDevice(p)));
        bool done = false;
        try
        {
            var writers = new List<(Session Session, BoundOutput Output, RecipeRows Rows, CopyResult Result)>();
            foreach (RecipeRows rows in run.Rows.Values.Distinct().Where(static r => r.Stage is not null))
            {
                run.At(rows.Line, $"stage '{rows.Name}'", () => WriteRemoved(rows));
                run.At(rows.Line, $"stage '{rows.Name}'", () => WriteTable(rows));
            }

            foreach (BoundOutput output in run.Bound.Outputs)
            {
                run.At(output.Output.Line, $"output '{output.Output.Path}'", () => writers.Add(WriteOutput(output)));
            }

            foreach (Session input in inputs.Sessions.Values)
            {
                input.BadRows.Complete();
            }

            new RecipeReports(run.Bound, run.Rows, run.Describer.Found, run.Root, run.Host, run.Store).Write([.. writers]);
            // Rows first, then what speaks of them.
            foreach (Session session in run.Sessions.OrderBy(static s => s.Options.Output is null).Append(run.Root))
            {
                session.Publish();
            }

            done = true;
        }
        finally
        {
            run.Store.Finish(done);
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

        RecipeFiles.Hold(rows.Session!, run.Store.CompanionPath(rows.Name, table.Path), table.Path);
    }

    private (Session Session, BoundOutput Output, RecipeRows Rows, CopyResult Result) WriteOutput(BoundOutput output)
    {
        RecipeRows rows = run.Rows[output.Output.From.Name];
        bool begun = run.Store.WasBegun(output.Options.Output!);
        Session session = run.Part(output.Options with { Force = run.Root.Options.Force || begun }, rows.Format);
        session.Files.AddRange(inputs.Sessions.Values.SelectMany(static i => i.Files));
        CopyResult result;
        if (output.Chooses)
        {
            IRecordSource source = session.View(run.Files.Plain(rows).Source);
            IRecordSinkFormat format = new Outputs(session).Main(source);
            RecipeReports.Embed(session, run.Bound, output);
            result = new RowCopy(session.Passes).Everything(Outputs.Typed(session.Passes, source, format), format);
        }
        else
        {
            RecipeReports.Embed(session, run.Bound, output);
            result = RecipeFiles.Copy(rows, session);
        }

        if (result.OutputRows == 0 && !output.AllowEmpty && rows.Stage?.Stage.AllowEmpty != true)
        {
            Fail.With(ErrorCodes.Infeasible, "no row is left for it.", "Change what is asked for, or add allow-empty: true to it.");
        }

        return (session, output, rows, result);
    }
}
