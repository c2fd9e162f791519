using System.Diagnostics;
using System.Globalization;
using Curate.Core.Data;
using Curate.Core.Profile;
using Curate.Core.Profile.Report;
using Curate.Core.Running;
using Curate.Formats.Csv;
using Curate.Formats.Files;

namespace Curate.Benchmarks;

/// <summary>Profiles one CSV file and prints how long the pass and the report took, and the peak memory of the process.</summary>
public static class ProfileTimes
{
    public static int Run(string path, int workers)
    {
        using var source = new CsvSource(new FileInput(path), new TextReadOptions());
        using var scratch = new MemoryScratch();
        var context = new RunContext { Workers = workers, Memory = new MemoryBudget(4L << 30), Scratch = scratch };
        long start = Stopwatch.GetTimestamp();
        if (Environment.GetEnvironmentVariable("CURATE_READ_ONLY") is not null)
        {
            // The floor: what reading the columns as text costs.
            ReadRequest columns = new() { Columns = [.. source.Schema.Fields.Select(static f => new ColumnRequest(f.Name, ColumnKind.Text))] };
            long read = new PassRunner(context).Each(source, columns, "read", static _ => { });
            Console.WriteLine($"{read} rows read in {Stopwatch.GetElapsedTime(start).TotalSeconds:F2} s");
            return 0;
        }

        TableSummary summary = ProfileRun.Run(new PassRunner(context), source, new ProfileOptions());
        double pass = Stopwatch.GetElapsedTime(start).TotalSeconds;
        ProfileReport report = summary.Finish(new ProfileOptions(), path);
        double all = Stopwatch.GetElapsedTime(start).TotalSeconds;
        foreach (ColumnReport column in report.Columns)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{column.Name,-12} {column.Kind,-7} {column.Type,-11} nulls {column.Nulls} distinct {column.Distinct.Value:F0} mean {column.Numeric?.Mean} sd {column.Numeric?.StandardDeviation} median {column.Numeric?.At(0.5)?.Value}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Rows} rows, {report.Duplicates!.DuplicateRows.Value:F0} repeated; pass {pass:F2} s, report {all - pass:F2} s"));
        Process.GetCurrentProcess().Refresh();
        Console.WriteLine($"peak {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB, processor time {Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds:F2} s");
        return 0;
    }
}
