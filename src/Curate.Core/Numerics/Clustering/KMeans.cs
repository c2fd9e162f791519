using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Clustering;

/// <summary>
/// k-means clustering. Centroids are float32, every assignment is that of double-precision distances, and sums are exact: the same centroids bit for bit on
/// every processor
/// and for any number of workers.
/// </summary>
/// <remarks>
/// O(n k d) an iteration. Memory beyond the rows: 20 bytes a row, 8 k (d + 1) bytes for each worker and once more, 8 k (d + 1) for centroids and their packed
/// form (<see cref="BytesFor"/>); a
/// spherical fit copies the rows (4 d bytes a row), a fit on a sample copies the sample, bounds on sizes take what <see cref="BalancedAssignment"/> says. The
/// start comes before that and takes 6 bytes a row (16 more for <see cref="KMeansInit.Parallel"/>).
/// </remarks>
public static class KMeans
{
    private const int SampledRows = 65536;

    /// <summary>Fits centroids and assigns every row.</summary>
    /// <param name="rows">Numbers only, at least one row.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="draw">The draws of this fit.</param>
    /// <param name="run">Workers, memory, scratch.</param>
    /// <param name="weights">
    /// A weight of 0 or more for each row, not all 0; null for equal ones. Weights count in steps of 2^-40 of the largest (of 2^-31 for the largest number of
    /// rows).
    /// </param>
    public static KMeansResult Fit(VectorStore rows, KMeansOptions options, SeededDraw draw, RunContext run, double[]? weights = null) =>
        Fit(rows, options, draw, run, weights, SimdWidth.Widest);

    /// <summary>Moves given centroids (one row each, changed in place and owned by the result) instead of choosing where to start.</summary>
    public static KMeansResult FitFrom(VectorStore rows, VectorStore centroids, KMeansOptions options, RunContext run, double[]? weights = null) =>
        FitFrom(rows, centroids, options, run, weights, SimdWidth.Widest);

    /// <summary>The nearest centroid of each row and the distance to it; one pass.</summary>
    public static NeighbourGraph Assign(VectorStore rows, VectorStore centroids, RunContext run, bool spherical = false) =>
        NeighbourSearch.Between(rows, centroids, 1, new DistanceRule(spherical ? Metric.Cosine : Metric.Euclidean), run);

    /// <summary>What a fit on all rows takes from the budget.</summary>
    public static long BytesFor(long rows, int width, long clusters, int workers) =>
        Lloyd.BytesFor(rows, width, clusters, workers) + (8 * rows) + VectorStore.BytesFor(clusters, width);

    internal static KMeansResult Fit(VectorStore rows, KMeansOptions options, SeededDraw draw, RunContext run, double[]? weights, SimdWidth width)
    {
        Check(rows, options, weights);
        double[]? relative = Relative(weights, out double largest);
        if (options.Spherical)
        {
            using VectorStore unit = UnitLength.Copy(rows, run);
            return Fitted(unit, options, draw, run, relative, largest, width);
        }

        return Fitted(rows, options, draw, run, relative, largest, width);
    }

    internal static KMeansResult FitFrom(
        VectorStore rows, VectorStore centroids, KMeansOptions options, RunContext run, double[]? weights, SimdWidth width)
    {
        Check(rows, options with { Clusters = centroids.Count }, weights);
        double[]? relative = Relative(weights, out double largest);
        if (options.Spherical)
        {
            using VectorStore unit = UnitLength.Copy(rows, run);
            return Iterate(unit, centroids, options, run, relative, largest, width);
        }

        return Iterate(rows, centroids, options, run, relative, largest, width);
    }

    private static KMeansResult Fitted(
        VectorStore rows, KMeansOptions options, SeededDraw draw, RunContext run, double[]? weights, double largest, SimdWidth width)
    {
        if (options.TrainRows > 0 && options.TrainRows < rows.Count)
        {
            int[] sample = Sample(rows.Count, options.TrainRows, draw.For("train rows"u8));
            using VectorStore train = rows.Gather(sample, run);
            double[]? trainWeights = weights is null ? null : Array.ConvertAll(sample, row => weights[row]);
            using KMeansResult fit = Fitted(train, options, draw, run, trainWeights, largest, width);
            VectorStore found = fit.Centroids.Gather(Counting(fit.Centroids.Count), run);
            KMeansResult all = Owned(found, c => Iterate(rows, c, options with { MaxIterations = 0 }, run, weights, largest, width));
            return new KMeansResult(all.Centroids, all.Labels, all.Inertia, fit.Iterations, fit.Converged);
        }

        KMeansResult? best = null;
        try
        {
            for (int start = 0; start < Math.Max(1, options.Starts); start++)
            {
                SeededDraw own = draw.For((ulong)start);
                KMeansResult result = Owned(StartingRows.Of(rows, options, own, run, weights, width), centroids =>
                {
                    if (options.BatchRows > 0)
                    {
                        MiniBatch.Fit(rows, centroids, options, own.For("batches"u8), run, weights, width);
                    }

                    return Iterate(rows, centroids, options.BatchRows > 0 ? options with { MaxIterations = 0 } : options, run, weights, largest, width);
                });
                KMeansResult worse = result;
                if (best is null || result.Inertia < best.Inertia)
                {
                    (worse, best) = (best!, result);
                }

                worse?.Dispose();
            }
        }
        catch
        {
            best?.Dispose();
            throw;
        }

        return best!;
    }

    /// <summary>Centroids pass to the result of a fit, or are given back when it fails.</summary>
    private static KMeansResult Owned(VectorStore centroids, Func<VectorStore, KMeansResult> fit)
    {
        try
        {
            return fit(centroids);
        }
        catch
        {
            centroids.Dispose();
            throw;
        }
    }

    /// <summary>Iterates to the end, then assigns once more, so that labels and inertia are those of the centroids that are given back.</summary>
    private static KMeansResult Iterate(
        VectorStore rows, VectorStore centroids, KMeansOptions options, RunContext run, double[]? weights, double largest, SimdWidth width)
    {
        using var lloyd = new Lloyd(rows, centroids, weights, run, width);
        (long least, long most) = (options with { Clusters = centroids.Count }).SizesFor(rows.Count);
        using SizedAssigner? sized = options.BoundsSizes ? new SizedAssigner(rows, weights, centroids.Count, least, most, run) : null;
        double enough = options.MaxIterations == 0 ? 0 : options.Tolerance * MeanVariance(rows);
        bool converged = false;
        int iteration = 0;
        while (iteration < options.MaxIterations && !converged)
        {
            run.Ct.ThrowIfCancellationRequested();
            long moved = sized is null ? lloyd.Assign() : lloyd.Adopt(sized.Assign(centroids));
            iteration++;
            if (moved == 0)
            {
                converged = true;
                break;
            }

            if (sized is null)
            {
                lloyd.FillEmpty();
            }

            converged = lloyd.Move(options.Spherical) <= enough;
        }

        if (sized is null)
        {
            lloyd.Assign();
        }
        else
        {
            lloyd.Adopt(sized.Assign(centroids));
        }

        using MemoryLease lease = run.Memory.Lease(8L * rows.Count, "k-means");
        double[] ranks = lloyd.Ranks();
        var inertia = new ExactSum();
        for (int row = 0; row < ranks.Length; row++)
        {
            if (weights is null)
            {
                inertia.Add(ranks[row]);
            }
            else
            {
                inertia.AddProduct(ranks[row], weights[row]);
            }
        }

        return new KMeansResult(centroids, lloyd.Labels, inertia.ToDouble() * largest, iteration, converged);
    }

    private static void Check(VectorStore rows, KMeansOptions options, double[]? weights)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Clusters, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxIterations);
        ArgumentOutOfRangeException.ThrowIfZero(rows.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(options.LeastRows);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MostRows);
        if (options.TrainRows > 0 && (options.LeastRows > 0 || options.MostRows > 0))
        {
            throw new ArgumentException("Bounds on the rows of a cluster are for all rows, and a fit on a sample would have others.", nameof(options));
        }

        if (rows.Codes > 0)
        {
            throw new ArgumentException("k-means has no mean of category codes.", nameof(rows));
        }

        if (weights is null)
        {
            return;
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, rows.Count);
        foreach (double weight in weights)
        {
            if (!(weight >= 0) || double.IsInfinity(weight))
            {
                throw new ArgumentException("A weight is finite and not negative.", nameof(weights));
            }
        }
    }

    private static double[]? Relative(double[]? weights, out double largest)
    {
        largest = 1;
        if (weights is null)
        {
            return null;
        }

        largest = 0;
        foreach (double weight in weights)
        {
            largest = Math.Max(largest, weight);
        }

        if (largest == 0)
        {
            throw new ArgumentException("All weights are 0.", nameof(weights));
        }

        double divisor = largest;
        return Array.ConvertAll(weights, weight => CentroidSums.Round(weight / divisor, weights.Length));
    }

    private static int[] Sample(int rows, int count, SeededDraw draw)
    {
        var smallest = new BottomK(count);
        for (int row = 0; row < rows; row++)
        {
            smallest.Add(draw.Bits(0, row), new Data.RowId(0, row));
        }

        int[] sample = Array.ConvertAll(smallest.ToSorted(), static ranked => (int)ranked.Row.Row);
        Array.Sort(sample);
        return sample;
    }

    private static int[] Counting(int count)
    {
        var numbers = new int[count];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = i;
        }

        return numbers;
    }

    /// <summary>The mean over columns of the variance, from evenly spaced rows: it only sets when to stop.</summary>
    private static double MeanVariance(VectorStore rows)
    {
        int sampled = Math.Min(rows.Count, SampledRows);
        var sums = new double[rows.Width];
        var squares = new double[rows.Width];
        for (int s = 0; s < sampled; s++)
        {
            ReadOnlySpan<float> row = rows[(int)((long)s * rows.Count / sampled)];
            for (int p = 0; p < row.Length; p++)
            {
                sums[p] += row[p];
                squares[p] += (double)row[p] * row[p];
            }
        }

        double total = 0;
        for (int p = 0; p < sums.Length; p++)
        {
            double mean = sums[p] / sampled;
            total += Math.Max(0, (squares[p] / sampled) - (mean * mean));
        }

        return total / Math.Max(1, rows.Width);
    }
}
