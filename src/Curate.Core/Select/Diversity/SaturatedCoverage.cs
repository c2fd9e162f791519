using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// Saturated coverage: makes sum_i min(sum_{j picked} s_ij, alpha sum_{v} s_iv) large (Lin and Bilmes 2011, equation 3). A row that is covered well enough asks
/// for no more, so dense places do not take all picks. Greedy, lazily.
/// </summary>
internal static class SaturatedCoverage
{
    public static MethodEntry Entry { get; } = DiverseSpecs.Entry("saturated-coverage", "Picks rows until every row has enough like it, by sums of similarities that saturate.",
        new DiverseOptions { Similarity = SimilarityKind.Rbf, Alpha = 0.1 }, Pick,
        [
            FacilityLocation.Similarity with { Default = "rbf" },
            DiverseSpecs.Bandwidth,
            OptionSpec<DiverseOptions>.Number("alpha", "A row is covered when picked rows have this share of what all rows have in common with it.", (o, v) => o with { Alpha = v }, 0.1, min: 0, max: 1, aboveMin: true),
            DiverseSpecs.Score,
            DiverseSpecs.ScoreWeight,
        ],
        MethodTraits.None, "100 bytes a row, 2 a feature more for 16-bit numbers as far as --memory has room, and the packed vectors of at most 1,920 rows", "H. Lin and J. Bilmes 2011",
        "curate select wine.csv --method saturated-coverage --scale standard --label class --rows 20 -o covering.csv", example: static (table, o) => o with { Groups = [table.Group], Budget = new Budget(BudgetKind.Rows, 1) });

    public static Picks Pick(Pool pool, DiverseOptions options)
    {
        var similarities = new Similarities(pool.Rows, options.Similarity, options.Bandwidth, pool.Run);
        double[] caps = SimilarityTotals.Of(pool.Rows, similarities, pool.Run);
        double most = 0;
        for (int row = 0; row < caps.Length; row++)
        {
            caps[row] *= options.Alpha;
            most += caps[row];
        }

        using var function = new CoverageFunction(pool.Rows, similarities, caps, DiverseSpecs.Weighed(pool, options), pool.Likely, pool.Run);
        Picks picks = LazyGreedy.Run(function, pool);
        double covered = 0;
        for (int i = 0; i < picks.Rows.Count; i++)
        {
            covered += picks.Gains[i] - (DiverseSpecs.Weighed(pool, options) is { } scores ? scores[picks.Rows[i]] : 0);
        }

        picks.Figures.Add(("objective", picks.Gains.Sum()));
        picks.Figures.Add(("share_covered", most > 0 ? covered / most : null));
        DiverseSpecs.AddSimilarity(picks, similarities);
        return picks;
    }
}
