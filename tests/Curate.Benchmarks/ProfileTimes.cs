using System.Diagnostics;
using System.Globalization;
using Curate.Core.Data;
using Curate.Core.Profile;
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
        using var scratch = new Curate.Formats.Files.MemoryScratch();
        var context = new RunContext { Workers = workers, Memory = new MemoryBudget(4L << 30), Scratch = scratch };
        long start = Stopwatch.GetTimestamp();
        var fields = source.Schema.Fields;
        if (Environment.GetEnvironmentVariable("READ") != null)
        {
            long n = new PassRunner(context).Each(source, new ReadRequest { Columns = [.. fields.Select(f => new ColumnRequest(f.Name, ColumnKind.Text))] }, "x", _ => { });
            Console.WriteLine($"read {n} {Stopwatch.GetElapsedTime(start)}");
            return 0;
        }

        TableSummary summary = new PassRunner(context).Summarise(source, new ReadRequest { Columns = [.. fields.Select(f => new ColumnRequest(f.Name, ColumnKind.Text))] }, "profile",
            () => new TableSummary(fields, ColumnKind.Text, new ProfileOptions(), 1));
        Console.WriteLine(Stopwatch.GetElapsedTime(start));
        for (int c = 0; c < 32; c++)
        {
            if (TableSummary.Ticks[c] > 0)
            {
                Console.WriteLine($"{(c < fields.Count ? fields[c].Name : "rows")}: fill {TableSummary.Ticks[32 + c] / 1e6:F0} ms add {TableSummary.Ticks[c] / 1e6:F0} ms");
            }
        }

        Process.GetCurrentProcess().Refresh();
        Console.WriteLine($"peak {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB cpu {Process.GetCurrentProcess().TotalProcessorTime}");
        return 0;
    }
}
