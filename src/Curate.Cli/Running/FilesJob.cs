using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Core.Dedupe.Files;
using Curate.Core.Errors;
using Curate.Core.Options;

namespace Curate.Cli.Running;

/// <summary>Runs <c>curate dedupe --method files</c> from arguments to exit code: tables of a folder that others contain. No data is written and no file is deleted.</summary>
internal static class FilesJob
{
    /// <summary>Its name behind <c>--method</c>.</summary>
    public const string Method = "files";

    private const string Passes = "1 over each table, 1 over a container for each list of columns, 1 over both tables of each pair that sketches leave";
    private const string Memory = "3 KB a column, 40 bytes a sampled row, and for one pair of tables at a time 32 bytes a row of both and 16 a row of the smaller one, spilled to scratch beyond --memory";

    // Files are compared whole, as they are.
    private static readonly string[] s_ofRows = ["where", "columns", "limit", "schema"];

    public static int Execute(CommandSpec command, Arguments arguments, CommandHost host)
    {
        foreach (string name in arguments.Values.Names)
        {
            if (s_ofRows.Contains(name, StringComparer.Ordinal))
            {
                Fail.Usage($"--method {Method} compares whole files, so --{name} has no effect.", "Leave it out.");
            }

            if (name != "method" && FilesOptionSpecs.Own.All(o => o.Name != name) && RunOptionSpecs.All.All(o => o.Name != name))
            {
                Fail.Usage($"--{name} is not an option of --method {Method}.", "Its own are " + string.Join(", ", FilesOptionSpecs.Own.Select(static o => "--" + o.Name)) + ".");
            }
        }

        ReportOnly.RefuseOutputs(arguments, "method " + Method);
        FilesOptions options = OptionBinder.Bind(new FilesOptions(), FilesOptionSpecs.Own, arguments.Only(FilesOptionSpecs.Own));
        RunOptions run = OptionBinder.Bind(new RunOptions(), RunOptionSpecs.All, arguments.Only(RunOptionSpecs.All));
        if (arguments.Inputs.Count == 0)
        {
            Fail.With(ErrorCodes.NoInput, "No input is given.", "Name files, folders or globs whose tables are to be compared.");
        }

        if (run.Report is { } report)
        {
            Reports.ReportFiles.Check(report);
        }

        using var session = new Session(run, host, command.Name);
        IReadOnlyList<LakeTable> tables = session.Tables(arguments.Inputs);
        if (run.DryRun)
        {
            using Core.Data.IRecordSource first = tables[0].Open();
            host.WriteOut(DryRun.Describe(command, null, run, arguments, first, session, FilesOptionSpecs.Own, Passes, Memory));
            return (int)ExitCode.Done;
        }

        FilesResult result = new FileContainment(tables, options, session.Context).Run();
        ReportOnly.Write(session, command, Method, null, result.Rows.Sum(), result.Tables());
        return (int)ExitCode.Done;
    }
}
