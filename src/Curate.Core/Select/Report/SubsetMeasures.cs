using Curate.Core.Hashing;
using Curate.Core.Numerics;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;
using Curate.Core.Statistics;

namespace Curate.Core.Select.Report;

/// <summary>
/// What a subset is like beside the whole: how far rows are from it, how different its rows are, how near its distribution is. Measured on a fixed sample of
/// rows (the reference) and a sample of the subset, in double precision.
/// </summary>
/// <remarks>O((reference + sample) sample d), pairs of one set once, in 8 sample^2 bytes; and the eigenvalues of a matrix of at most <c>vendiRows</c>.</remarks>
internal sealed class SubsetMeasures
{
    private const int PairsOfTask = 1 << 13;
    private readonly VectorStore _rows;
    private readonly RunContext _run;
    private readonly int[] _reference;
    private readonly double _bandwidth;
    private readonly int _vendiRows;
    private readonly double _referenceDistance;
    private readonly double _referenceKernel;

    /// <param name="rows">All rows; numbers only.</param>
    /// <param name="reference">The rows that stand for all of them.</param>
    /// <param name="bandwidth">Width of the Gaussian kernel.</param>
    /// <param name="vendiRows">Rows that the Vendi score is of, at most.</param>
    /// <param name="run">Workers.</param>
    public SubsetMeasures(VectorStore rows, int[] reference, double bandwidth, int vendiRows, RunContext run)
    {
        _rows = rows;
        _run = run;
        _reference = reference;
        _bandwidth = bandwidth;
        _vendiRows = vendiRows;
        (_referenceDistance, _referenceKernel) = Means(reference);
    }

    /// <summary>Names of the measures, in the order of <see cref="Of"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["coverage_radius", "mean_distance", "vendi_1", "vendi_2", "vendi_inf", "mmd", "energy_distance", "equal_rows"];

    /// <summary>The measures of a subset.</summary>
    /// <param name="subset">Rows of it, at most as many as are worth comparing.</param>
    public double[] Of(int[] subset)
    {
        (double distance, double kernel, double[] nearest) = Means(_reference, subset);
        (double ownDistance, double ownKernel) = Means(subset);
        double radius = 0;
        double mean = 0;
        foreach (double own in nearest)
        {
            radius = Math.Max(radius, own);
            mean += own;
        }

        int[] few = subset.Length <= _vendiRows ? subset : [.. Enumerable.Range(0, _vendiRows).Select(i => subset[(int)((long)i * subset.Length / _vendiRows)])];
        double[] eigenvalues = ShiftedEigen.ValuesOf(Kernel(few));
        return
        [
            radius, mean / nearest.Length,
            VendiScore.Of(eigenvalues, few.Length, 1), VendiScore.Of(eigenvalues, few.Length, 2), VendiScore.Of(eigenvalues, few.Length, double.PositiveInfinity),
            Math.Sqrt(Math.Max(0, _referenceKernel + ownKernel - (2 * kernel))),
            Math.Sqrt(Math.Max(0, (2 * distance) - _referenceDistance - ownDistance)),
            EqualRows(subset),
        ];
    }

    /// <summary>The mean distance and kernel of all pairs, and for each of the first rows the distance to the nearest of the second.</summary>
    private (double Distance, double Kernel, double[] Nearest) Means(int[] from, int[] to)
    {
        var distances = new double[from.Length];
        var kernels = new double[from.Length];
        var nearest = new double[from.Length];
        double rate = Rate;
        Array.Fill(nearest, double.PositiveInfinity);
        WidePairs.Squares(_rows, from, to, _run, (i, _, squared) =>
        {
            double distance = Math.Sqrt(squared);
            nearest[i] = Math.Min(nearest[i], distance);
            distances[i] += distance;
            kernels[i] += PortableMath.Exp(squared * rate);
        });
        double pairs = (double)from.Length * to.Length;
        return (Dense.Sum(distances) / pairs, Dense.Sum(kernels) / pairs, nearest);
    }

    /// <summary>The mean distance and kernel of all pairs of one set: those of i and j are those of j and i.</summary>
    private (double Distance, double Kernel) Means(int[] set)
    {
        double[] squares = SquaredTriangle.Of(_rows, set, _run);
        double[] distances = squares;
        var kernels = new double[squares.Length];
        double rate = Rate;
        Workers.ForBlocks(_run.Workers, (squares.Length + PairsOfTask - 1) / PairsOfTask, task =>
        {
            for (int pair = task * PairsOfTask; pair < Math.Min(squares.Length, (task + 1) * PairsOfTask); pair++)
            {
                kernels[pair] = PortableMath.Exp(squares[pair] * rate);
                distances[pair] = Math.Sqrt(squares[pair]);
            }
        }, _run.Ct);
        double pairs = (double)set.Length * set.Length;
        return (Dense.Sum(RowSums(distances, set.Length)) / pairs, Dense.Sum(RowSums(kernels, set.Length)) / pairs);
    }

    private double Rate => -1 / (2 * _bandwidth * _bandwidth);

    /// <summary>The sums of the rows of a symmetric matrix, each from its first column to its last.</summary>
    private static double[] RowSums(double[] triangle, int rows)
    {
        var sums = new double[rows];
        int place = 0;
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double value = triangle[place++];
                sums[i] += value;
                if (j < i)
                {
                    sums[j] += value;
                }
            }
        }

        return sums;
    }

    private Matrix Kernel(int[] rows)
    {
        double[] squares = SquaredTriangle.Of(_rows, rows, _run);
        var kernel = new Matrix(rows.Length, rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                kernel[i, j] = kernel[j, i] = PortableMath.Exp(-squares[SquaredTriangle.Place(i, j)] / (2 * _bandwidth * _bandwidth));
            }
        }

        return kernel;
    }

    /// <summary>Rows whose features all equal those of an earlier row of the subset.</summary>
    private double EqualRows(int[] subset)
    {
        var seen = new HashSet<Hash128>();
        int equal = 0;
        foreach (int row in subset)
        {
            equal += seen.Add(Hash128.Of(System.Runtime.InteropServices.MemoryMarshal.AsBytes((ReadOnlySpan<float>)_rows[row]))) ? 0 : 1;
        }

        return equal;
    }
}
