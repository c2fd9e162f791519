using Curate.Core.Methods;
using Curate.Core.Numerics;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Vectors;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// The likeliest set of a determinantal point process, greedily: the row that raises log det L_S most, again and again (Chen, Zhang and Zhou 2018, algorithm 1).
/// Where no row has anything left that those picked do not have (the rank of the kernel is used up), a new round begins among the others.
/// </summary>
/// <remarks>O(n k (k + d)) and 8 n k bytes.</remarks>
internal static class GreedyDpp
{
    /// <summary>Less than this of its own length left is nothing left.</summary>
    private const double Nothing = 1e-10;

    public static MethodEntry Entry { get; } = DiverseSpecs.Entry("dpp", "Picks rows that span the largest volume: the greedy most likely set of a determinantal point process.",
        new DiverseOptions { Similarity = SimilarityKind.Rbf }, Pick, [DppKernel.Similarity, DiverseSpecs.Bandwidth, DiverseSpecs.Score, DiverseSpecs.ScoreWeight],
        MethodTraits.None, "8 bytes a row and pick, and 40 a row; the features once more with --similarity cosine", "L. Chen, G. Zhang and E. Zhou 2018",
        "curate select wine.csv --method dpp --scale standard --label class --rows 20 -o volume.csv");

    public static Picks Pick(Pool pool, DiverseOptions options)
    {
        if (!options.Cosine)
        {
            return Search(pool, options);
        }

        using VectorStore unit = UnitLength.Copy(pool.Rows, pool.Run);
        return Search(pool.With(unit), options);
    }

    private static Picks Search(Pool pool, DiverseOptions options)
    {
        var picks = new Picks();
        int n = pool.Rows.Count;
        var kernel = new DppKernel(pool, options);
        double[] diagonal = kernel.Diagonal(n);
        using var residual = new ResidualRows((double[])diagonal.Clone(), pool.Run);
        var taken = new bool[n];
        var values = new double[n];
        long rounds = 1;
        while (picks.Rows.Count < pool.Count)
        {
            pool.Run.Ct.ThrowIfCancellationRequested();
            int best = Best(pool, picks.Rows.Count, residual.Left, taken, values);
            if (residual.Left[best] <= Nothing * diagonal[best] && residual.Columns.Count > 0)
            {
                residual.Reset(diagonal);
                rounds++;
                best = Best(pool, picks.Rows.Count, residual.Left, taken, values);
            }

            if (!pool.Room.Takes(best))
            {
                break;
            }

            picks.Add(best, residual.Left[best] > 0 ? PortableMath.Log(residual.Left[best]) : 0);
            taken[best] = true;
            residual.Take(best, kernel.Column(best, n));
        }

        picks.Figures.Add(("log_determinant", picks.Gains.Sum()));
        picks.Figures.Add(("rounds", rounds));
        picks.Figures.Add(("similarity", options.Cosine ? "cosine" : options.Similarity == SimilarityKind.Rbf ? "rbf" : "linear"));
        if (options.Similarity == SimilarityKind.Rbf)
        {
            picks.Figures.Add(("bandwidth", kernel.Similarities.Bandwidth));
        }

        return picks;
    }

    private static int Best(Pool pool, int picked, double[] left, bool[] taken, double[] values)
    {
        if (picked < pool.Must.Length)
        {
            return pool.Must[picked];
        }

        for (int row = 0; row < values.Length; row++)
        {
            values[row] = taken[row] ? double.NegativeInfinity : left[row];
        }

        return Dense.LargestIndex(values);
    }
}
