using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;
using Curate.Formats.Files;

namespace Curate.Benchmarks;

/// <summary>k-means from given centroids over raw float32 files: prints seconds and inertia, one line a round.</summary>
public static class KMeansTimes
{
    public static void Run(string rowsPath, string startPath, int dimensions, int iterations, int workers, int rounds)
    {
        using var scratch = new MemoryScratch();
        var run = new RunContext { Memory = new MemoryBudget(8L << 30), Scratch = scratch, Workers = workers };
        using VectorStore rows = Load(rowsPath, dimensions, run);
        for (int round = 0; round < rounds; round++)
        {
            TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
            long start = Stopwatch.GetTimestamp();
            var options = new KMeansOptions { Clusters = 1, MaxIterations = iterations, Tolerance = 0 };
            using KMeansResult result = KMeans.FitFrom(rows, Load(startPath, dimensions, run), options, run);
            TimeSpan time = Stopwatch.GetElapsedTime(start);
            TimeSpan used = Process.GetCurrentProcess().TotalProcessorTime - before;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{time.TotalSeconds:F3} {used.TotalSeconds:F3} {result.Iterations} {result.Inertia:R}"));
        }
    }

    private static VectorStore Load(string path, int dimensions, RunContext run)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int count = bytes.Length / (4 * dimensions);
        var store = new VectorStore(count, dimensions, 0, run);
        MemoryMarshal.Cast<byte, float>(bytes).CopyTo(store.Rows(0, count));
        return store;
    }
}
