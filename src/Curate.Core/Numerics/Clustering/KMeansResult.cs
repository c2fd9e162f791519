using Curate.Core.Numerics.Vectors;

namespace Curate.Core.Numerics.Clustering;

/// <summary>
/// Centroids, and to which of them every row belongs: the nearest in double precision, of equally near ones the first; where sizes have bounds, the assignment
/// of least total within them.
/// </summary>
public sealed class KMeansResult : IDisposable
{
    internal KMeansResult(VectorStore centroids, int[] labels, double inertia, int iterations, bool converged)
    {
        Centroids = centroids;
        Labels = labels;
        Inertia = inertia;
        Iterations = iterations;
        Converged = converged;
        Sizes = new long[centroids.Count];
        foreach (int label in labels)
        {
            Sizes[label]++;
        }
    }

    /// <summary>One row a cluster.</summary>
    public VectorStore Centroids { get; }

    /// <summary>The cluster of every row.</summary>
    public int[] Labels { get; }

    /// <summary>Rows of every cluster, whatever their weights.</summary>
    public long[] Sizes { get; }

    /// <summary>The sum over rows of weight x squared distance to the own centroid: exact sum of double-precision distances.</summary>
    public double Inertia { get; }

    /// <summary>Iterations of the winning start.</summary>
    public int Iterations { get; }

    /// <summary>False when the start ended at its limit of iterations.</summary>
    public bool Converged { get; }

    /// <summary>k x sum of squared sizes / n^2: 1 where all clusters are equally large, k where one has all rows.</summary>
    public double ImbalanceFactor
    {
        get
        {
            double squares = 0;
            double rows = 0;
            foreach (long size in Sizes)
            {
                squares += (double)size * size;
                rows += size;
            }

            return rows == 0 ? 0 : Sizes.Length * squares / (rows * rows);
        }
    }

    public void Dispose() => Centroids.Dispose();
}
