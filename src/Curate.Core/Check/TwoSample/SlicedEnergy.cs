using Curate.Core.Numerics;
using Curate.Core.Numerics.Linear;
using Curate.Core.Profile.Report;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Statistics;

namespace Curate.Core.Check.TwoSample;

/// <summary>
/// The energy distance of two samples, 2 E|X - Y| - E|X - X'| - E|Y - Y'| (Szekely and Rizzo 2013), which is the squared maximum mean discrepancy with the kernel
/// -|x - y|, from one-dimensional projections: along one direction it is 2 times the integral of (F - G)^2, a walk along the sorted values, and the mean over
/// uniform directions times c_d = sqrt(pi) Gamma((d + 1) / 2) / Gamma(d / 2) is the distance in d dimensions (Hertrich et al. 2024, "Generative sliced MMD flows with Riesz
/// kernels", proposition 1). Sides need not have equal sizes.
/// </summary>
/// <remarks>O((P + d) n (log n + B + R)) for P directions, B permutations and R resamples; B n + 4 R n bytes, and 12 n a worker.</remarks>
internal sealed record SlicedEnergy
{
    /// <summary>The distance with what each side's own size adds taken off (an unbiased estimate, so that it can fall below 0); 0 means equal distributions.</summary>
    public required double Distance { get; init; }

    /// <summary>The plain distance of the two samples, which is never below 0 and never 0 for finite samples.</summary>
    public required double Raw { get; init; }

    /// <summary>Mean of the plain distance over permutations: what equal distributions would show at these sizes.</summary>
    public required double NullMean { get; init; }

    public required double NullDeviation { get; init; }

    /// <summary>Standard error of <see cref="Distance"/> that comes from the number of directions; falls as 1 / sqrt(P).</summary>
    public required double DirectionError { get; init; }

    /// <summary>The distance over 2 E|X - Y|: 0 for equal distributions, 1 for constants that differ (energy coefficient). With the 95% interval of the bootstrap's spread.</summary>
    public required Interval Coefficient { get; init; }

    public required double PValue { get; init; }

    /// <summary>The energy coefficient of each column alone (unbiased, cut at 0).</summary>
    public required double[] Columns { get; init; }

    /// <summary>Their p-values by the same permutations, not adjusted.</summary>
    public required double[] ColumnPValues { get; init; }

    private const int Resamples = 100;

    /// <param name="first">Rows of one side.</param>
    /// <param name="second">Rows of the other, with the same columns.</param>
    /// <param name="directions">P.</param>
    /// <param name="permutations">B.</param>
    /// <param name="draw">Key of directions, permutations and resamples.</param>
    /// <param name="run">Workers, memory.</param>
    public static SlicedEnergy Of(Matrix first, Matrix second, int directions, int permutations, SeededDraw draw, RunContext run)
    {
        int d = first.Columns;
        int n = first.Rows + second.Rows;
        int slices = d == 1 ? 0 : directions;
        using MemoryLease lease = run.Memory.Lease(((long)n * (permutations + (4L * Resamples))) + (12L * n * run.Workers), "A sliced energy distance");
        var labels = new byte[n];
        labels.AsSpan(0, first.Rows).Fill(1);
        byte[][] permuted = PermutationTest.Labels(labels, permutations, draw.For("permutations"u8));
        int[][] resampled = Resampled(first.Rows, second.Rows, draw.For("resamples"u8));
        SeededDraw towards = draw.For("directions"u8);

        // Columns first, then directions; each has its place, so workers cannot change a sum.
        var walks = new SliceWalk[d + slices];
        Workers.ForBlocks(run.Workers, walks.Length, w =>
        {
            double[] values = w < d ? Column(first, second, w) : Projected(first, second, Direction(d, w - d, towards));
            walks[w] = SliceWalk.Of(values, labels, permuted, resampled);
        }, run.Ct);

        ReadOnlySpan<SliceWalk> used = d == 1 ? walks : walks.AsSpan(d);
        double unit = Unit(d);
        double[] raw = SumOf(used, static w => w.Permuted, permutations);
        double observed = Mean(used, static w => w.Raw);
        double distance = Mean(used, static w => w.Unbiased);
        double cross = Mean(used, static w => w.Cross);
        double[] coefficients = Ratios(used);
        (double nullMean, double nullDeviation) = PermutationTest.Moments(raw);
        (_, double spread) = PermutationTest.Moments(coefficients);
        double coefficient = cross > 0 ? Math.Clamp(distance / cross, 0, 1) : 0;
        (_, double between) = PermutationTest.Moments([.. used.ToArray().Select(static w => w.Unbiased)]);
        double reach = NormalDistribution.Z95 * spread;
        return new SlicedEnergy
        {
            Distance = unit * distance,
            Raw = unit * observed,
            NullMean = unit * nullMean,
            NullDeviation = unit * nullDeviation,
            DirectionError = d == 1 ? 0 : unit * between / Math.Sqrt(used.Length),
            Coefficient = new Interval(coefficient, Math.Max(0, coefficient - reach), Math.Min(1, coefficient + reach)),
            PValue = PermutationTest.PValue(observed, raw),
            Columns = [.. walks.Take(d).Select(static w => w.Cross > 0 ? Math.Max(0, w.Unbiased / w.Cross) : 0)],
            ColumnPValues = [.. walks.Take(d).Select(static w => PermutationTest.PValue(w.Raw, w.Permuted))],
        };
    }

    /// <summary>c_d; 1 in one dimension.</summary>
    public static double Unit(int dimensions) => dimensions == 1 ? 1
        : Math.Sqrt(Math.PI) * PortableMath.Exp(PortableMath.LogGamma((dimensions + 1) / 2.0) - PortableMath.LogGamma(dimensions / 2.0));

    private static int[][] Resampled(int first, int second, SeededDraw draw)
    {
        var all = new int[Resamples][];
        for (int r = 0; r < Resamples; r++)
        {
            all[r] = new int[first + second];
            PermutationTest.Resample(0, first, draw.For("first"u8), r, all[r]);
            PermutationTest.Resample(first, second, draw.For("second"u8), r, all[r]);
        }

        return all;
    }

    private static double[] Column(Matrix first, Matrix second, int column)
    {
        var values = new double[first.Rows + second.Rows];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = i < first.Rows ? first[i, column] : second[i - first.Rows, column];
        }

        return values;
    }

    private static double[] Projected(Matrix first, Matrix second, double[] direction)
    {
        var values = new double[first.Rows + second.Rows];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Dense.Dot(i < first.Rows ? first.Row(i) : second.Row(i - first.Rows), direction);
        }

        return values;
    }

    /// <summary>A uniform direction: normal numbers brought to length 1.</summary>
    private static double[] Direction(int dimensions, int index, SeededDraw draw)
    {
        var direction = new double[dimensions];
        for (int p = 0; p < dimensions; p++)
        {
            direction[p] = KeyedNormal.Of(draw, index, p);
        }

        double norm = Dense.Norm(direction);
        Dense.Scale(norm > 0 ? 1 / norm : 0, direction);
        return direction;
    }

    private static double Mean(ReadOnlySpan<SliceWalk> walks, Func<SliceWalk, double> of)
    {
        double sum = 0;
        foreach (SliceWalk walk in walks)
        {
            sum += of(walk);
        }

        return sum / walks.Length;
    }

    private static double[] SumOf(ReadOnlySpan<SliceWalk> walks, Func<SliceWalk, double[]> of, int count)
    {
        var sums = new double[count];
        foreach (SliceWalk walk in walks)
        {
            Dense.AddScaled(1, of(walk), sums);
        }

        Dense.Scale(1.0 / walks.Length, sums);
        return sums;
    }

    /// <summary>The energy coefficient of every resample.</summary>
    private static double[] Ratios(ReadOnlySpan<SliceWalk> walks)
    {
        double[] over = SumOf(walks, static w => w.ResampledRaw, Resamples);
        double[] under = SumOf(walks, static w => w.ResampledCross, Resamples);
        for (int r = 0; r < over.Length; r++)
        {
            over[r] = under[r] > 0 ? over[r] / under[r] : 0;
        }

        return over;
    }
}
