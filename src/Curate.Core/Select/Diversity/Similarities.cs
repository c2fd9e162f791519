using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Curate.Core.Numerics;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// Similarities of the rows of one store in double precision, of the kinds of <see cref="SimilarityKind"/>: pair by pair or a column at a time, never n x n.
/// The bits depend on no processor and no number of workers.
/// </summary>
/// <remarks>O(d) a pair; 8 bytes a row for lengths or distances from the mean.</remarks>
internal sealed class Similarities
{
    private const int SampledRows = 500;
    private const int RowsAtOnce = 8;
    private const int ColumnsOfTask = 256;
    private readonly VectorStore _rows;
    private readonly RunContext _run;
    private readonly double[] _lengths = [];

    /// <param name="rows">Numbers only.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="bandwidth">Of <see cref="SimilarityKind.Rbf"/>; null for the median distance of rows.</param>
    /// <param name="run">Workers.</param>
    public Similarities(VectorStore rows, SimilarityKind kind, double? bandwidth, RunContext run)
    {
        _rows = rows;
        _run = run;
        Kind = kind;
        if (kind == SimilarityKind.Cosine)
        {
            _lengths = new double[rows.Count];
            Blocks(row => _lengths[row] = Math.Sqrt(PairSums.Norm(rows[row])));
        }
        else if (kind == SimilarityKind.Euclidean)
        {
            FromMean = new double[rows.Count];
            double[] mean = MeanOf(rows, run);
            Workers.ForBlocks(run.Workers, PanelScan.BlocksOf(rows.Count), block => DistancesFrom(mean, rows, block, FromMean.AsSpan(block * PanelScan.BlockRows)), run.Ct);

            // A little above, so that rounding makes no similarity negative.
            Ceiling = 4 * FromMean.DefaultIfEmpty().Max() * (1 + 1e-9);
        }
        else if (kind == SimilarityKind.Rbf)
        {
            Bandwidth = bandwidth ?? MedianDistance(rows, run);
        }
    }

    public SimilarityKind Kind { get; }

    /// <summary>What a row has in common with itself and no other exceeds: C for Euclidean, else 1; without meaning for Linear.</summary>
    public double Ceiling { get; } = 1;

    /// <summary>For Euclidean the squared distance of each row from the mean; else empty.</summary>
    public double[] FromMean { get; } = [];

    /// <summary>Of the Gaussian kernel; 0 for other kinds.</summary>
    public double Bandwidth { get; }

    public double Of(int a, int b) => From(IsOfDistance ? PairSums.Squares(_rows[a], _rows[b]) : PairSums.Products(_rows[a], _rows[b]), a, b);

    /// <summary>The similarity of a row to itself; no dimension is looked at where it follows from the distance.</summary>
    public double OfItself(int row) => IsOfDistance ? From(0, row, row) : Of(row, row);

    /// <summary>The same with the numbers of the first row widened (<see cref="Wide"/>), for one row against many.</summary>
    public double Of(ReadOnlySpan<double> wide, int a, int b) => From(IsOfDistance ? PairSums.Squares(wide, _rows[b]) : PairSums.Products(wide, _rows[b]), a, b);

    /// <summary>The numbers of a row, widened.</summary>
    public double[] Wide(int row) => PairSums.Widened(_rows[row]);

    /// <summary>The similarity of one row to every row.</summary>
    public void Column(int row, double[] to)
    {
        double[] wide = Wide(row);
        Blocks(other => to[other] = Of(wide, row, other));
    }

    /// <summary>The mean similarity of every row to all rows, itself among them. O(n^2 d), and O(n d) for Linear.</summary>
    public double[] Means()
    {
        var means = new double[_rows.Count];
        if (Kind == SimilarityKind.Linear)
        {
            double[] mean = MeanOf(_rows, _run);
            Blocks(row =>
            {
                ReadOnlySpan<float> values = _rows[row];
                double sum = 0;
                for (int p = 0; p < mean.Length; p++)
                {
                    sum = Math.FusedMultiplyAdd(values[p], mean[p], sum);
                }

                means[row] = sum;
            });
            return means;
        }

        int[] all = [.. Enumerable.Range(0, _rows.Count)];
        void Add(int row, int other, double sum) => means[row] += From(sum, row, other);
        if (IsOfDistance)
        {
            WidePairs.Squares(_rows, all, all, _run, Add);
        }
        else
        {
            WidePairs.Products(_rows, all, all, _run, Add);
        }

        for (int row = 0; row < means.Length; row++)
        {
            means[row] /= _rows.Count;
        }

        return means;
    }

    /// <summary>The mean of the rows, each dimension rounded once.</summary>
    public static double[] MeanOf(VectorStore rows, RunContext run)
    {
        var sums = new double[rows.Numeric];
        Workers.ForBlocks(run.Workers, (sums.Length + ColumnsOfTask - 1) / ColumnsOfTask, task =>
        {
            // All rows of some dimensions: of each the sum runs from the first row to the last.
            int first = task * ColumnsOfTask;
            int count = Math.Min(ColumnsOfTask, sums.Length - first);
            for (int row = 0; row < rows.Count; row++)
            {
                Dense.Add(rows[row].Slice(first, count), sums.AsSpan(first, count));
            }
        }, run.Ct);

        for (int p = 0; p < sums.Length; p++)
        {
            sums[p] /= Math.Max(1, rows.Count);
        }

        return sums;
    }

    /// <summary>sum (a - mean)^2 of a row.</summary>
    private static double SquaredDistance(ReadOnlySpan<float> row, double[] mean)
    {
        double sum = 0;
        for (int p = 0; p < mean.Length; p++)
        {
            double off = row[p] - mean[p];
            sum = Math.FusedMultiplyAdd(off, off, sum);
        }

        return sum;
    }

    /// <summary>
    /// The median distance of all pairs among up to 500 rows at even steps, equal rows aside; 1 where all are equal. It does not depend on the seed.
    /// </summary>
    public static double MedianDistance(VectorStore rows, RunContext run)
    {
        int count = Math.Min(SampledRows, rows.Count);
        double[] squares = SquaredTriangle.Of(rows, [.. Enumerable.Range(0, count).Select(i => (int)((long)i * rows.Count / count))], run);
        int apart = 0;
        foreach (double squared in squares)
        {
            if (squared > 0)
            {
                squares[apart++] = squared;
            }
        }

        return apart == 0 ? 1 : Math.Sqrt(Selection.At(squares.AsSpan(0, apart), apart / 2));
    }

    /// <summary>The squared distances of a block of <see cref="PanelScan.BlockRows"/> rows from a vector, some rows at a time: a row is one chain of sums, and chains wait for themselves.</summary>
    /// <param name="centre">The vector.</param>
    /// <param name="rows">All rows.</param>
    /// <param name="block">Which block of them; the last one may be shorter.</param>
    /// <param name="to">Receives the distances.</param>
    /// <returns>Rows of the block.</returns>
    public static int DistancesFrom(double[] centre, VectorStore rows, int block, Span<double> to)
    {
        int first = block * PanelScan.BlockRows;
        int count = Math.Min(PanelScan.BlockRows, rows.Count - first);
        int row = 0;
        for (; row + RowsAtOnce <= count; row += RowsAtOnce)
        {
            SquaredDistances(rows.Rows(first + row, RowsAtOnce), centre, to.Slice(row, RowsAtOnce));
        }

        for (; row < count; row++)
        {
            to[row] = SquaredDistance(rows[first + row], centre);
        }

        return count;
    }

    /// <summary><see cref="SquaredDistance"/> of eight rows, bit for bit: each has a lane of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SquaredDistances(ReadOnlySpan<float> rows, double[] mean, Span<double> to)
    {
        nuint d = (nuint)mean.Length;
        ref float x = ref MemoryMarshal.GetReference(rows[..(RowsAtOnce * mean.Length)]);
        Vector256<double> s = default, t = default;
        for (nuint p = 0; p < d; p++)
        {
            Vector256<double> centre = Vector256.Create(mean[(int)p]);
            Vector256<double> off = Four(ref Unsafe.Add(ref x, p), d) - centre;
            s = Vector256.FusedMultiplyAdd(off, off, s);
            off = Four(ref Unsafe.Add(ref x, p + (4 * d)), d) - centre;
            t = Vector256.FusedMultiplyAdd(off, off, t);
        }

        s.CopyTo(to);
        t.CopyTo(to[4..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Four(ref float from, nuint stride) => Vector256.WidenLower(
        Vector128.Create(from, Unsafe.Add(ref from, stride), Unsafe.Add(ref from, 2 * stride), Unsafe.Add(ref from, 3 * stride)).ToVector256Unsafe());

    private bool IsOfDistance => Kind is SimilarityKind.Euclidean or SimilarityKind.Rbf;

    /// <summary>The similarity of a pair from the sum over its dimensions, of squared differences or of products.</summary>
    private double From(double sum, int a, int b) => Kind switch
    {
        SimilarityKind.Euclidean => Math.Max(0, Ceiling - sum),
        SimilarityKind.Cosine => _lengths[a] == 0 || _lengths[b] == 0 ? 0 : Math.Max(0, sum / (_lengths[a] * _lengths[b])),
        SimilarityKind.Rbf => PortableMath.Exp(-sum / (2 * Bandwidth * Bandwidth)),
        _ => sum,
    };

    private void Blocks(Action<int> each) => Workers.ForBlocks(_run.Workers, PanelScan.BlocksOf(_rows.Count), block =>
    {
        int end = Math.Min(_rows.Count, (block + 1) * PanelScan.BlockRows);
        for (int row = block * PanelScan.BlockRows; row < end; row++)
        {
            each(row);
        }
    }, _run.Ct);
}
