using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Dedupe.Semantic;

/// <summary>
/// Spherical k-means over a sample of the candidates (Dhillon and Modha 2001), and for any candidates the clusters whose centres are nearest by cosine.
/// </summary>
/// <remarks>The sample: <see cref="SampledRowsPerCluster"/> d floats a cluster, twice.</remarks>
internal sealed class VectorClusters : IDisposable
{
    /// <summary>Up to this many vectors, comparing all pairs takes a second or two.</summary>
    public const int OneClusterUpTo = 20_000;

    private const int SampledRowsPerCluster = 128;
    private const int AtATime = 65536;
    private readonly VectorStore _centres;

    private VectorClusters(VectorStore centres, int iterations)
    {
        _centres = centres;
        Iterations = iterations;
    }

    public int Count => _centres.Count;

    public int Iterations { get; }

    /// <summary>One cluster for few vectors, else about as many as vectors in each.</summary>
    public static int DefaultCount(int candidates) => candidates <= OneClusterUpTo ? 1 : (int)Math.Round(Math.Sqrt(candidates));

    public static VectorClusters Fit(VectorTable table, int clusters, int maxIterations, SeededDraw draw, RunContext run)
    {
        var smallest = new BottomK((int)Math.Min(table.Candidates, (long)SampledRowsPerCluster * clusters));
        for (int c = 0; c < table.Candidates; c++)
        {
            smallest.Add(draw.Bits(0, table.RowOf(table.FirstOf[c])), new Data.RowId(0, table.FirstOf[c]));
        }

        int[] sample = Array.ConvertAll(smallest.ToSorted(), static ranked => (int)ranked.Row.Row);
        Array.Sort(sample);
        using VectorStore rows = table.Store.Gather(sample, run);
        var options = new KMeansOptions { Clusters = Math.Min(clusters, sample.Length), MaxIterations = maxIterations, Init = KMeansInit.Random, Spherical = true };
        KMeansResult fit = KMeans.Fit(rows, options, draw.For("centres"u8), run);
        return new VectorClusters(fit.Centroids, fit.Iterations);
    }

    /// <summary>The nearest clusters of each candidate, nearest first, <paramref name="probes"/> of each.</summary>
    /// <param name="table">The candidates.</param>
    /// <param name="probes">At most as many as there are clusters.</param>
    /// <param name="distances">Filled with the distance to the nearest centre, where it is not empty.</param>
    /// <param name="run">Workers and memory.</param>
    public int[] Nearest(VectorTable table, int probes, Span<double> distances, RunContext run)
    {
        var nearest = new int[(long)table.Candidates * probes];
        for (int from = 0; from < table.Candidates; from += AtATime)
        {
            int count = Math.Min(AtATime, table.Candidates - from);
            using VectorStore part = table.Store.Gather(table.FirstOf.AsSpan(from, count), run);
            using NeighbourGraph graph = NeighbourSearch.Between(part, _centres, probes, new DistanceRule(Metric.Cosine), run);
            for (int i = 0; i < count; i++)
            {
                graph.Neighbours(i).CopyTo(nearest.AsSpan((from + i) * probes, probes));
                if (!distances.IsEmpty)
                {
                    distances[from + i] = graph.Distances(i)[0];
                }
            }
        }

        return nearest;
    }

    public void Dispose() => _centres.Dispose();
}
