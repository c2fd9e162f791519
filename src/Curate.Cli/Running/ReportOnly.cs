using System.Globalization;
using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Cli.Reports;
using Curate.Core.Errors;
using Curate.Core.Running;

namespace Curate.Cli.Running;

/// <summary>What runs have in common that write a report and no data: the report goes to standard output, and to <c>--report</c> as well.</summary>
internal static class ReportOnly
{
    // What speaks of data that is written.
    private static readonly string[] s_ofOutput =
    [
        "output", "output-format", "output-delimiter", "parquet-compression", "row-group-rows", "rows-per-file", "preserve-files", "partition-by", "replace-columns", "removed",
        "no-provenance", "emit-recipe", "explain", "fail-on", "shard",
    ];

    /// <summary>Refuses options that speak of data.</summary>
    /// <param name="arguments">What was given.</param>
    /// <param name="because">The option by which no data is written.</param>
    public static void RefuseOutputs(Arguments arguments, string because)
    {
        foreach (string name in arguments.Values.Names)
        {
            if (s_ofOutput.Contains(name, StringComparer.Ordinal))
            {
                Fail.Usage($"--{because} writes no data, so --{name} has no effect.", "The report goes to standard output, and to --report FILE.json, FILE.md or FILE.html.");
            }
        }
    }

    /// <summary>Writes the report; its counts of rows say how many were looked at.</summary>
    /// <param name="session">The run.</param>
    /// <param name="command">The command.</param>
    /// <param name="method">The method.</param>
    /// <param name="because">The option by which no data is written; null where the method never writes any.</param>
    /// <param name="rows">Rows that were looked at.</param>
    /// <param name="tables">The report.</param>
    public static void Write(Session session, CommandSpec command, string method, string? because, long rows, IReadOnlyList<ReportTable> tables)
    {
        RunOptions options = session.Options;
        session.BadRows.Complete();
        long leftOut = session.WhereViews.Sum(static v => v.Dropped.Total);
        var report = new RunReport
        {
            Command = command.Name,
            Method = method,
            Version = CommandHost.Version,
            Seed = options.Seed,
            Inputs = [.. session.Files.Select(static f => f.Path.Path)],
            RowsIn = rows + leftOut,
            RowsOut = rows,
            Dropped = new SortedDictionary<string, long>(session.WhereViews.SelectMany(static v => v.Dropped.ByReason).GroupBy(static r => r.Key).ToDictionary(static g => g.Key, static g => g.Sum(static r => r.Value)), StringComparer.Ordinal),
            RowGroups = session.RowGroups,
            BadRows = session.BadRows.Counts,
            FirstBadRow = session.BadRows.First,
            Limit = options.Limit,
            Tables = tables,
            Seconds = session.Observer.Seconds,
            Workers = options.Workers,
        };
        session.Host.WriteOut(TextReport.Of(tables, options.FullReport).TrimStart('\n'));
        if (session.ReportFile is { } file)
        {
            ReportFiles.Write(report, file, options.FullReport);
        }

        session.Publish();
        if (!options.Quiet)
        {
            session.Host.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{command.Name} {method}{(because is null ? "" : " --" + because)}: {Figures.Of(rows, "row")}, no data written ({report.Seconds:0.00} s, seed {report.Seed})"));
        }
    }
}
