using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics;
using Curate.Core.Options;
using Curate.Core.Randomness.Designs;

namespace Curate.Core.Select.Sampling;

/// <summary>
/// Keeps the middle of a score such as perplexity (de la Rosa et al. 2022, BERTIN, equations of section 2.2): a Gaussian around the median, exp(-((s - Q2) / Q2)^2 / w), or
/// one over the width of the row's quartile (10 Q3 for the last), so that few of the very likely and of the very unlikely texts stay. The factor f is solved from the
/// budget, min(1, f g), and rows are drawn by the pivotal method, so that the size is exact.
/// </summary>
internal static class PerplexitySampling
{
    public static MethodEntry Entry { get; } = SampleSpecs.Entry("perplexity-sampling", "Keeps mostly the middle of a score such as perplexity, by a Gaussian or by quartiles.",
        new SampleOptions { Kind = "gaussian", InclusionColumn = "inclusion" }, Draw,
        [
            SampleSpecs.Score("Column of scores above 0, such as perplexities; --per takes quartiles of each group."),
            OptionSpec<SampleOptions>.Choice("kind", "A Gaussian around the median, or steps by quartiles.", ["gaussian", "stepwise"], (o, v) => o with { Kind = v }, "gaussian"),
            OptionSpec<SampleOptions>.Number("width", "w of the Gaussian: the smaller, the fewer rows away from the median.", (o, v) => o with { Width = v }, 4.5, min: 0, aboveMin: true),
            SampleSpecs.Inclusion,
        ],
        MethodTraits.Subset | MethodTraits.Random | MethodTraits.AddsColumns, 100, "J. de la Rosa et al. 2022",
        "curate select wine.csv --method perplexity-sampling --score proline --rows 60 -o middle.csv");

    public static Sampled Draw(Stratum stratum, SampleOptions options)
    {
        if (stratum.Rows.Length == 0)
        {
            return new Sampled { Rows = [], Inclusion = [] };
        }

        double[] sorted = [.. stratum.Scores.Order()];
        (double q1, double q2, double q3) = (Quantile(sorted, 0.25), Quantile(sorted, 0.5), Quantile(sorted, 0.75));
        if (!(options.Kind == "gaussian" ? q2 > 0 : q1 > 0))
        {
            Fail.With(ErrorCodes.Infeasible, $"The {(options.Kind == "gaussian" ? "median" : "first quartile")} of {Fail.Show(options.Score!)}{(stratum.Name == "all" ? "" : $" in group {stratum.Name}")} is {NumberText.Of(options.Kind == "gaussian" ? q2 : q1)}, where a number above 0 is needed.",
                "The method is for scores such as perplexities, which are above 0.");
        }

        double[] goods = Array.ConvertAll(stratum.Scores, s => options.Kind == "gaussian" ? Gaussian(s, q2, options.Width) : 1 / WidthOf(s, q1, q2, q3));
        double[] inclusion = FixedSize.Inclusion(stratum, goods);
        int[] rows = new PivotalDesign(inclusion, randomOrder: true).Sample(stratum.Draw);
        return new Sampled { Rows = rows, Inclusion = inclusion, Figures = [("q1", q1), ("median", q2), ("q3", q3), .. FixedSize.Figures(inclusion)] };
    }

    private static double Gaussian(double score, double median, double width)
    {
        double off = (score - median) / median;
        return PortableMath.Exp(-off * off / width);
    }

    /// <summary>A score on a border belongs to the interval above it.</summary>
    private static double WidthOf(double score, double q1, double q2, double q3) => score < q1 ? q1 : score < q2 ? q2 - q1 : score < q3 ? q3 - q2 : 10 * q3;

    /// <summary>With linear interpolation between the two nearest.</summary>
    private static double Quantile(double[] sorted, double share)
    {
        double at = share * (sorted.Length - 1);
        int low = (int)at;
        return low + 1 == sorted.Length ? sorted[low] : sorted[low] + ((at - low) * (sorted[low + 1] - sorted[low]));
    }
}
