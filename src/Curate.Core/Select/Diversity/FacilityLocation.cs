using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// Facility location: picks rows that make sum_i max_{j picked} s_ij large, so that every row has a picked one that is like it; greedily, with lazy
/// evaluation, to at least 1 - 1/e of the best possible (Nemhauser, Wolsey and Fisher 1978; Minoux 1978), or looking at a random part of the rows in
/// each step (Mirzasoleiman et al. 2015).
/// </summary>
internal static class FacilityLocation
{
    public static OptionSpec<DiverseOptions> Similarity { get; } = OptionSpec<DiverseOptions>.Choice("similarity",
        "What rows have in common: C - distance^2 with C the square of twice the radius of all rows, the cosine (0 where negative), or a Gaussian of the distance.", ["euclidean", "cosine", "rbf"],
        (o, v) => o with { Similarity = v switch { "cosine" => SimilarityKind.Cosine, "rbf" => SimilarityKind.Rbf, _ => SimilarityKind.Euclidean } }, "euclidean");

    public static OptionSpec<DiverseOptions> Epsilon { get; } = OptionSpec<DiverseOptions>.Number("epsilon", "With --optimizer stochastic a step looks at rows / picks * ln(1 / epsilon) rows.",
        (o, v) => o with { Epsilon = v }, 0.1, min: 0, max: 1, aboveMin: true, belowMax: true);

    public static OptionSpec<DiverseOptions> Optimizer { get; } = OptionSpec<DiverseOptions>.Choice("optimizer", "Every step finds the best row of all (lazy: without looking at all), or the best of some drawn ones.", ["lazy", "stochastic"],
        (o, v) => o with { Stochastic = v == "stochastic" }, "lazy");

    public static MethodEntry Entry { get; } = DiverseSpecs.Entry("facility-location", "Picks rows so that every row has a picked one like it: greedy coverage.",
        new DiverseOptions(), Pick,
        [
            Similarity,
            DiverseSpecs.Bandwidth,
            Optimizer,
            Epsilon,
            DiverseSpecs.Score,
            DiverseSpecs.ScoreWeight,
        ],
        MethodTraits.None, "90 bytes a row, up to 8,600 more for lists and 2 a feature for 16-bit numbers as far as --memory has room, and the packed vectors of at most 1,920 rows", "G. L. Nemhauser, L. A. Wolsey and M. L. Fisher 1978; M. Minoux 1978; B. Mirzasoleiman et al. 2015",
        "curate select wine.csv --method facility-location --scale standard --label class --rows 20 -o covering.csv");

    public static Picks Pick(Pool pool, DiverseOptions options)
    {
        var similarities = new Similarities(pool.Rows, options.Similarity, options.Bandwidth, pool.Run);
        double[]? scores = DiverseSpecs.Weighed(pool, options);
        using var function = new CoverageFunction(pool.Rows, similarities, caps: null, scores, pool.Likely, pool.Run);
        Picks picks = Greedy(function, pool, options);
        double objective = 0;
        foreach (double gain in picks.Gains)
        {
            objective += gain;
        }

        picks.Figures.Add(("objective", objective));
        double all = 0;
        for (int row = 0; row < pool.Rows.Count; row++)
        {
            all += similarities.OfItself(row) + (scores is null ? 0 : Math.Max(0, scores[row]));
        }

        picks.Figures.Add(("share_of_all", all > 0 ? objective / all : null));
        picks.Figures.Add(("rows_looked_at", picks.Looked));
        DiverseSpecs.AddSimilarity(picks, similarities);
        return picks;
    }

    /// <summary>Greedy, of all rows or of drawn ones.</summary>
    public static Picks Greedy(ISetFunction function, Pool pool, DiverseOptions options) =>
        options.Stochastic ? LazyGreedy.Sampled(function, pool, options.Epsilon) : LazyGreedy.Run(function, pool);
}
