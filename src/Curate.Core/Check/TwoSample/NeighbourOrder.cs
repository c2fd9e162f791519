using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Profile.Report;
using Curate.Core.Randomness;
using Curate.Core.Randomness.Designs;
using Curate.Core.Running;
using Curate.Core.Statistics;

namespace Curate.Core.Check.TwoSample;

/// <summary>
/// Whether rows that are alike lie near each other in their order: the Kolmogorov-Smirnov distance between the gaps |i - j| of every row to its k nearest neighbours by features and
/// the gaps of all pairs, against permutations of the order (Cummings, Snorrason and Mueller 2023, "Detecting dataset drift and non-IID sampling via k-nearest neighbors",
/// section 3). The graph does not change when rows are renumbered, so a permutation costs O(n k).
/// </summary>
/// <remarks>O(n^2 d) float operations for the graph (exact); O((B + R) n k); 12 n k + 16 n bytes a worker.</remarks>
internal sealed record NeighbourOrder
{
    private const int Resamples = 100;

    /// <summary>The statistic with the 95% interval of the bootstrap's spread over rows, less what permutations show.</summary>
    public required Interval Excess { get; init; }

    /// <summary>The plain distance of the two distributions of gaps, 0 to 1.</summary>
    public required double Raw { get; init; }

    /// <summary>Its mean over permutations.</summary>
    public required double NullMean { get; init; }

    public required double PValue { get; init; }

    /// <summary>The p-value of permutations within each class, which keep the order of classes; null without classes.</summary>
    public required double? WithinClassPValue { get; init; }

    /// <summary>
    /// How near in the order each row's neighbours are: 1 - 2 x the mean share of other rows that are nearer to it in the order (gaps of one size count half). 0 by chance, towards 1 where neighbours are next
    /// to it, below 0 where they are far off.
    /// </summary>
    public required double[] Closeness { get; init; }

    /// <param name="rows">Rows in their order; numbers of one scale.</param>
    /// <param name="k">Neighbours of a row.</param>
    /// <param name="classes">The class of each row, or null.</param>
    /// <param name="permutations">B.</param>
    /// <param name="draw">Key of permutations and of the order in which equally near rows are taken.</param>
    /// <param name="run">Workers and memory.</param>
    public static NeighbourOrder Of(VectorStore rows, int k, int[]? classes, int permutations, SeededDraw draw, RunContext run)
    {
        int n = rows.Count;

        // Equally near rows go by number, so rows are renumbered at random first: numbers that follow the order would make neighbours near in it.
        int[] place = RandomOrder.Of(n, draw.For("ties"u8));
        using VectorStore mixed = rows.Gather(place, run);
        using NeighbourGraph graph = NeighbourSearch.Within(mixed, k, new DistanceRule(Metric.Euclidean), run);
        double[] background = Background(n);
        double raw = Distance(graph, place, background, null);
        double[] nulls = Nulls(graph, place, background, null, permutations, draw.For("permutations"u8), run);
        double? within = null;
        if (classes is not null)
        {
            within = PermutationTest.PValue(raw, Nulls(graph, place, background, classes, permutations, draw.For("within"u8), run));
        }

        (double nullMean, _) = PermutationTest.Moments(nulls);
        var resampled = new double[Resamples];
        Workers.ForBlocks(run.Workers, Resamples, r =>
        {
            var counts = new int[n];
            PermutationTest.Resample(0, n, draw.For("resamples"u8), r, counts);
            resampled[r] = Distance(graph, place, background, counts);
        }, run.Ct);
        (_, double spread) = PermutationTest.Moments(resampled);
        double excess = Math.Max(0, raw - nullMean);
        double reach = NormalDistribution.Z95 * spread;
        return new NeighbourOrder
        {
            Raw = raw,
            NullMean = nullMean,
            PValue = PermutationTest.PValue(raw, nulls),
            WithinClassPValue = within,
            Excess = new Interval(excess, Math.Max(0, raw - nullMean - reach), Math.Min(1, raw - nullMean + reach)),
            Closeness = ClosenessOf(graph, place),
        };
    }

    /// <summary>The share of all pairs of n rows whose gap is at most g, for g from 0 to n - 1.</summary>
    private static double[] Background(int n)
    {
        var shares = new double[n];
        double pairs = n * (n - 1.0) / 2;
        double passed = 0;
        for (int gap = 1; gap < n; gap++)
        {
            passed += n - gap;
            shares[gap] = passed / pairs;
        }

        return shares;
    }

    /// <summary>The statistic where row i of the graph stands at <paramref name="place"/>[i]; a row counts as often as <paramref name="counts"/> says (once without it).</summary>
    private static double Distance(NeighbourGraph graph, int[] place, double[] background, int[]? counts)
    {
        var gaps = new long[background.Length];
        long edges = 0;
        for (int row = 0; row < graph.Count; row++)
        {
            int times = counts is null ? 1 : counts[row];
            if (times == 0)
            {
                continue;
            }

            foreach (int other in graph.Neighbours(row))
            {
                gaps[Math.Abs(place[row] - place[other])] += times;
                edges += times;
            }
        }

        double most = 0;
        long passed = 0;
        for (int gap = 1; gap < gaps.Length && edges > 0; gap++)
        {
            passed += gaps[gap];
            most = Math.Max(most, Math.Abs(((double)passed / edges) - background[gap]));
        }

        return most;
    }

    private static double[] Nulls(NeighbourGraph graph, int[] place, double[] background, int[]? classes, int permutations, SeededDraw draw, RunContext run)
    {
        // Within classes, the places of a class are dealt out among its rows.
        int[][] groups = classes is null
            ? [[.. Enumerable.Range(0, place.Length)]]
            : [.. Enumerable.Range(0, place.Length).GroupBy(i => classes[place[i]]).OrderBy(static g => g.Key).Select(static g => g.ToArray())];
        var nulls = new double[permutations];
        Workers.ForBlocks(run.Workers, permutations, b =>
        {
            var moved = new int[place.Length];
            for (int g = 0; g < groups.Length; g++)
            {
                int[] places = Array.ConvertAll(groups[g], i => place[i]);
                PermutationTest.Shuffle<int>(places, draw.For((ulong)g), b);
                for (int i = 0; i < places.Length; i++)
                {
                    moved[groups[g][i]] = places[i];
                }
            }

            nulls[b] = Distance(graph, moved, background, null);
        }, run.Ct);
        return nulls;
    }

    private static double[] ClosenessOf(NeighbourGraph graph, int[] place)
    {
        int n = place.Length;
        var closeness = new double[n];
        for (int row = 0; row < n; row++)
        {
            int at = place[row];
            double sum = 0;
            foreach (int other in graph.Neighbours(row))
            {
                int gap = Math.Abs(at - place[other]);
                int nearer = Math.Min(at, gap - 1) + Math.Min(n - 1 - at, gap - 1);
                int equal = (at - gap >= 0 ? 1 : 0) + (at + gap < n ? 1 : 0);
                sum += (nearer + (0.5 * equal)) / (n - 1);
            }

            closeness[at] = graph.Degree(row) == 0 ? 0 : 1 - (2 * sum / graph.Degree(row));
        }

        return closeness;
    }
}
