using Curate.Core.Methods;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// Picks the row farthest from all picked ones, again and again: no set of the same size covers all rows within less than half the radius (Gonzalez 1985,
/// theorem 2.2; Sener and Savarese 2018 for training sets). <see cref="FarthestFirst"/> does the work.
/// </summary>
internal static class KCenter
{
    public static MethodEntry Entry { get; } = DiverseSpecs.Entry("k-center", "Picks rows so that no row is far from a picked one: the farthest row, again and again.",
        new DiverseOptions(), Pick,
        [
            OptionSpec<DiverseOptions>.Choice("metric", "What is far: by the distance of vectors, or by their direction alone.", ["euclidean", "cosine"], (o, v) => o with { Cosine = v == "cosine" }, "euclidean"),
            OptionSpec<DiverseOptions>.Choice("first", "The first row: the nearest to the mean of all rows, or the farthest from it.", ["centre", "far"], (o, v) => o with { StartsFar = v == "far" }, "centre"),
            OptionSpec<DiverseOptions>.Fraction("ignore", "Share of the rows, the farthest ones, that are never picked for being far: outliers.", (o, v) => o with { Ignore = v }, 0, belowMax: true),
        ],
        MethodTraits.None, "28 bytes a row, and the features once more with --metric cosine", "T. F. Gonzalez 1985; O. Sener and S. Savarese 2018",
        "curate select wine.csv --method k-center --scale standard --label class --rows 20 -o spread.csv");

    public static Picks Pick(Pool pool, DiverseOptions options)
    {
        if (!options.Cosine)
        {
            return Pick(pool, pool.Rows, options);
        }

        using VectorStore unit = UnitLength.Copy(pool.Rows, pool.Run);
        return Pick(pool, unit, options);
    }

    private static Picks Pick(Pool pool, VectorStore rows, DiverseOptions options)
    {
        var picks = new Picks { Adds = false };
        if (pool.Count == 0)
        {
            return picks;
        }

        using var search = new FarthestFirst(rows, (int)(options.Ignore * rows.Count), pool.Run);
        foreach (int row in pool.Must)
        {
            _ = pool.Room.Takes(row);
            search.Take(row);
            picks.Add(row, 0);
        }

        if (pool.Must.Length == 0)
        {
            int first = First(rows, options.StartsFar, pool.Run);
            if (!pool.Room.Takes(first))
            {
                return picks;
            }

            search.Take(first);
            picks.Add(first, 0);
        }

        while (picks.Rows.Count < pool.Count)
        {
            (int row, double rank) = search.Next();
            if (!pool.Room.Takes(row))
            {
                break;
            }

            search.Take(row);
            picks.Add(row, Math.Sqrt(rank));
        }

        (double radius, double mean) = search.Cover();
        picks.Figures.Add(("radius", radius));
        picks.Figures.Add(("mean_distance", mean));
        return picks;
    }

    /// <summary>The row nearest to the mean of all, or farthest from it; of equal ones the first.</summary>
    private static int First(VectorStore rows, bool far, RunContext run)
    {
        double[] mean = Similarities.MeanOf(rows, run);
        var first = new int[PanelScan.BlocksOf(rows.Count)];
        var ranks = new double[first.Length];
        Workers.ForBlocks(run.Workers, first.Length, block =>
        {
            // The farther the lower, so that the first of equal ones is the best either way.
            Span<double> distances = stackalloc double[PanelScan.BlockRows];
            int count = Similarities.DistancesFrom(mean, rows, block, distances);
            double rank = double.PositiveInfinity;
            for (int row = 0; row < count; row++)
            {
                double own = far ? -distances[row] : distances[row];
                if (own < rank)
                {
                    rank = own;
                    first[block] = (block * PanelScan.BlockRows) + row;
                }
            }

            ranks[block] = rank;
        }, run.Ct);
        int best = 0;
        for (int block = 1; block < ranks.Length; block++)
        {
            best = ranks[block] < ranks[best] ? block : best;
        }

        return first[best];
    }
}
