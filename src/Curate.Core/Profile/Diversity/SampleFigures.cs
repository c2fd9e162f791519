using Curate.Core.Errors;
using Curate.Core.Numerics;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Profile.Report;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Statistics;

namespace Curate.Core.Profile.Diversity;

/// <summary>
/// Figures of samples that are compared with one another: the width of the kernel and the clusters are those of the sample of all rows.
/// </summary>
/// <remarks>O(n^2 d + m^3) for n rows of d numbers, m the smaller of n and d for the cosine and n for the Gaussian; 24 n^2 bytes.</remarks>
internal sealed class SampleFigures
{
    private const int ClusterIterations = 50;

    private readonly DiversityOptions _options;
    private readonly RunContext _run;
    private readonly Matrix? _centroids;

    /// <param name="whole">The sample of all rows.</param>
    /// <param name="options">Kernel and orders.</param>
    /// <param name="run">Workers, memory, seed.</param>
    public SampleFigures(IReadOnlyList<SampledRow> whole, DiversityOptions options, RunContext run)
    {
        _options = options;
        _run = run;
        Matrix rows = VectorsOf(whole);
        if (rows.Rows == 0)
        {
            return;
        }

        Bandwidth = options.Gaussian ? options.Bandwidth ?? MedianDistance(rows) : null;
        _centroids = Centroids(rows, run.Draw("diversity clusters"));
    }

    /// <summary>Width of the Gaussian; null for the cosine.</summary>
    public double? Bandwidth { get; }

    /// <summary>The figures of a sample.</summary>
    public SampledDiversity Of(IReadOnlyList<SampledRow> sample)
    {
        Matrix rows = VectorsOf(sample);
        byte[][] texts = [.. sample.Where(static r => r.Text is not null).Select(static r => r.Text!)];
        double?[] grams = TextVariety.DistinctGrams(texts, out double? entropy);
        byte[] joined = [.. texts.SelectMany(static text => text.Append((byte)'\n'))];
        return WithVectors(sample, new SampledDiversity
        {
            Rows = sample.Count,
            Vectors = rows.Rows,
            Texts = texts.Length,
            DistinctGrams = texts.Length == 0 ? [] : grams,
            TokenEntropy = entropy,
            Compression = joined.Length == 0 ? null : joined.Length / LempelZiv.CodedBytes(joined),
        }, rows);
    }

    /// <summary>The scores of a matrix of similarities, or of the Gram matrix of rows of length 1; by weights its trace is their sum. None where all weights are 0.</summary>
    /// <exception cref="CurateException">Weights add up to more than a number holds.</exception>
    public IReadOnlyList<VendiValue> Vendi(Matrix kernel, long rows)
    {
        double total = _options.Weight is null ? rows : kernel.Trace();
        if (!double.IsFinite(total))
        {
            Fail.With(ErrorCodes.BadValue, $"The weights in the column {Fail.Show(_options.Weight!)} add up to more than a number holds.", "Divide them all by one number: only their shares count.");
        }

        if (total == 0)
        {
            return [];
        }

        double[] eigenvalues = ShiftedEigen.ValuesOf(kernel);
        return [.. _options.Orders.Select(order => new VendiValue(order, VendiScore.Of(eigenvalues, total, order)))];
    }

    private SampledDiversity WithVectors(IReadOnlyList<SampledRow> sample, SampledDiversity figures, Matrix rows)
    {
        int n = rows.Rows;
        if (n == 0)
        {
            return figures;
        }

        using MemoryLease lease = _run.Memory.Lease(24L * n * n, "Pairs of sampled rows (--diversity-sample)");
        Matrix products = MatrixProducts.OuterGram(rows, _run.Workers, _run.Ct);
        var sums = new double[n];
        var nearest = new double[n];
        Workers.ForBlocks(_run.Workers, (n + 31) / 32, block =>
        {
            for (int i = block * 32; i < Math.Min(n, (block + 1) * 32); i++)
            {
                double least = double.PositiveInfinity;
                for (int j = 0; j < n; j++)
                {
                    if (j == i)
                    {
                        continue;
                    }

                    double distance = _options.Gaussian ? Math.Sqrt(Dense.SquaredDistance(rows.Row(i), rows.Row(j))) : Math.Max(0, 1 - products[i, j]);
                    sums[i] += distance;
                    least = Math.Min(least, distance);
                }

                nearest[i] = least;
            }
        }, _run.Ct);
        if (_options.Gaussian)
        {
            Gaussian(products, rows);
        }

        double[] weights = [.. sample.Where(static r => r.Vector is not null).Select(static r => r.Weight)];
        bool dual = !_options.Gaussian && rows.Columns < n;
        if (!dual && _options.Weight is not null)
        {
            Weigh(products, weights);
        }

        var counts = new long[_centroids!.Rows];
        for (int i = 0; i < n; i++)
        {
            counts[Nearest(rows.Row(i))]++;
        }

        return figures with
        {
            Vendi = Vendi(dual ? GramOf(rows, weights) : products, n),
            MeanDistance = n < 2 ? null : Dense.Sum(sums) / ((double)n * (n - 1)),
            NearestDistance = n < 2 ? null : Dense.Sum(nearest) / n,
            ClusterEntropy = TextVariety.Entropy(counts, n),
        };
    }

    /// <summary>Multiplies a similarity by the roots of both weights: rows of weight 2 then count as two equal rows.</summary>
    private static void Weigh(Matrix kernel, double[] weights)
    {
        double[] roots = Array.ConvertAll(weights, Math.Sqrt);
        for (int i = 0; i < kernel.Rows; i++)
        {
            Span<double> row = kernel.Row(i);
            for (int j = 0; j < row.Length; j++)
            {
                row[j] *= roots[i] * roots[j];
            }
        }
    }

    private Matrix GramOf(Matrix rows, double[] weights)
    {
        var sums = new GramSums(rows.Columns, _run);
        for (int i = 0; i < rows.Rows; i++)
        {
            sums.Add(rows.Row(i), weights[i]);
        }

        return sums.ToMatrix();
    }

    private void Gaussian(Matrix kernel, Matrix rows)
    {
        double rate = -1 / (2 * Bandwidth!.Value * Bandwidth.Value);
        Workers.ForBlocks(_run.Workers, kernel.Rows, i =>
        {
            for (int j = 0; j < kernel.Columns; j++)
            {
                kernel[i, j] = PortableMath.Exp(Dense.SquaredDistance(rows.Row(i), rows.Row(j)) * rate);
            }
        }, _run.Ct);
    }

    /// <summary>The vectors of rows that have one; at length 1 for the cosine.</summary>
    private Matrix VectorsOf(IReadOnlyList<SampledRow> sample)
    {
        float[][] vectors = [.. sample.Where(static r => r.Vector is not null).Select(static r => r.Vector!)];
        var rows = new Matrix(vectors.Length, vectors.Length == 0 ? 0 : vectors[0].Length);
        for (int i = 0; i < vectors.Length; i++)
        {
            Units.Write(vectors[i], rows.Row(i), !_options.Gaussian);
        }

        return rows;
    }

    /// <summary>The median distance of pairs of different rows; 1 where all are equal.</summary>
    private static double MedianDistance(Matrix rows)
    {
        var distances = new List<double>();
        int step = Math.Max(1, rows.Rows / 500);
        for (int i = 0; i < rows.Rows; i += step)
        {
            for (int j = 0; j < i; j += step)
            {
                double squared = Dense.SquaredDistance(rows.Row(i), rows.Row(j));
                if (squared > 0)
                {
                    distances.Add(squared);
                }
            }
        }

        distances.Sort();
        return distances.Count == 0 ? 1 : Math.Sqrt(distances[distances.Count / 2]);
    }

    /// <summary>Centroids of as many clusters as the root of the rows.</summary>
    private Matrix Centroids(Matrix rows, SeededDraw draw)
    {
        using var store = new VectorStore(rows.Rows, rows.Columns, 0, _run);
        for (int i = 0; i < rows.Rows; i++)
        {
            Span<float> to = store[i];
            for (int p = 0; p < to.Length; p++)
            {
                to[p] = (float)rows[i, p];
            }
        }

        using KMeansResult fit = KMeans.Fit(store, new KMeansOptions { Clusters = Math.Max(1, (int)Math.Sqrt(rows.Rows)), MaxIterations = ClusterIterations, Spherical = !_options.Gaussian }, draw, _run);
        var centroids = new Matrix(fit.Centroids.Count, rows.Columns);
        for (int c = 0; c < centroids.Rows; c++)
        {
            for (int p = 0; p < rows.Columns; p++)
            {
                centroids[c, p] = fit.Sizes[c] > 0 ? fit.Centroids[c][p] : double.MaxValue;
            }
        }

        return centroids;
    }

    private int Nearest(ReadOnlySpan<double> row)
    {
        int best = 0;
        double least = double.PositiveInfinity;
        for (int c = 0; c < _centroids!.Rows; c++)
        {
            double distance = Dense.SquaredDistance(row, _centroids.Row(c));
            if (distance < least)
            {
                (best, least) = (c, distance);
            }
        }

        return best;
    }
}
