using Curate.Cli.Options;
using Curate.Cli.Reports;
using Curate.Cli.Running;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Running.Views;

namespace Curate.Cli.Commands;

/// <summary><c>curate convert</c>: rows through formats, with chosen, renamed and typed columns.</summary>
internal static class ConvertCommand
{
    private static readonly OptionSpec<RunOptions> s_rename =
        OptionSpec<RunOptions>.List("rename", "New names of columns: OLD=NEW, separated by commas.", static (o, _) => o);

    public static CommandSpec Spec { get; } = new("convert", "Converts between formats; picks, renames and types columns; filters rows.")
    {
        Examples =
        [
            "curate convert data.csv -o data.jsonl",
            "curate convert data.csv -o data.parquet --parquet-compression zstd",
            "curate convert data.jsonl --columns id,text --rename text=body -o data.csv",
            "curate convert 'parts/*.csv.gz' --where \"score >= 0.5 and lang = 'en'\" -o good.csv",
        ],
        // Rows leave only by --where and nothing is added, so what speaks of dropped rows and new columns has no place here.
        Groups =
        [
            new("Convert", [s_rename]),
            .. MethodCommands.Groups.Select(static g =>
                new OptionGroup(g.Title, [.. g.Options.Where(static o => o.Name is not ("removed" or "explain" or "fail-on" or "replace-columns"))])),
        ],
        Run = Run,
    };

    private static int Run(Arguments arguments, CommandHost host)
    {
        RunOptions options = OptionBinder.Bind(new RunOptions(), RunOptionSpecs.All, arguments.Only(RunOptionSpecs.All));
        if (options.Report is { } report)
        {
            ReportFiles.Check(report);
        }

        if (RowRun.EmitsRecipe(Spec, arguments, host))
        {
            return (int)ExitCode.Done;
        }

        using var session = new Session(options, host, "convert");
        IRecordSource input = session.Open(arguments.Inputs, spool: options.Where is not null || options.OutputFormat is not null || options.Output is not null);
        if (options.Shard is { } shard)
        {
            (_, long from, long to) = ShardStates.Part(session, input, shard);
            input = new LimitedSource(input, from, to);
        }

        IRecordSource source = Renamed(session.View(input), arguments.Values.Of("rename"));
        if (options.DryRun)
        {
            host.WriteOut(DryRun.Describe(Spec, null, options, arguments, input, session));
            return (int)ExitCode.Done;
        }

        var outputs = new Outputs(session);
        IRecordSinkFormat format = outputs.Main(source);
        source = Outputs.Typed(session.Passes, source, format);
        InputHashes hashes = session.Hashes();
        Sidecar.Embed(session, Spec, null, arguments, hashes);
        CopyResult result = new RowCopy(session.Passes).Everything(source, format);
        RowRun.Report(session, Spec, null, arguments, result.InputRows, result, new DropTally(), 0, [], hashes);
        return (int)ExitCode.Done;
    }

    /// <summary>The option that renames.</summary>
    internal static OptionSpec<RunOptions> RenameOption => s_rename;

    /// <summary>A source with other names for columns, as <c>--rename</c> gives them.</summary>
    internal static IRecordSource Renamed(IRecordSource source, IReadOnlyList<string> given)
    {
        if (given.Count == 0)
        {
            return source;
        }

        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in given.SelectMany(static g => g.Split(',')))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == pair.Length - 1)
            {
                Fail.Usage($"--rename takes OLD=NEW pairs, not {Fail.Show(pair)}.");
            }

            string old = pair[..equals];
            if (!source.Schema.Contains(old))
            {
                string? nearest = NameSuggestions.Nearest(old, source.Schema.Fields.Select(static f => f.Name));
                Fail.With(ErrorCodes.UnknownColumn, $"--rename names the column '{old}', which {source.Name} does not have.", nearest is null ? null : $"Did you mean '{nearest}'?");
            }

            names[old] = pair[(equals + 1)..];
        }

        (string Below, string Name)[] columns = [.. source.Schema.Fields.Select(f => (f.Name, names.GetValueOrDefault(f.Name, f.Name)))];
        string? twice = columns.GroupBy(static c => c.Name, StringComparer.Ordinal).FirstOrDefault(static g => g.Count() > 1)?.Key;
        if (twice is not null)
        {
            Fail.With(ErrorCodes.ColumnExists, $"--rename would give two columns the name '{twice}'.", "Choose another name.");
        }

        return new ProjectedSource(source, columns);
    }
}
