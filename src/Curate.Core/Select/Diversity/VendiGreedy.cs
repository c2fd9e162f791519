using Curate.Core.Methods;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Statistics;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// Picks the row that raises the Vendi score of the picked rows most: the effective number of different rows, exp of the Renyi entropy of order q of the
/// eigenvalues of K / n (Friedman and Dieng 2023; Pasarkar and Dieng 2024 for orders). Order 2 needs no eigenvalues: n^2 / sum K_ij^2.
/// </summary>
/// <remarks>O(n k d) at order 2; at other orders the eigenvalues of a matrix of min(k, d) rows (cosine) or k rows (rbf) for each row and pick.</remarks>
internal static class VendiGreedy
{
    public static MethodEntry Entry { get; } = DiverseSpecs.Entry("vendi-greedy", "Picks rows that raise the effective number of different rows (Vendi score) most.",
        new DiverseOptions { Cosine = true }, Pick,
        [
            OptionSpec<DiverseOptions>.Choice("similarity", "The kernel: the cosine, or a Gaussian of the distance.", ["cosine", "rbf"],
                (o, v) => o with { Cosine = v == "cosine", Similarity = v == "rbf" ? SimilarityKind.Rbf : SimilarityKind.Linear }, "cosine"),
            DiverseSpecs.Bandwidth,
            OptionSpec<DiverseOptions>.Text("q", "Order of the score: a number above 0, or inf. Low orders count rare rows as much as common ones; 2 is by far the fastest.", (o, v) => o with { Order = VendiScore.OrderOf(v) }, "2"),
        ],
        MethodTraits.None, "40 bytes a row; the features once more with --similarity cosine; 8 picks^2 bytes a worker at orders other than 2", "D. Friedman and A. B. Dieng 2023; A. Pasarkar and A. B. Dieng 2024",
        "curate select wine.csv --method vendi-greedy --scale standard --label class --rows 20 -o different.csv", rowBytes: static _ => 40);

    public static Picks Pick(Pool pool, DiverseOptions options)
    {
        if (!options.Cosine)
        {
            return Search(pool, options with { Similarity = SimilarityKind.Rbf });
        }

        using VectorStore unit = UnitLength.Copy(pool.Rows, pool.Run);
        return Search(pool.With(unit), options with { Similarity = SimilarityKind.Linear });
    }

    private static Picks Search(Pool pool, DiverseOptions options)
    {
        int n = pool.Rows.Count;
        var picks = new Picks();
        var similarities = new Similarities(pool.Rows, options.Similarity, options.Bandwidth, pool.Run);
        var taken = new bool[n];
        var sums = new double[n];
        var values = new double[n];
        var column = new double[n];
        double squares = 0;
        double score = 0;
        while (picks.Rows.Count < pool.Count)
        {
            pool.Run.Ct.ThrowIfCancellationRequested();
            int m = picks.Rows.Count + 1;
            if (options.Order == 2)
            {
                for (int row = 0; row < n; row++)
                {
                    double all = squares + (2 * sums[row]) + Square(similarities.OfItself(row));
                    values[row] = taken[row] ? double.NegativeInfinity : all > 0 ? (double)m * m / all : 0;
                }
            }
            else
            {
                Scores(pool, similarities, picks, taken, options.Order, values);
            }

            int best = m <= pool.Must.Length ? pool.Must[m - 1] : Dense.LargestIndex(values);
            if (!pool.Room.Takes(best))
            {
                break;
            }

            picks.Add(best, values[best] - score);
            score = values[best];
            taken[best] = true;
            similarities.Column(best, column);
            squares += (2 * sums[best]) + Square(column[best]);
            for (int row = 0; row < n; row++)
            {
                sums[row] += Square(column[row]);
            }
        }

        picks.Figures.Add(("vendi_score", score));
        picks.Figures.Add(("q", options.Order));
        picks.Figures.Add(("similarity", options.Cosine ? "cosine" : "rbf"));
        if (!options.Cosine)
        {
            picks.Figures.Add(("bandwidth", similarities.Bandwidth));
        }

        return picks;
    }

    /// <summary>The score of the picked rows with each other row.</summary>
    private static void Scores(Pool pool, Similarities similarities, Picks picks, bool[] taken, double order, double[] values)
    {
        int d = pool.Rows.Numeric;
        int m = picks.Rows.Count + 1;
        bool dual = similarities.Kind == SimilarityKind.Linear && d < m;
        Matrix known = dual ? VendiScore.Gram(pool.Rows, picks.Rows) : Pairs(similarities, picks.Rows);
        Workers.ForBlocks(pool.Run.Workers, (values.Length + 31) / 32, block =>
        {
            for (int row = block * 32; row < Math.Min(values.Length, (block + 1) * 32); row++)
            {
                if (taken[row])
                {
                    values[row] = double.NegativeInfinity;
                    continue;
                }

                Matrix with;
                if (dual)
                {
                    with = known.Copy();
                    ReadOnlySpan<float> own = pool.Rows[row];
                    for (int i = 0; i < d; i++)
                    {
                        for (int j = 0; j < d; j++)
                        {
                            with[i, j] += (double)own[i] * own[j];
                        }
                    }
                }
                else
                {
                    with = new Matrix(m, m);
                    for (int i = 0; i < m - 1; i++)
                    {
                        known.Row(i).CopyTo(with.Row(i));
                        with[i, m - 1] = with[m - 1, i] = similarities.Of(picks.Rows[i], row);
                    }

                    with[m - 1, m - 1] = similarities.OfItself(row);
                }

                values[row] = VendiScore.Of(ShiftedEigen.ValuesOf(with), m, order);
            }
        }, pool.Run.Ct);
    }

    private static Matrix Pairs(Similarities similarities, List<int> rows)
    {
        var matrix = new Matrix(rows.Count, rows.Count);
        for (int i = 0; i < rows.Count; i++)
        {
            for (int j = 0; j < rows.Count; j++)
            {
                matrix[i, j] = similarities.Of(rows[i], rows[j]);
            }
        }

        return matrix;
    }

    private static double Square(double x) => x * x;
}
