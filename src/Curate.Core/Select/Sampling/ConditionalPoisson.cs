using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Randomness.Designs;

namespace Curate.Core.Select.Sampling;

/// <summary>
/// Conditional Poisson sampling: exactly k rows with unequal and exactly known chances, of all such designs the one that leaves most to chance (Hajek 1964; Tille
/// 2006, section 5.2). <see cref="ConditionalPoissonDesign"/> does the work.
/// </summary>
internal static class ConditionalPoisson
{
    public static MethodEntry Entry { get; } = SampleSpecs.Entry("conditional-poisson", "Draws exactly so many rows with chances in proportion to a size, and says the chances.",
        new SampleOptions { Kind = "size", InclusionColumn = "inclusion", WeightColumn = "weight" }, Draw,
        [
            SampleSpecs.Score("Column of sizes, 0 or more, that chances go with."),
            OptionSpec<SampleOptions>.Choice("kind", "The column holds sizes, or the chances themselves, which then sum to the rows to take.", ["size", "inclusion"], (o, v) => o with { Kind = v }, "size"),
            SampleSpecs.Inclusion,
            SampleSpecs.Weight,
        ],
        MethodTraits.Subset | MethodTraits.Random | MethodTraits.AddsColumns, 120, "J. Hajek 1964; Y. Tille 2006",
        "curate select wine.csv --method conditional-poisson --score proline --rows 30 -o sample.csv");

    public static Sampled Draw(Stratum stratum, SampleOptions options)
    {
        Sizes.Check(stratum, options, least: 0, most: options.Kind == "inclusion" ? 1 : double.MaxValue);
        double[] inclusion = options.Kind == "inclusion" ? Chances(stratum) : FixedSize.Inclusion(stratum, stratum.Scores);
        int[] rows;
        try
        {
            rows = ConditionalPoissonDesign.FromInclusion(inclusion).Sample(stratum.Draw);
        }
        catch (ArithmeticException)
        {
            Fail.With(ErrorCodes.Infeasible, "The chances are so near to 0 and 1 that no odds give them.", "Use --method random-subset with --per, or even the sizes out (their square roots, say).");
            throw;
        }

        return new Sampled { Rows = rows, Inclusion = inclusion, Figures = FixedSize.Figures(inclusion) };
    }

    private static double[] Chances(Stratum stratum)
    {
        double[] chances = [.. stratum.Scores.Select((p, i) => stratum.Must[i] ? 1 : p)];
        double sum = FixedSize.Sum(chances);
        if (Math.Abs(sum - stratum.Count) > 1e-6)
        {
            Fail.With(ErrorCodes.Infeasible, $"The chances{(stratum.Name == "all" ? "" : $" of group {stratum.Name}")} sum to {NumberText.Of(sum)} (1 for rows of --must), and {NumberText.Of(stratum.Count)} rows are to be drawn.", "Scale them, or pass --kind size.");
        }

        return chances;
    }
}
