using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Core.Select.Sampling;

/// <summary>
/// Which rows of a test set to label so that the mean loss of a model is estimated best: M rows one after the other with chances in proportion to a predicted loss, mixed with
/// uniform ones, and the weights that undo the choice (Kossen et al. 2021, "Active testing", with the LURE weights of Farquhar, Gal and Rainforth 2021, equation 6):
/// v_m = 1 + (N - M) / (N - m) (1 / ((N - m + 1) q_m) - 1). The mean of v times loss is unbiased.
/// </summary>
/// <remarks>O(n + M log n), with a tree of sums.</remarks>
internal static class ActiveTest
{
    public static MethodEntry Entry { get; } = SampleSpecs.Entry("active-test", "Takes the test rows to label so that the mean loss is estimated well, with weights that make it unbiased.",
        new SampleOptions { InclusionColumn = "chance", WeightColumn = "weight", OrderColumn = "draw" }, Draw,
        [
            SampleSpecs.Score("Column of predicted losses, 0 or more."),
            OptionSpec<SampleOptions>.Fraction("uniform", "Share of a uniform draw in the chances: no weight becomes larger than about one over it.", (o, v) => o with { Uniform = v }, 0.1),
            OptionSpec<SampleOptions>.Column("loss", "Column of true losses, where rows have been labelled: once all taken rows have one the report estimates the mean loss of all.", (o, v) => o with { Loss = v }),
            OptionSpec<SampleOptions>.Text("chance-column", "Name of an added column with the chance of the row in its draw.", (o, v) => o with { InclusionColumn = v }, "chance"),
            SampleSpecs.Weight with { Help = "Name of an added column with the weight of the row's loss: the mean of weight times loss over the taken rows estimates the mean loss." },
            OptionSpec<SampleOptions>.Text("draw-column", "Name of an added column with the number of the draw, from 1 on.", (o, v) => o with { OrderColumn = v }, "draw"),
        ],
        MethodTraits.Subset | MethodTraits.Random | MethodTraits.AddsColumns, 120, "J. Kossen et al. 2021; S. Farquhar, Y. Gal and T. Rainforth 2021",
        "curate select wine.csv --method active-test --score proline --rows 20 -o label-these.csv", must: false, passWith: "--loss");

    public static Sampled Draw(Stratum stratum, SampleOptions options)
    {
        Sizes.Check(stratum, options, least: 0, most: double.MaxValue);
        int n = stratum.Rows.Length;
        int m = (int)stratum.Count;
        double total = FixedSize.Sum(stratum.Scores);
        double[] sizes = Array.ConvertAll(stratum.Scores, s => total > 0 ? ((1 - options.Uniform) * s / total) + (options.Uniform / n) : 1.0 / n);
        var tree = new SumTree(sizes);
        var rows = new int[m];
        var chances = new double[n];
        var weights = new double[n];
        var order = new double[n];
        for (int d = 1; d <= m; d++)
        {
            int row = tree.Find(stratum.Draw.Unit(0, d));
            if (row < 0)
            {
                Errors.Fail.With(Errors.ErrorCodes.Infeasible, $"{NumberText.Of(m)} rows are to be drawn, and after {NumberText.Of(d - 1)} the predicted losses of all others are 0.", "Pass --uniform above 0, or ask for fewer rows.");
            }

            double chance = sizes[row] / tree.Sum;
            rows[d - 1] = row;
            chances[row] = chance;
            order[row] = d;
            weights[row] = d == n ? 1 : 1 + ((double)(n - m) / (n - d) * ((1 / ((n - d + 1) * chance)) - 1));
            tree.Remove(row);
        }

        return new Sampled { Rows = rows, Inclusion = chances, Weights = weights, Order = order, Figures = Estimate(stratum, rows, weights) };
    }

    /// <summary>The estimate of the mean loss and its standard error, once every taken row has a loss.</summary>
    private static (string Name, object? Value)[] Estimate(Stratum stratum, int[] rows, double[] weights)
    {
        (string, object?) most = ("most_weight", rows.Length == 0 ? null : rows.Max(i => weights[i]));
        if (stratum.Losses.Length == 0)
        {
            return [most];
        }

        long known = rows.LongCount(i => !double.IsNaN(stratum.Losses[i]));
        double[] weighted = [.. rows.Select(i => weights[i] * stratum.Losses[i])];
        double? mean = known == rows.Length && known > 0 ? FixedSize.Sum(weighted) / known : null;
        double? error = mean is { } value && known > 1 ? Math.Sqrt(FixedSize.Sum([.. weighted.Select(w => (w - value) * (w - value))]) / (known - 1) / known) : null;
        double? plain = mean is null ? null : FixedSize.Sum([.. rows.Select(i => stratum.Losses[i])]) / known;
        return [most, ("losses_known", known), ("estimate", mean), ("standard_error", error), ("unweighted_mean", plain)];
    }

    /// <summary>Sums over a binary tree: every inner node is the sum of its two children, so that rounding does not pile up when leaves become 0.</summary>
    private sealed class SumTree
    {
        private readonly double[] _nodes;
        private readonly int _leaves = 1;

        public SumTree(double[] sizes)
        {
            while (_leaves < sizes.Length)
            {
                _leaves *= 2;
            }

            _nodes = new double[2 * _leaves];
            sizes.CopyTo(_nodes, _leaves);
            for (int at = _leaves - 1; at > 0; at--)
            {
                _nodes[at] = _nodes[2 * at] + _nodes[(2 * at) + 1];
            }
        }

        public double Sum => _nodes[1];

        /// <summary>The leaf that a share of the sum falls on; -1 where all are 0.</summary>
        public int Find(double share)
        {
            if (!(Sum > 0))
            {
                return -1;
            }

            double left = share * Sum;
            int at = 1;
            while (at < _leaves)
            {
                at *= 2;
                if (_nodes[at + 1] > 0 && left >= _nodes[at])
                {
                    left -= _nodes[at];
                    at++;
                }
            }

            return at - _leaves;
        }

        public void Remove(int leaf)
        {
            int at = leaf + _leaves;
            _nodes[at] = 0;
            for (at /= 2; at > 0; at /= 2)
            {
                _nodes[at] = _nodes[2 * at] + _nodes[(2 * at) + 1];
            }
        }
    }
}
