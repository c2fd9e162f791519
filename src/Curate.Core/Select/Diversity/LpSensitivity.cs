using Curate.Core.Methods;
using Curate.Core.Numerics;
using Curate.Core.Options;
using Curate.Core.Randomness.Designs;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// Weighted rows that keep sums of |a_i x|^p for every x: median and other robust regression with p = 1, least squares with p = 2. Chances in proportion to Lewis weights (Cohen and Peng
/// 2015, "Lp row sampling by Lewis weights") or to leverage^(p / 2) (Woodruff and Yasuda 2023, "Sharper bounds for lp sensitivity sampling").
/// </summary>
/// <remarks>O(n d^2), for Lewis weights up to 100 times.</remarks>
internal static class LpSensitivity
{
    public static MethodEntry Entry { get; } = DiverseSpecs.Entry("lp-sensitivity", "Draws weighted rows that keep sums of |residual|^p of every linear fit.",
        new DiverseOptions { InclusionColumn = "inclusion", WeightColumn = "weight", Norm = 1 }, Pick,
        [
            OptionSpec<DiverseOptions>.Number("p", "The power: 1 for median regression, 2 for least squares.", (o, v) => o with { Norm = v }, 1, min: 1, max: 4, belowMax: true),
            OptionSpec<DiverseOptions>.Choice("kind", "Chances in proportion to Lewis weights, or to leverage^(p / 2), which takes one pass over the design.", ["lewis", "root-leverage"], (o, v) => o with { RootLeverage = v == "root-leverage" }, "lewis"),
            PivotalLeverage.Intercept,
            PivotalLeverage.Inclusion,
            PivotalLeverage.Weight,
        ],
        MethodTraits.Random | MethodTraits.AddsColumns, "8 (features + 12) bytes a row", "M. B. Cohen and R. Peng 2015; D. P. Woodruff and T. Yasuda 2023",
        "curate select wine.csv --method lp-sensitivity --features alcohol,hue,proline --rows 30 -o sample.csv", validate: PivotalLeverage.Check, sized: false, rowBytes: static width => 8 * (width + 11));

    public static Picks Pick(Pool pool, DiverseOptions options)
    {
        var scores = new LeverageScores(pool.Rows, options.Intercept, pool.Run);
        double[] sizes = options.RootLeverage ? Array.ConvertAll(scores.Of(), s => s > 0 ? PortableMath.Pow(s, options.Norm / 2) : 0) : scores.Lewis(options.Norm);
        double[] inclusion = PivotalLeverage.InclusionOf(pool, sizes);
        int[] rows = new PivotalDesign(inclusion, randomOrder: true).Sample(pool.Draw);
        return PivotalLeverage.Of(pool, inclusion, rows, [("rank", (long)scores.Rank), ("sum_of_scores", Sampling.FixedSize.Sum(sizes))]);
    }
}
