using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Kernels;

/// <summary>
/// How float32 scores stand in for double-precision ranks. Rows may be shifted to a centre and scaled by a power of two before they meet; the score
/// of a pair is then below its row's <see cref="Limit"/> whenever its rank is at or below the rank that the limit was made from. So a scan that takes
/// every score up to the limit and ranks it in double loses nothing, ties included.
/// </summary>
/// <remarks>
/// With u = 2^-24, a chain of d fused multiply-adds is off by at most d u / (1 - d u) times the sum of the magnitudes (Higham 2002, "Accuracy and
/// Stability of Numerical Algorithms", section 3.1), and that sum is at most |a|^2 + 2 |b|^2; shifting adds 4.3 u (|a|^2 + |b|^2). The slack e = (2.1 d + 12) u
/// covers both and is split: the share of b goes into the bias of its column, that of a into the limit of its row.
/// </remarks>
internal sealed unsafe class ScoreFrame
{
    private const double Ulp = 1.0 / (1 << 24);
    private const int SampledRows = 4096;

    // Far above what underflow of one dimension can cost, far below any square that matters.
    private const double Underflow = 7.17e-43;

    private readonly double _slack;
    private readonly double _tiny;
    private readonly double _codeSlack;
    private readonly double _rankScale;

    /// <param name="rule">The rule.</param>
    /// <param name="queries">Rows whose limits are asked.</param>
    /// <param name="rows">Rows that are packed.</param>
    /// <param name="workers">Threads; the frame does not depend on them.</param>
    public ScoreFrame(DistanceRule rule, VectorStore queries, VectorStore rows, int workers)
    {
        rule.Check(rows);
        rule.Check(queries);
        if (queries.Numeric != rows.Numeric || queries.Codes != rows.Codes)
        {
            throw new ArgumentException($"Rows of {queries.Numeric} + {queries.Codes} values meet rows of {rows.Numeric} + {rows.Codes}.", nameof(rows));
        }

        float largest = LargestMagnitude(queries, workers);
        largest = ReferenceEquals(queries, rows) ? largest : Math.Max(largest, LargestMagnitude(rows, workers));
        if (rows.Codes > 0)
        {
            // What a category weighs must not overflow either.
            largest = Math.Max(largest, (float)Math.Min(float.MaxValue, rule.Metric == Metric.Euclidean ? Math.Sqrt(rule.WeightInUse) : rule.WeightInUse));
        }

        Rule = rule;
        Numeric = rows.Numeric;
        Codes = rows.Codes;
        if (rule.Metric == Metric.Euclidean)
        {
            Centre = CentreOf(rows);
        }

        if (rule.Metric != Metric.Cosine && largest > 0 && largest is < 1f / (1 << 30) or > 1 << 30)
        {
            Scale = MathF.ScaleB(1, Math.Clamp(-MathF.ILogB(largest) - 2, -126, 126));
        }

        bool squared = rule.Metric is Metric.Euclidean or Metric.InnerProduct;
        _rankScale = squared ? (double)Scale * Scale : Scale;
        _slack = ((2.1 * (Numeric + Codes)) + 12) * Ulp;
        _tiny = (Numeric + 4) * Underflow;
        CategoryWeight = (float)(rule.WeightInUse * _rankScale);
        _codeSlack = ((_slack * 2) + (4 * Ulp)) * CategoryWeight * Codes;
    }

    public DistanceRule Rule { get; }

    public int Numeric { get; }

    public int Codes { get; }

    public int Width => Numeric + Codes;

    /// <summary>What is subtracted from every number, or null.</summary>
    public float[]? Centre { get; }

    /// <summary>What every number is then multiplied with; a power of two.</summary>
    public float Scale { get; } = 1;

    public float CategoryWeight { get; }

    /// <summary>True when query rows are read as they lie in the store.</summary>
    public bool IsDirect => Centre is null && Scale == 1 && Rule.Metric != Metric.Cosine;

    /// <summary>Checks that rows which the frame was not made for do not overflow its scores.</summary>
    public void CheckRange(VectorStore queries, int workers)
    {
        Rule.Check(queries);
        if (queries.Numeric != Numeric || (Rule.Metric != Metric.Cosine && (double)LargestMagnitude(queries, workers) * Scale > 1L << 32))
        {
            throw new ArgumentException("Queries have another dimension than the rows, or values more than 2^32 times as large.", nameof(queries));
        }
    }

    public TileShape Shape(int stride) => new(stride, Numeric, Codes, CategoryWeight);

    public delegate*<in TileShape, float*, float*, int, float*, float*, float*, int> Kernel(SimdWidth width) => Rule.Metric switch
    {
        Metric.Manhattan or Metric.Hamming => TileKernel.For<AbsoluteTerm>(width),
        Metric.Chebyshev => TileKernel.For<LargestTerm>(width),
        _ => TileKernel.For<ProductTerm>(width),
    };

    /// <summary>A row as the kernel wants it.</summary>
    public void Prepare(ReadOnlySpan<float> row, Span<float> to)
    {
        if (Rule.Metric == Metric.Cosine)
        {
            double norm = Math.Sqrt(PairSums.Norm(row));
            double inverse = norm == 0 ? 0 : 1 / norm;
            for (int p = 0; p < row.Length; p++)
            {
                to[p] = (float)(row[p] * inverse);
            }

            return;
        }

        if (Centre is null)
        {
            for (int p = 0; p < Numeric; p++)
            {
                to[p] = row[p] * Scale;
            }
        }
        else
        {
            for (int p = 0; p < Numeric; p++)
            {
                // Scaled first, because the difference of two large values could overflow; the power of two rounds nothing.
                to[p] = (row[p] * Scale) - (Centre[p] * Scale);
            }
        }

        row[Numeric..].CopyTo(to[Numeric..]);
    }

    /// <summary>The squared length of a prepared row; 0 where limits do not need it.</summary>
    public double NormOf(ReadOnlySpan<float> prepared) =>
        Rule.Metric is Metric.Euclidean or Metric.InnerProduct ? PairSums.Norm(prepared[..Numeric]) : 0;

    /// <summary>What a packed number is multiplied with.</summary>
    public float PackFactor => Rule.Metric switch
    {
        Metric.Euclidean => -2,
        Metric.Cosine or Metric.InnerProduct => -1,
        _ => 1,
    };

    /// <summary>Where the score of a packed row of the given squared length starts.</summary>
    public float Bias(double norm) => Rule.Metric switch
    {
        Metric.Euclidean => RoundDown(norm * (1 - _slack)),
        Metric.InnerProduct => RoundDown(-norm * _slack),
        _ => 0,
    };

    /// <summary>No pair of at most this rank scores above the result.</summary>
    /// <param name="rank">A double-precision rank; infinite for no limit.</param>
    /// <param name="norm">The query's <see cref="NormOf"/>.</param>
    public float Limit(double rank, double norm) => RoundUp(Rule.Metric switch
    {
        Metric.Euclidean => (rank * _rankScale) - (norm * (1 - _slack)) + _codeSlack + _tiny,
        Metric.InnerProduct => (rank * _rankScale) + (norm * _slack) + _tiny,
        Metric.Cosine => rank - 1 + (2 * _slack),
        _ => (rank * _rankScale * (1 + _slack)) + _codeSlack + _tiny,
    });

    /// <summary>
    /// For Euclidean and inner product: how far, in scores, two pairs of one row must be apart for their order to be certain. Half of it bounds the error
    /// of one score.
    /// </summary>
    /// <param name="norm">The query's <see cref="NormOf"/>.</param>
    /// <param name="largestNorm">The largest of the packed rows.</param>
    public double Margin(double norm, double largestNorm) => (4 * _slack * (norm + largestNorm)) + (2 * (_codeSlack + _tiny));

    /// <summary>A rank that the pair of this score does not exceed; for Euclidean and inner product.</summary>
    public double MostRank(float score, double norm, double margin) =>
        (score + (Rule.Metric == Metric.Euclidean ? norm : 0) + (margin / 2)) / _rankScale;

    internal static float RoundUp(double value)
    {
        if (value >= float.MaxValue)
        {
            return float.MaxValue;
        }

        float rounded = (float)value;
        return rounded < value ? MathF.BitIncrement(rounded) : rounded;
    }

    private static float RoundDown(double value)
    {
        float rounded = (float)value;
        return rounded > value ? MathF.BitDecrement(rounded) : rounded;
    }

    private static float LargestMagnitude(VectorStore store, int workers)
    {
        const int block = 4096;
        int blocks = (int)(((long)store.Count + block - 1) / block);
        var largest = new float[Math.Max(1, blocks)];
        Workers.ForBlocks(workers, blocks, b =>
        {
            int first = b * block;
            int count = Math.Min(block, store.Count - first);
            if (store.Codes == 0)
            {
                largest[b] = LargestMagnitude(store.Rows(first, count));
                return;
            }

            for (int row = first; row < first + count; row++)
            {
                largest[b] = Math.Max(largest[b], LargestMagnitude(store[row][..store.Numeric]));
            }
        });
        float most = largest.Max();
        return float.IsFinite(most) ? most : throw new ArgumentException("A vector has a value that is not finite.", nameof(store));
    }

    /// <summary>The largest absolute value; 0 of none.</summary>
    internal static float LargestMagnitude(ReadOnlySpan<float> values)
    {
        ref float from = ref MemoryMarshal.GetReference(values);
        Vector256<float> most = default;
        nuint n = (nuint)values.Length;
        nuint p = 0;
        for (; p + 8 <= n; p += 8)
        {
            most = Vector256.Max(most, Vector256.Abs(Vector256.LoadUnsafe(ref from, p)));
        }

        float result = 0;
        for (int lane = 0; lane < 8; lane++)
        {
            result = MathF.Max(result, most[lane]);
        }

        for (; p < n; p++)
        {
            result = MathF.Max(result, MathF.Abs(values[(int)p]));
        }

        return result;
    }

    /// <summary>The mean of some rows, where shifting to it makes norms much shorter and so the limits much tighter; else null.</summary>
    private static float[]? CentreOf(VectorStore rows)
    {
        int sampled = Math.Min(rows.Count, SampledRows);
        var mean = new double[rows.Numeric];
        double total = 0;
        for (int s = 0; s < sampled; s++)
        {
            ReadOnlySpan<float> row = rows[(int)((long)s * rows.Count / sampled)][..rows.Numeric];
            Dense.Add(row, mean);
            total += PairSums.Norm(row);
        }

        double ofMean = 0;
        var centre = new float[rows.Numeric];
        for (int p = 0; p < centre.Length; p++)
        {
            mean[p] /= Math.Max(1, sampled);
            ofMean += mean[p] * mean[p];
            centre[p] = (float)mean[p];
        }

        double spread = total - (sampled * ofMean);
        return total > 8 * spread ? centre : null;
    }
}
