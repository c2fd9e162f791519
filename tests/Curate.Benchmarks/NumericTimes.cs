using System.Diagnostics;
using System.Globalization;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Formats.Files;
using Curate.TestKit;

namespace Curate.Benchmarks;

/// <summary>Wall and processor seconds of the engines of the numeric core, each the best of some rounds over the same rows.</summary>
public static class NumericTimes
{
    private static readonly SeededDraw s_draw = new(1, "benchmark");

    public static void Run(string part, int workers, int rounds)
    {
        using var scratch = new MemoryScratch();
        var run = new RunContext { Memory = new MemoryBudget(8L << 30), Scratch = scratch, Workers = workers };
        switch (part)
        {
            case "kernels":
                Kernels(run, rounds);
                break;
            case "radius":
                Radius(run, rounds);
                break;
            case "kmeans":
                Clusterings(run, rounds);
                break;
            case "pca":
                Components(run, rounds);
                break;
            case "trees":
                Trees(run, rounds);
                break;
            default:
                throw new ArgumentException($"There is no part '{part}': kernels, radius, kmeans, pca, trees.", nameof(part));
        }
    }

    /// <summary>Two sets, so that every pair is scored once: the nearest row alone, which leaves hardly anything but the kernel.</summary>
    private static void Kernels(RunContext run, int rounds)
    {
        foreach (int dimensions in (int[])[8, 32, 128, 784])
        {
            int count = (int)Math.Sqrt(4e9 / dimensions);
            using VectorStore queries = NeighbourTimes.Uniform(count, dimensions, run);
            using VectorStore rows = NeighbourTimes.Uniform(count, dimensions, run, seed: 8);
            foreach (Metric metric in (Metric[])[Metric.Euclidean, Metric.Cosine, Metric.InnerProduct, Metric.Manhattan, Metric.Chebyshev])
            {
                Print($"{metric} {count} x {count} x {dimensions}", rounds, 2.0 * count * count * dimensions,
                    () => NeighbourSearch.Between(queries, rows, 1, new DistanceRule(metric), run).Dispose());
            }
        }

        using VectorStore codes = Codes(12_000, 32, run);
        Print("Hamming 12000 x 12000 x 32", rounds, 2.0 * 12_000 * 12_000 * 32,
            () => NeighbourSearch.Between(codes, codes, 1, new DistanceRule(Metric.Hamming), run).Dispose());
    }

    private static void Radius(RunContext run, int rounds)
    {
        using VectorStore rows = NeighbourTimes.Uniform(30_000, 16, run);
        foreach (double radius in (double[])[0.4, 0.7])
        {
            long edges = 0;
            Print(string.Create(CultureInfo.InvariantCulture, $"radius {radius} 30000 x 16"), rounds, 2.0 * 30_000 * 30_000 * 16, () =>
            {
                using NeighbourGraph graph = NeighbourSearch.WithinRadius(rows, radius, new DistanceRule(Metric.Euclidean), run);
                edges = graph.Edges;
            });
            Console.WriteLine($"  {edges} pairs");
        }
    }

    private static void Clusterings(RunContext run, int rounds)
    {
        using VectorStore rows = Mixture(30_000, 16, 100, run);
        var plain = new KMeansOptions { Clusters = 100, MaxIterations = 25, Tolerance = 0 };
        foreach ((string name, KMeansOptions options) in ((string, KMeansOptions)[])
            [
                ("k-means++", plain),
                ("k-means||", plain with { Init = KMeansInit.Parallel }),
                ("random start", plain with { Init = KMeansInit.Random }),
                ("spherical", plain with { Spherical = true }),
                ("mini-batch of 1000", plain with { BatchRows = 1000, MaxIterations = 5 }),
                ("on a sample of 5000", plain with { TrainRows = 5000 }),
                ("balanced", plain with { Balanced = true }),
                ("200 to 400 rows", plain with { LeastRows = 200, MostRows = 400 }),
            ])
        {
            string outcome = "";
            Print($"{name}, 30000 x 16, k=100", rounds, 0, () =>
            {
                using KMeansResult result = KMeans.Fit(rows, options, s_draw, run);
                outcome = string.Create(CultureInfo.InvariantCulture,
                    $"  {result.Iterations} iterations, inertia {result.Inertia:F0}, sizes {result.Sizes.Min()} to {result.Sizes.Max()}");
            });
            Console.WriteLine(outcome);
        }
    }

    private static void Components(RunContext run, int rounds)
    {
        Matrix tall = Values(100_000, 64);
        Print("PCA 100000 x 64, 16 components", rounds, 0, () => Pca.Fit(tall, 16, run));
        Print("randomised PCA 100000 x 64, 16 components", rounds, 0, () => Pca.FitRandomised(tall, 16, s_draw, run));
        Matrix wide = Values(2000, 784);
        Print("PCA 2000 x 784, 16 components", rounds, 0, () => Pca.Fit(wide, 16, run));
        Print("randomised PCA 2000 x 784, 16 components", rounds, 0, () => Pca.FitRandomised(wide, 16, s_draw, run));
    }

    private static void Trees(RunContext run, int rounds)
    {
        Matrix values = Values(50_000, 20);
        var labels = new int[values.Rows];
        var targets = new double[values.Rows];
        for (int i = 0; i < labels.Length; i++)
        {
            targets[i] = values[i, 0] + (values[i, 1] * values[i, 2]) + (0.1 * values[i, 3]);
            labels[i] = targets[i] > 0.8 ? 1 : 0;
        }

        var classes = new LabelledRows(values, labels, 2);
        var numbers = new TargetRows(values, targets);
        var forest = new RandomForestOptions { Trees = 20 };
        var boosting = new GradientBoostingOptions();
        Print("forest of 20 trees, classes, 50000 x 20", rounds, 0, () => new RandomForestClassifier(forest).Fit(classes, s_draw, run));
        Print("forest of 20 trees, numbers, 50000 x 20", rounds, 0, () => new RandomForestRegressor(forest).Fit(numbers, s_draw, run));
        Print("boosting of 100 rounds, classes, 50000 x 20", rounds, 0, () => new GradientBoostingClassifier(boosting).Fit(classes, run));
        Print("boosting of 100 rounds, numbers, 50000 x 20", rounds, 0, () => new GradientBoostingRegressor(boosting).Fit(numbers, run));
    }

    private static void Print(string name, int rounds, double operations, Action work)
    {
        work();
        double seconds = double.PositiveInfinity;
        double used = double.PositiveInfinity;
        for (int round = 0; round < rounds; round++)
        {
            TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
            long start = Stopwatch.GetTimestamp();
            work();
            seconds = Math.Min(seconds, Stopwatch.GetElapsedTime(start).TotalSeconds);
            used = Math.Min(used, (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
        }

        string rate = operations == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {operations / used / 1e9:F0} GFLOP a processor second");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {seconds:F3} s, {used:F3} s of processor{rate}"));
    }

    private static VectorStore Mixture(int count, int dimensions, int centres, RunContext run)
    {
        using VectorStore middle = NeighbourTimes.Uniform(centres, dimensions, run, seed: 3);
        VectorStore rows = NeighbourTimes.Uniform(count, dimensions, run);
        var draws = new SplitMix64(9);
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<float> centre = middle[draws.Below(centres)];
            Span<float> values = rows[row];
            for (int p = 0; p < values.Length; p++)
            {
                values[p] = centre[p] + (0.3f * (values[p] - 0.5f));
            }
        }

        return rows;
    }

    private static VectorStore Codes(int count, int codes, RunContext run)
    {
        var store = new VectorStore(count, 0, codes, run);
        var draws = new SplitMix64(7);
        for (int row = 0; row < count; row++)
        {
            foreach (ref float value in store[row])
            {
                value = draws.Below(10);
            }
        }

        return store;
    }

    private static Matrix Values(int rows, int columns)
    {
        var draws = new SplitMix64(5);
        var matrix = new Matrix(rows, columns);
        for (int i = 0; i < matrix.Values.Length; i++)
        {
            matrix.Values[i] = draws.Unit();
        }

        return matrix;
    }
}
