using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Randomness.Designs;
using Curate.Core.Select.Sampling;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// Rows for a linear or polynomial fit: chances in proportion to leverage, and neighbours in a spatial order compete for them (Shimizu et al. 2024, "Improved active learning via dependent
/// leverage score sampling"), so that the sample spreads and few rows fit nearly as well as all.
/// </summary>
/// <remarks>O(n d^2 + n d log n).</remarks>
internal static class PivotalLeverage
{
    public static OptionSpec<DiverseOptions> Intercept { get; } = OptionSpec<DiverseOptions>.Flag("no-intercept", "The design has no column of ones beside the features.", (o, v) => o with { Intercept = !v });

    public static OptionSpec<DiverseOptions> Inclusion { get; } = OptionSpec<DiverseOptions>.Text("inclusion-column", "Name of an added column with the chance that the row had to be drawn.", (o, v) => o with { InclusionColumn = v }, "inclusion");

    public static OptionSpec<DiverseOptions> Weight { get; } = OptionSpec<DiverseOptions>.Text("weight-column", "Name of an added column with 1 / chance, by which sums over the sample estimate sums over all rows.", (o, v) => o with { WeightColumn = v }, "weight");

    public static MethodEntry Entry { get; } = DiverseSpecs.Entry("pivotal-leverage", "Draws rows for a linear fit: chances by leverage, and near rows compete.",
        new DiverseOptions { InclusionColumn = "inclusion", WeightColumn = "weight" }, Pick, [Intercept, Inclusion, Weight],
        MethodTraits.Random | MethodTraits.AddsColumns, "8 (features + 12) bytes a row", "A. Shimizu et al. 2024",
        "curate select wine.csv --method pivotal-leverage --features alcohol,hue,flavanoids --rows 30 -o fit.csv", validate: Check, sized: false, rowBytes: static width => 8 * (width + 11));

    public static Picks Pick(Pool pool, DiverseOptions options)
    {
        var scores = new LeverageScores(pool.Rows, options.Intercept, pool.Run);
        double[] leverage = scores.Of();
        double[] inclusion = InclusionOf(pool, leverage);
        int[] order = SpatialOrder.Of(pool.Rows);
        int[] drawn = new PivotalDesign(Array.ConvertAll(order, i => inclusion[i])).Sample(pool.Draw);
        return Of(pool, inclusion, Array.ConvertAll(drawn, at => order[at]), [("rank", (long)scores.Rank), ("largest_leverage", leverage.Length == 0 ? null : leverage.Max())]);
    }

    /// <summary>Chances in proportion to scores, as many as rows are wanted; rows that must be in are certain.</summary>
    public static double[] InclusionOf(Pool pool, double[] scores)
    {
        var must = new bool[scores.Length];
        foreach (int row in pool.Must)
        {
            must[row] = true;
        }

        // A row of zeros gives a fit nothing, yet a budget may reach it: its chance is next to none, but not none.
        double least = scores.DefaultIfEmpty(0).Max() * 1e-12;
        return FixedSize.Inclusion(new Stratum { Rows = new long[scores.Length], Count = pool.Count, Must = must, Scores = scores, Name = "all", Draw = pool.Draw, Run = pool.Run }, Array.ConvertAll(scores, s => least > 0 ? Math.Max(s, least) : 1));
    }

    /// <summary>What was drawn, ascending.</summary>
    public static Picks Of(Pool pool, double[] inclusion, int[] rows, (string, object?)[] figures)
    {
        var picks = new Picks { Inclusion = inclusion, Adds = false };
        Array.Sort(rows);
        picks.Rows.AddRange(rows);
        picks.Figures.AddRange(figures);
        picks.Figures.AddRange(FixedSize.Figures(inclusion));
        return picks;
    }

    /// <summary>Drawn rows have no order of picks, and added columns have two names.</summary>
    public static void Check(DiverseOptions options)
    {
        if (options.InPickOrder)
        {
            Errors.Fail.Usage("--order pick needs rows that are picked one after the other, and these are drawn together.", "Leave it out.");
        }

        if (options.InclusionColumn == options.WeightColumn)
        {
            Errors.Fail.Usage($"--inclusion-column and --weight-column are both {Errors.Fail.Show(options.WeightColumn!)}.", "Give them two names.");
        }
    }
}
