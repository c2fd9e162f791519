using Curate.Core.Methods;
using Curate.Core.Numerics.Linear;
using Curate.Core.Options;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// Kernel herding: after t picks takes the row of largest mu(x) - sum_{j picked} k(x, j) / (t + 1), with mu the mean of the kernel over all rows. The mean of the picks
/// comes near to the mean of all in the space of the kernel faster than that of random rows (Welling 2009; Chen, Welling and Smola 2010, equation 8). The report
/// gives the distance that is left (maximum mean discrepancy).
/// </summary>
/// <remarks>O(n^2 d) for the mean of the kernel, O(n d) with the linear one; O(n d) a pick. Rows are picked at most once.</remarks>
internal static class Herding
{
    public static MethodEntry Entry { get; } = DiverseSpecs.Entry("herding", "Picks rows whose mean, in the space of a kernel, comes near to that of all rows.",
        new DiverseOptions { Similarity = SimilarityKind.Rbf }, Pick,
        [
            OptionSpec<DiverseOptions>.Choice("similarity", "The kernel: a Gaussian of the distance, or inner products, which follow the mean of the columns alone.", ["rbf", "linear"],
                (o, v) => o with { Similarity = v == "linear" ? SimilarityKind.Linear : SimilarityKind.Rbf }, "rbf"),
            DiverseSpecs.Bandwidth,
        ],
        MethodTraits.None, "40 bytes a row", "M. Welling 2009; Y. Chen, M. Welling and A. Smola 2010",
        "curate select wine.csv --method herding --scale standard --label class --rows 20 -o herd.csv", example: static (_, o) => o with { Similarity = SimilarityKind.Linear }, rowBytes: static _ => 32);

    public static Picks Pick(Pool pool, DiverseOptions options)
    {
        var picks = new Picks { Adds = false };
        int n = pool.Rows.Count;
        var similarities = new Similarities(pool.Rows, options.Similarity, options.Bandwidth, pool.Run);
        double[] means = SimilarityTotals.Of(pool.Rows, similarities, pool.Run);
        double all = 0;
        for (int row = 0; row < n; row++)
        {
            means[row] /= n;
            all += means[row] / n;
        }

        var column = new double[n];
        var sums = new double[n];
        var values = new double[n];
        var taken = new bool[n];
        double within = 0;
        double across = 0;
        while (picks.Rows.Count < pool.Count)
        {
            int t = picks.Rows.Count;
            for (int row = 0; row < n; row++)
            {
                // In the limit of sums of taken rows the herd may come back to them; each is there once.
                values[row] = taken[row] ? double.NegativeInfinity : means[row] - (sums[row] / (t + 1));
            }

            int best = t < pool.Must.Length ? pool.Must[t] : Dense.LargestIndex(values);
            if (!pool.Room.Takes(best))
            {
                break;
            }

            picks.Add(best, values[best]);
            taken[best] = true;
            similarities.Column(best, column);
            within += (2 * sums[best]) + column[best];
            across += means[best];
            for (int row = 0; row < n; row++)
            {
                sums[row] += column[row];
            }
        }

        double k = picks.Rows.Count;
        picks.Figures.Add(("mmd", k == 0 ? null : Math.Sqrt(Math.Max(0, all - (2 * across / k) + (within / (k * k))))));
        DiverseSpecs.AddSimilarity(picks, similarities);
        return picks;
    }
}
