using Curate.Core.Numerics.Linear;
using Curate.Core.Profile.Report;
using Curate.Core.Randomness;
using Curate.Core.Randomness.Designs;
using Curate.Core.Running;
using Curate.Core.Statistics;

namespace Curate.Core.Check.TwoSample;

/// <summary>
/// The Frechet distance of two samples beside what it needs to mean anything. A finite sample makes the distance larger by about c / n, with c depending on the distribution, so
/// that two files of equal distribution are far apart when they are small (Chong and Forsyth 2020, "Effectively unbiased FID and Inception score and where to find them",
/// section 3). Hence the distance of random splits of the pooled rows at the same two sizes (the null), and the intercept of the distance over 1 / n. The law c / n holds where there are some times more
/// rows than dimensions; with fewer than ten times as many, what the null shows is taken off instead.
/// </summary>
/// <remarks>O((B + (R + 1) S) (n d^2 / 2 + 20 d^3)) for B permutations, R = 20 resamples and S = 15 subset sizes; 16 n d bytes a worker.</remarks>
internal sealed record FrechetEstimate
{
    /// <summary>Sizes of the regression, evenly spaced from a tenth of the rows (three times the dimensions where that is more) to all of them.</summary>
    public const int Sizes = 15;

    private const int LeastPerDimension = 3;
    private const int PerDimension = 10;

    private const int Resamples = 20;

    /// <summary>The distance of the two samples as they are.</summary>
    public required double Raw { get; init; }

    /// <summary>Mean of the distances of random splits of all rows at the same sizes.</summary>
    public required double NullMean { get; init; }

    public required double NullDeviation { get; init; }

    public required double PValue { get; init; }

    /// <summary>Without what the sizes of both sides add, with the 95% interval of the bootstrap's spread.</summary>
    public required Interval Distance { get; init; }

    /// <summary>The distance is extrapolated to infinite size; else it is the plain one less the mean of the null.</summary>
    public required bool IsExtrapolated { get; init; }

    /// <summary><see cref="Distance"/> over the total variance of the reference.</summary>
    public required Interval Relative { get; init; }

    /// <summary>Distance at each subset size: rows of both sides and the distance.</summary>
    public required IReadOnlyList<(int First, int Second, double Distance)> Curve { get; init; }

    /// <param name="first">Rows of the dataset.</param>
    /// <param name="second">Rows of the reference, with the same columns.</param>
    /// <param name="permutations">B.</param>
    /// <param name="draw">Key of subsets, permutations and resamples.</param>
    /// <param name="run">Workers and memory.</param>
    public static FrechetEstimate Of(Matrix first, Matrix second, int permutations, SeededDraw draw, RunContext run)
    {
        using MemoryLease lease = run.Memory.Lease(16L * run.Workers * (first.Rows + second.Rows) * first.Columns, "A Frechet distance");
        double raw = FrechetDistance.Of(first, second);
        double[] nulls = Nulls(first, second, permutations, draw.For("permutations"u8), run);
        (double nullMean, double nullDeviation) = PermutationTest.Moments(nulls);
        int least = Math.Min(first.Rows, second.Rows);
        bool extrapolates = least >= PerDimension * first.Columns;
        double from = Math.Clamp((double)LeastPerDimension * first.Columns / least, 0.1, 0.5);
        var curves = new double[Resamples + 1][];
        Workers.ForBlocks(run.Workers, curves.Length, r =>
        {
            SeededDraw own = draw.For((ulong)r);
            curves[r] = r == 0 ? CurveOf(first, second, from, own) : CurveOf(Resampled(first, own.For("first"u8)), Resampled(second, own.For("second"u8)), from, own);
        }, run.Ct);
        double[] estimates = Array.ConvertAll(curves, curve => extrapolates ? Intercept(curve, from) : curve[^1] - nullMean);
        (_, double spread) = PermutationTest.Moments(estimates.AsSpan(1));
        double distance = Math.Max(0, estimates[0]);
        double reach = NormalDistribution.Z95 * spread;
        double variance = FrechetDistance.Moments(second).Covariance.Trace();
        double unit = variance > 0 ? 1 / variance : 0;
        var interval = new Interval(distance, Math.Max(0, estimates[0] - reach), Math.Max(0, estimates[0] + reach));
        return new FrechetEstimate
        {
            Raw = raw,
            NullMean = nullMean,
            NullDeviation = nullDeviation,
            PValue = PermutationTest.PValue(raw, nulls),
            Distance = interval,
            IsExtrapolated = extrapolates,
            Relative = new Interval(unit * interval.Value, unit * interval.Low, unit * interval.High),
            Curve = [.. Enumerable.Range(0, Sizes).Select(s => (SizeOf(first.Rows, s, from), SizeOf(second.Rows, s, from), curves[0][s]))],
        };
    }

    /// <summary>Intercept of least squares of the distances over 1 / share.</summary>
    /// <param name="curve">Distances at shares that run evenly up to 1.</param>
    /// <param name="from">The first share.</param>
    public static double Intercept(double[] curve, double from)
    {
        double meanX = 0;
        double meanY = 0;
        for (int s = 0; s < curve.Length; s++)
        {
            meanX += 1 / Share(s, from);
            meanY += curve[s];
        }

        meanX /= curve.Length;
        meanY /= curve.Length;
        double across = 0;
        double squares = 0;
        for (int s = 0; s < curve.Length; s++)
        {
            double x = (1 / Share(s, from)) - meanX;
            across += x * (curve[s] - meanY);
            squares += x * x;
        }

        return meanY - (across / squares * meanX);
    }

    private static double Share(int size, double from) => size == Sizes - 1 ? 1 : from + ((1 - from) * size / (Sizes - 1));

    private static int SizeOf(int rows, int size, double from) => Math.Max(2, (int)Math.Round(rows * Share(size, from)));

    /// <summary>The distance of random subsets of both sides, at each size.</summary>
    private static double[] CurveOf(Matrix first, Matrix second, double from, SeededDraw draw)
    {
        var curve = new double[Sizes];
        for (int s = 0; s < Sizes; s++)
        {
            int[] ofFirst = RandomOrder.Of(first.Rows, draw.For("subset"u8).For((ulong)(2 * s)))[..SizeOf(first.Rows, s, from)];
            int[] ofSecond = RandomOrder.Of(second.Rows, draw.For("subset"u8).For((ulong)((2 * s) + 1)))[..SizeOf(second.Rows, s, from)];
            curve[s] = FrechetDistance.Of(first.Take(ofFirst), second.Take(ofSecond));
        }

        return curve;
    }

    private static double[] Nulls(Matrix first, Matrix second, int permutations, SeededDraw draw, RunContext run)
    {
        int n = first.Rows + second.Rows;
        Matrix pooled = Pooled(first, second);
        var nulls = new double[permutations];
        Workers.ForBlocks(run.Workers, permutations, b =>
        {
            int[] order = [.. Enumerable.Range(0, n)];
            PermutationTest.Shuffle<int>(order, draw, b);
            nulls[b] = FrechetDistance.Of(pooled.Take(order.AsSpan(0, first.Rows)), pooled.Take(order.AsSpan(first.Rows)));
        }, run.Ct);
        return nulls;
    }

    private static Matrix Pooled(Matrix first, Matrix second)
    {
        var pooled = new Matrix(first.Rows + second.Rows, first.Columns);
        first.Values.CopyTo(pooled.Values, 0);
        second.Values.CopyTo(pooled.Values, first.Values.Length);
        return pooled;
    }

    private static Matrix Resampled(Matrix rows, SeededDraw draw)
    {
        var draws = new DrawStream(draw);
        var picked = new int[rows.Rows];
        for (int i = 0; i < picked.Length; i++)
        {
            picked[i] = (int)draws.Below(rows.Rows);
        }

        return rows.Take(picked);
    }
}
