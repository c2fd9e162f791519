using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Profile.Report;
using Curate.Core.Randomness;
using Curate.Core.Randomness.Designs;
using Curate.Core.Running;
using Curate.Core.Statistics;

namespace Curate.Core.Check.TwoSample;

/// <summary>
/// Whether rows of a file (made-up ones, say) are copies of training rows: each row's distance to the nearest training row and to the nearest held-out row, of which equally many are taken. Rows that
/// only follow the same distribution are nearer to a training row half of the time.
/// </summary>
/// <remarks>O(n m d) float operations; 24 bytes a row.</remarks>
internal sealed record CopyRates
{
    /// <summary>Share of rows nearer to a training row than to any held-out row, ties for half; Wilson's interval.</summary>
    public required Interval NearerToTraining { get; init; }

    /// <summary>Of permutations of training against held-out rows.</summary>
    public required double PValue { get; init; }

    /// <summary>Rows equal to a training row in all features, and to a held-out row.</summary>
    public required int EqualToTraining { get; init; }

    public required int EqualToHeldOut { get; init; }

    /// <summary>Medians of the distances.</summary>
    public required double MedianToTraining { get; init; }

    public required double MedianToHeldOut { get; init; }

    /// <summary>Rows of each reference that were compared with.</summary>
    public required int Compared { get; init; }

    private const int Looked = 16;

    /// <param name="rows">Rows of the file.</param>
    /// <param name="training">Training rows, on the same scale.</param>
    /// <param name="heldOut">Held-out rows, on the same scale.</param>
    /// <param name="permutations">B.</param>
    /// <param name="draw">Key of subsets and permutations.</param>
    /// <param name="run">Workers and memory.</param>
    public static CopyRates Of(Matrix rows, Matrix training, Matrix heldOut, int permutations, SeededDraw draw, RunContext run)
    {
        int size = Math.Min(training.Rows, heldOut.Rows);
        using VectorStore queries = ClassifierTest.StoreOf(rows, [.. Enumerable.Range(0, rows.Rows)], run);
        double[] toTraining = Nearest(queries, training, RandomOrder.Of(training.Rows, draw.For("training"u8))[..size], run);
        double[] toHeldOut = Nearest(queries, heldOut, RandomOrder.Of(heldOut.Rows, draw.For("held-out"u8))[..size], run);
        (double nearer, double pValue) = Test(queries, training, heldOut, size, permutations, draw, run);
        return new CopyRates
        {
            NearerToTraining = Proportions.Wilson(nearer, rows.Rows),
            PValue = pValue,
            EqualToTraining = toTraining.Count(static d => d == 0),
            EqualToHeldOut = toHeldOut.Count(static d => d == 0),
            MedianToTraining = Median(toTraining),
            MedianToHeldOut = Median(toHeldOut),
            Compared = size,
        };
    }

    private static double[] Nearest(VectorStore queries, Matrix rows, int[] picked, RunContext run)
    {
        using VectorStore store = ClassifierTest.StoreOf(rows, picked, run);
        using NeighbourGraph graph = NeighbourSearch.Between(queries, store, 1, new DistanceRule(Metric.Euclidean), run);
        var distances = new double[queries.Count];
        for (int i = 0; i < distances.Length; i++)
        {
            distances[i] = graph.Distances(i)[0];
        }

        return distances;
    }

    /// <summary>Rows nearer to training rows, ties for half, and the p-value where training and held-out rows change sides at random: the row nearest of all decides.</summary>
    private static (double Nearer, double PValue) Test(VectorStore queries, Matrix training, Matrix heldOut, int size, int permutations, SeededDraw draw, RunContext run)
    {
        int[] ofTraining = RandomOrder.Of(training.Rows, draw.For("training"u8))[..size];
        int[] ofHeldOut = RandomOrder.Of(heldOut.Rows, draw.For("held-out"u8))[..size];
        var both = new Matrix(2 * size, queries.Numeric);
        for (int i = 0; i < size; i++)
        {
            training.Row(ofTraining[i]).CopyTo(both.Row(i));
            heldOut.Row(ofHeldOut[i]).CopyTo(both.Row(size + i));
        }

        // Of more equally near rows than are looked at, some of either side are to be among them.
        int[] order = RandomOrder.Of(2 * size, draw.For("ties"u8));
        using VectorStore store = ClassifierTest.StoreOf(both, order, run);
        using NeighbourGraph graph = NeighbourSearch.Between(queries, store, Math.Min(2 * size, Looked), new DistanceRule(Metric.Euclidean), run);
        byte[] labels = Array.ConvertAll(order, i => (byte)(i < size ? 1 : 0));
        byte[][] permuted = PermutationTest.Labels(labels, permutations, draw.For("permutations"u8));
        double nearer = Nearer(graph, labels);
        var nulls = new double[permutations];
        Workers.ForBlocks(run.Workers, permutations, b => nulls[b] = Nearer(graph, permuted[b]), run.Ct);
        return (nearer, PermutationTest.PValue(nearer, nulls));
    }

    private static double Nearer(NeighbourGraph graph, byte[] labels)
    {
        double sum = 0;
        for (int i = 0; i < graph.Count; i++)
        {
            ReadOnlySpan<int> near = graph.Neighbours(i);
            ReadOnlySpan<double> distances = graph.Distances(i);
            int ones = 0;
            int tied = 0;
            while (tied < near.Length && distances[tied] == distances[0])
            {
                ones += labels[near[tied++]];
            }

            sum += ones == tied ? 1 : ones == 0 ? 0 : 0.5;
        }

        return sum;
    }

    private static double Median(double[] distances)
    {
        double[] sorted = [.. distances.Order()];
        return sorted.Length == 0 ? double.NaN : Bootstrap.Quantile(sorted, 0.5);
    }
}
