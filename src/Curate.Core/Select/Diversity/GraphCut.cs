using Curate.Core.Methods;
using Curate.Core.Numerics.Linear;
using Curate.Core.Options;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// Graph cut: makes alpha sum_{i, j picked} s_ij - sum_{i, j both picked} s_ij large: like many rows, unlike each other (Lin and Bilmes 2011, equation 2). Every
/// gain is kept up to date, one column of similarities a pick.
/// </summary>
/// <remarks>O(n^2 d) for what rows have in common with all, O(n d) a pick. From alpha 2 on the function is monotone; below, gains may turn negative, and the report
/// says from which pick on.</remarks>
internal static class GraphCut
{
    public static MethodEntry Entry { get; } = DiverseSpecs.Entry("graph-cut", "Picks rows that are like many rows and unlike each other.",
        new DiverseOptions { Similarity = SimilarityKind.Rbf, Alpha = 2 }, Pick,
        [
            FacilityLocation.Similarity with { Default = "rbf" },
            DiverseSpecs.Bandwidth,
            OptionSpec<DiverseOptions>.Number("alpha", "What likeness to all rows weighs against likeness among the picked ones; below 2 more rows may make it worse.", (o, v) => o with { Alpha = v }, 2, min: 0),
            DiverseSpecs.Score,
            DiverseSpecs.ScoreWeight,
        ],
        MethodTraits.None, "40 bytes a row", "H. Lin and J. Bilmes 2011",
        "curate select wine.csv --method graph-cut --scale standard --label class --rows 20 -o cut.csv", example: static (table, o) => o with { Groups = [table.Group], Budget = new Budget(BudgetKind.Rows, 1) }, rowBytes: static _ => 32);

    public static Picks Pick(Pool pool, DiverseOptions options)
    {
        var picks = new Picks();
        int n = pool.Rows.Count;
        var similarities = new Similarities(pool.Rows, options.Similarity, options.Bandwidth, pool.Run);
        double[] gains = SimilarityTotals.Of(pool.Rows, similarities, pool.Run);
        double[]? scores = DiverseSpecs.Weighed(pool, options);
        for (int row = 0; row < n; row++)
        {
            gains[row] = (options.Alpha * gains[row]) - similarities.OfItself(row) + (scores is null ? 0 : scores[row]);
        }

        var column = new double[n];
        long? negative = null;
        while (picks.Rows.Count < pool.Count)
        {
            int best = picks.Rows.Count < pool.Must.Length ? pool.Must[picks.Rows.Count] : Dense.LargestIndex(gains);
            if (!pool.Room.Takes(best))
            {
                break;
            }

            negative ??= gains[best] < 0 ? picks.Rows.Count + 1 : null;
            picks.Add(best, gains[best]);
            similarities.Column(best, column);
            for (int row = 0; row < n; row++)
            {
                gains[row] -= 2 * column[row];
            }

            gains[best] = double.NegativeInfinity;
        }

        picks.Figures.Add(("objective", picks.Gains.Sum()));
        picks.Figures.Add(("first_negative_gain", negative));
        DiverseSpecs.AddSimilarity(picks, similarities);
        return picks;
    }
}
