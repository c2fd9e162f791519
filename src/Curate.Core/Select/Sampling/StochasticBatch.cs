using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics;
using Curate.Core.Options;

namespace Curate.Core.Select.Sampling;

/// <summary>
/// The rows of the largest scores after noise: softmax (beta s), power (beta ln s) or rank (-beta ln rank) with Gumbel noise, then the top k (Kirsch et al. 2023,
/// section 3). The top k of such keys are draws one after the other, each in proportion to exp of what is left (Plackett 1975; Kool et al. 2019). beta = inf is the
/// plain top k.
/// </summary>
/// <remarks>O(n log n). Keys are of 64 bits and keyed by row.</remarks>
internal static class StochasticBatch
{
    public static MethodEntry Entry { get; } = SampleSpecs.Entry("stochastic-batch", "Takes the rows of the largest scores after noise, so that near-copies of the top do not take all places.",
        new SampleOptions { Kind = "softmax" }, Draw,
        [
            SampleSpecs.Score("Column of scores; the larger, the likelier."),
            OptionSpec<SampleOptions>.Choice("kind", "What noise is added to: beta times the score, its logarithm (scores above 0), or minus the logarithm of its rank.", ["softmax", "power", "rank"], (o, v) => o with { Kind = v }, "softmax"),
            OptionSpec<SampleOptions>.Text("beta", "How much scores count against noise: 0 for a random subset, inf for the plain top.", (o, v) => o with { Beta = BetaOf(v) }, "1"),
        ],
        MethodTraits.Subset | MethodTraits.Random, 80, "A. Kirsch et al. 2023",
        "curate select wine.csv --method stochastic-batch --score proline --kind rank --rows 30 -o batch.csv", sized: true);

    public static Sampled Draw(Stratum stratum, SampleOptions options)
    {
        if (options.Kind == "power")
        {
            Sizes.Check(stratum, options, least: 0, most: double.MaxValue);
        }

        return new Sampled { Rows = Top(stratum, stratum.Scores, options.Kind, options.Beta) };
    }

    /// <summary>The rows of the largest scores after noise, those that must be in first; of equal ones the first.</summary>
    /// <param name="stratum">The rows.</param>
    /// <param name="scores">Their scores; minus infinity for a row that is no candidate.</param>
    /// <param name="kind">What noise is added to.</param>
    /// <param name="beta">How much scores count against noise.</param>
    public static int[] Top(Stratum stratum, double[] scores, string kind, double beta)
    {
        int n = stratum.Rows.Length;
        int[] byScore = [.. Enumerable.Range(0, n).OrderByDescending(i => scores[i]).ThenBy(static i => i)];
        var keys = new double[n];
        for (int place = 0; place < n; place++)
        {
            int row = byScore[place];
            double level = kind switch
            {
                "power" => PortableMath.Log(scores[row]),
                "rank" => -PortableMath.Log(place + 1),
                _ => scores[row],
            };
            double noise = Gumbel(stratum.Draw, stratum.Rows[row]);
            keys[row] = stratum.Must[row] ? double.PositiveInfinity
                : double.IsNegativeInfinity(scores[row]) ? double.NegativeInfinity
                : double.IsInfinity(beta) ? scores[row] : beta == 0 ? noise : (beta * level) + noise;
        }

        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => keys[i]).ThenBy(static i => i)];
        return order[..(int)stratum.Count];
    }

    /// <summary>The Gumbel noise of a row.</summary>
    public static double Gumbel(Randomness.SeededDraw draw, long row) => -PortableMath.Log(-PortableMath.Log(Open(draw.Unit(0, row))));

    /// <summary>A number of (0, 1): the logarithm of neither end is of use.</summary>
    private static double Open(double unit) => unit + (0.5 / (1UL << 53));

    /// <summary>A number from 0 on, or inf.</summary>
    public static double BetaOf(string text)
    {
        if (text == "inf")
        {
            return double.PositiveInfinity;
        }

        if (!NumberText.TryNumber(text, out double beta) || !(beta >= 0) || double.IsInfinity(beta))
        {
            Fail.Usage($"--beta {Fail.Show(text)} is no number from 0 on.", "Give a number such as 1, or inf for the plain top.");
        }

        return beta;
    }
}
