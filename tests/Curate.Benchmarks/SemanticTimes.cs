using System.Diagnostics;
using System.Globalization;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Formats.Csv;
using Curate.Formats.Files;
using Curate.Formats.Parquet;
using Curate.TestKit;

namespace Curate.Benchmarks;

/// <summary>Semantic duplicates of a file of vectors: seconds, processor seconds and what was found, without writing the rows.</summary>
public static class SemanticTimes
{
    private const int Topics = 3000;

    /// <summary>Vectors around 3,000 topics; one in five is an earlier vector with a little noise, from none to an angle of about 25 degrees.</summary>
    public static void Write(string path, int rows, int dimensions) => ParquetSpeed.WriteVectors(path, rows, dimensions, (row, vector) =>
    {
        SplitMix64 draws = new(((ulong)row * 0x9E3779B97F4A7C15) + 1);
        bool copy = row > 0 && draws.Chance(0.2);
        SplitMix64 own = new(((ulong)(copy ? draws.Below(row) : row) * 0xD1B54A32D192ED03) + 7);
        SplitMix64 topic = new((ulong)own.Below(Topics) * 0xA24BAED4963EE407);
        double noise = copy ? draws.Below(5) * 0.12 : 0;
        for (int p = 0; p < vector.Length; p++)
        {
            vector[p] = (float)(Normal(topic) + (0.7 * Normal(own)) + (noise * Normal(draws)));
        }
    });

    /// <param name="rows">Rows to write.</param>
    /// <param name="dimensions">Values of a vector.</param>
    /// <param name="clusters">Clusters of k-means.</param>
    /// <param name="workers">Threads.</param>
    /// <param name="path">The file.</param>
    public static void Run(int rows, int dimensions, string clusters, int workers, string path)
    {
        if (!File.Exists(path))
        {
            Write(path, rows, dimensions);
        }

        MethodEntry entry = MethodRegistry.All.Single(static m => m.Id == "dedupe/semantic");
        BoundMethod bound = entry.Bind(new OptionValues().Add("embedding", "embedding").Add("k", clusters));
        using var source = new ParquetSource(new FileInput(path), new TextReadOptions());
        using var scratch = new MemoryScratch();
        var context = new RunContext { Workers = workers, Memory = new MemoryBudget(8L << 30), Scratch = scratch };
        var inputs = new PlanInputs(source);
        long start = Stopwatch.GetTimestamp();
        using IRowPlanner planner = bound.Start(new StartRequest(inputs, context)).Planner!;
        using RowPlan plan = planner.Run(new PassRunner(context), inputs);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using Process process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{plan.InputRows:N0} vectors of {dimensions}, {clusters} clusters: {seconds:F1} s, {process.TotalProcessorTime.TotalSeconds:F1} processor seconds, peak {process.PeakWorkingSet64 >> 20} MiB, {plan.Dropped.Total:N0} leave"));
        foreach (ReportTable table in plan.Tables)
        {
            foreach (object?[] row in table.Rows)
            {
                Console.WriteLine("  " + string.Join("  ", row.Select(static cell => Convert.ToString(cell, CultureInfo.InvariantCulture))));
            }
        }
    }

    /// <summary>A sum of four uniform draws of variance 1: near enough to normal.</summary>
    private static double Normal(SplitMix64 draws) => (draws.Unit() + draws.Unit() + draws.Unit() + draws.Unit() - 2) * 1.7320508075688772;
}
