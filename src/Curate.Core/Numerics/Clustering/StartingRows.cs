using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Clustering;

/// <summary>The centroids that a start of k-means begins with: always rows, and as distinct as the rows allow.</summary>
internal static class StartingRows
{
    private const int Rounds = 5;

    public static VectorStore Of(VectorStore rows, KMeansOptions options, SeededDraw draw, RunContext run, double[]? weights, SimdWidth width)
    {
        List<int> chosen = options.Init switch
        {
            KMeansInit.Random => [],
            KMeansInit.Parallel => Parallel(rows, options, draw, run, weights, width),
            _ => PlusPlus(rows, options, draw, run, weights, width),
        };
        FillUp(chosen, rows.Count, options.Clusters, draw.For("uniform"u8), weights);
        var ids = new int[options.Clusters];
        for (int c = 0; c < ids.Length; c++)
        {
            ids[c] = chosen[c % chosen.Count];
        }

        return rows.Gather(ids, run);
    }

    private static List<int> PlusPlus(VectorStore rows, KMeansOptions options, SeededDraw draw, RunContext run, double[]? weights, SimdWidth width)
    {
        using var seeds = new SeedRows(rows, weights, run, width);
        return seeds.Choose(options.Clusters, options.Trials, draw);
    }

    /// <summary>Oversampling by 2k a round, each row with a draw of its own; see <see cref="KMeansInit.Parallel"/>.</summary>
    private static List<int> Parallel(VectorStore rows, KMeansOptions options, SeededDraw draw, RunContext run, double[]? weights, SimdWidth width)
    {
        var rule = new DistanceRule(Metric.Euclidean);
        List<int> kept = [];
        FillUp(kept, rows.Count, 1, draw.For("first"u8), weights);
        using MemoryLease lease = run.Memory.Lease(12L * rows.Count, "The start of k-means");
        var nearest = new double[rows.Count];
        var owner = new int[rows.Count];
        Array.Fill(nearest, double.PositiveInfinity);
        int known = 0;
        for (int round = 0; round <= Rounds && known < kept.Count; round++)
        {
            using (VectorStore added = rows.Gather([.. kept.GetRange(known, kept.Count - known)], run))
            using (NeighbourGraph graph = NeighbourSearch.Between(rows, added, 1, rule, run, width))
            {
                for (int row = 0; row < rows.Count; row++)
                {
                    double distance = graph.Distances(row)[0];
                    if (distance * distance < nearest[row])
                    {
                        nearest[row] = distance * distance;
                        owner[row] = known + graph.Neighbours(row)[0];
                    }
                }
            }

            known = kept.Count;
            if (round == Rounds)
            {
                break;
            }

            var total = new ExactSum();
            for (int row = 0; row < rows.Count; row++)
            {
                total.AddProduct(nearest[row], weights?[row] ?? 1);
            }

            double factor = 2.0 * options.Clusters / total.ToDouble();
            SeededDraw own = draw.For((ulong)round + 1);
            for (int row = 0; row < rows.Count && double.IsFinite(factor); row++)
            {
                if (own.Unit(0, row) < factor * nearest[row] * (weights?[row] ?? 1))
                {
                    kept.Add(row);
                }
            }
        }

        if (kept.Count <= options.Clusters)
        {
            return kept;
        }

        var masses = new double[kept.Count];
        for (int row = 0; row < rows.Count; row++)
        {
            masses[owner[row]] += weights?[row] ?? 1;
        }

        using VectorStore candidates = rows.Gather([.. kept], run);
        using var seeds = new SeedRows(candidates, masses, run, width);
        return seeds.Choose(options.Clusters, options.Trials, draw.For("among the kept"u8)).ConvertAll(c => kept[c]);
    }

    /// <summary>Adds rows, the smallest draws first, until there are enough or none is left. Rows without weight come last.</summary>
    private static void FillUp(List<int> chosen, int rows, int wanted, SeededDraw draw, double[]? weights)
    {
        wanted = Math.Min(wanted, rows);
        if (chosen.Count >= wanted)
        {
            return;
        }

        var taken = new HashSet<int>(chosen);
        var smallest = new BottomK(wanted);
        for (int row = 0; row < rows; row++)
        {
            if (!taken.Contains(row))
            {
                smallest.Add(draw.Bits(0, row), new Data.RowId(weights is null || weights[row] > 0 ? 0 : 1, row));
            }
        }

        foreach (RankedRow ranked in smallest.ToSorted())
        {
            if (chosen.Count == wanted)
            {
                break;
            }

            chosen.Add((int)ranked.Row.Row);
        }
    }
}
