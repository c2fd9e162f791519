using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Cluster;

/// <summary>
/// A uniform sample of rows with their vectors: those of the smallest draws, so that it does not depend on order, shards or how many rows follow. Silhouettes are
/// taken of it.
/// </summary>
/// <remarks>4 s (numbers + 4) bytes for s rows, and 4 s^2 for the distances between them once they are asked for.</remarks>
/// <param name="most">Most rows.</param>
/// <param name="dimension">Numbers of a vector.</param>
/// <param name="cosine">Vectors count by direction.</param>
/// <param name="draw">The draws.</param>
/// <param name="run">Workers and memory.</param>
internal sealed class SampledRows(int most, int dimension, bool cosine, SeededDraw draw, RunContext run) : IDisposable
{
    private readonly MemoryLease _lease = run.Memory.Lease(0, "The sample of rows");
    private readonly PriorityQueue<int, (ulong Draw, long Row)> _largest = new(Comparer<(ulong Draw, long Row)>.Create(static (a, b) => b.CompareTo(a)));
    private readonly List<(long Row, int Vector, int Label)> _rows = [];
    private readonly List<float[]> _vectors = [];
    private double[]? _distances;

    public int Count => _rows.Count;

    /// <summary>Numbers of a vector.</summary>
    public int Dimension => dimension;

    /// <summary>A vector, by its place in row order once <see cref="Sorted"/> was called.</summary>
    public ReadOnlySpan<float> VectorOf(int place) => _vectors[place];

    /// <summary>Takes a row where its draw is small enough. What a label is, is the caller's.</summary>
    public void Offer(long row, ReadOnlySpan<float> vector, int vectorNumber, int label)
    {
        (ulong, long) key = (draw.Bits(0, row), row);
        int slot = _rows.Count;
        if (slot == most)
        {
            if (most == 0 || !_largest.TryPeek(out slot, out (ulong, long) worst) || key.CompareTo(worst) > 0)
            {
                return;
            }

            _largest.Dequeue();
            _rows[slot] = (row, vectorNumber, label);
        }
        else
        {
            _lease.Grow((4L * dimension) + 64, "The sample of rows");
            _rows.Add((row, vectorNumber, label));
            _vectors.Add(new float[dimension]);
        }

        vector.CopyTo(_vectors[slot]);
        if (cosine)
        {
            UnitLength.Apply(_vectors[slot]);
        }

        _largest.Enqueue(slot, key);
    }

    /// <summary>The sampled rows in their order: row, number of its vector, label.</summary>
    public (long Row, int Vector, int Label)[] Sorted()
    {
        Sort();
        return [.. _rows];
    }

    /// <summary>The silhouette of each sampled row, in row order, among the sample: (b - a) / max(a, b), a the mean distance to its own cluster, b the least mean
    /// distance to another; 0 for a row that is alone (Rousseeuw 1987). O(s^2), and O(s^2 d) the first time.</summary>
    /// <param name="labels">The cluster of each sampled row, in row order.</param>
    /// <param name="clusters">How many clusters there are.</param>
    public double[] Silhouettes(int[] labels, int clusters)
    {
        double[] distances = Distances();
        int n = Count;
        var sizes = new int[clusters];
        foreach (int label in labels)
        {
            sizes[label]++;
        }

        var silhouettes = new double[n];
        Workers.ForBlocks(run.Workers, (n + 15) / 16, block =>
        {
            var sums = new double[clusters];
            for (int i = block * 16; i < Math.Min(n, (block + 1) * 16); i++)
            {
                Array.Clear(sums);
                for (int j = 0; j < n; j++)
                {
                    if (j != i)
                    {
                        sums[labels[j]] += distances[i > j ? Place(i, j) : Place(j, i)];
                    }
                }

                double other = double.PositiveInfinity;
                for (int c = 0; c < clusters; c++)
                {
                    if (c != labels[i] && sizes[c] > 0)
                    {
                        other = Math.Min(other, sums[c] / sizes[c]);
                    }
                }

                int own = sizes[labels[i]] - 1;
                double inside = own > 0 ? sums[labels[i]] / own : 0;
                double wider = Math.Max(inside, other);
                silhouettes[i] = own == 0 || double.IsInfinity(other) || wider == 0 ? 0 : (other - inside) / wider;
            }
        }, run.Ct);
        return silhouettes;
    }

    /// <summary>The mean, of no rows 0.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return values.Length == 0 ? 0 : sum / values.Length;
    }

    public void Dispose() => _lease.Dispose();

    private static long Place(int i, int j) => ((long)i * (i - 1) / 2) + j;

    private void Sort()
    {
        int[] order = [.. Enumerable.Range(0, Count).OrderBy(i => _rows[i].Row)];
        (long, int, int)[] rows = [.. order.Select(i => _rows[i])];
        float[][] vectors = [.. order.Select(i => _vectors[i])];
        _largest.Clear();
        for (int i = 0; i < order.Length; i++)
        {
            _rows[i] = rows[i];
            _vectors[i] = vectors[i];
            _largest.Enqueue(i, (draw.Bits(0, _rows[i].Row), _rows[i].Row));
        }
    }

    private double[] Distances()
    {
        if (_distances is not null)
        {
            return _distances;
        }

        Sort();
        long pairs = Place(Count, 0);
        _lease.Grow(8 * pairs, "The distances of the sample");
        var distances = new double[pairs];
        Workers.ForBlocks(run.Workers, Count, i =>
        {
            for (int j = 0; j < i; j++)
            {
                distances[Place(i, j)] = CentroidDistance.Of(PairSums.Squares(_vectors[i], _vectors[j]), cosine);
            }
        }, run.Ct);
        return _distances = distances;
    }
}
