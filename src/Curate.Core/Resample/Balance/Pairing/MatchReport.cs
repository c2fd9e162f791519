using Curate.Core.Running;
using Curate.Core.Statistics;

namespace Curate.Core.Resample.Balance.Pairing;

/// <summary>What matching did to the groups, to the balance of the features, and to the gap of an outcome.</summary>
internal static class MatchReport
{
    /// <summary>Rows of both groups, and how many found a match.</summary>
    public static ReportTable Groups(string treatedName, string controlName, bool[] isTreated, double[] weights, long notCompared)
    {
        var table = new ReportTable("groups", "Groups", ["group", "before", "matched", "unmatched", "effective_rows"]);
        foreach (bool treated in new[] { true, false })
        {
            long before = 0;
            long matched = 0;
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < isTreated.Length; i++)
            {
                if (isTreated[i] == treated)
                {
                    before++;
                    matched += weights[i] > 0 ? 1 : 0;
                    sum += weights[i];
                    squares += weights[i] * weights[i];
                }
            }

            table.Add(treated ? treatedName : controlName, before, matched, before - matched, squares > 0 ? sum * sum / squares : 0.0);
        }

        if (notCompared > 0)
        {
            table.Add("(in neither group, or lacks a feature)", notCompared, null, null, null);
        }

        return table;
    }

    /// <summary>
    /// Means of both groups and their standardised difference, (treated - control) over the root of the mean of both variances before matching (Austin 2011, section 3.1), and
    /// ratios of variances; before matching and after it, with the weights of the matched set.
    /// </summary>
    public static ReportTable Balance(MatchDesign design, double[]? logits, double[] weights)
    {
        var table = new ReportTable("balance", "Balance of the features",
            ["feature", "treated_before", "control_before", "difference_before", "treated_after", "control_after", "difference_after", "variance_ratio_before", "variance_ratio_after"]);
        for (int p = 0; p < design.Names.Count; p++)
        {
            int column = p;
            Line(design.Names[p], i => design.Rows[i, column]);
        }

        if (logits is not null)
        {
            Line("(log odds of being treated)", i => logits[i]);
        }

        return table;

        void Line(string name, Func<int, double> value)
        {
            (double Mean, double Variance) treated = design.Moments(value, true, static _ => 1);
            (double Mean, double Variance) control = design.Moments(value, false, static _ => 1);
            (double Mean, double Variance) treatedAfter = design.Moments(value, true, i => weights[i]);
            (double Mean, double Variance) controlAfter = design.Moments(value, false, i => weights[i]);
            double spread = Math.Sqrt((treated.Variance + control.Variance) / 2);
            table.Add(name, treated.Mean, control.Mean, Over(treated.Mean - control.Mean, spread), treatedAfter.Mean, controlAfter.Mean, Over(treatedAfter.Mean - controlAfter.Mean, spread),
                Over(treated.Variance, control.Variance), Over(treatedAfter.Variance, controlAfter.Variance));
        }
    }

    /// <summary>
    /// The gap of an outcome, treated less control: of all rows, and of the matched sets with a paired 95 % interval; for outcomes of 0 and 1 and one match a row McNemar's exact test.
    /// </summary>
    /// <param name="column">The outcome.</param>
    /// <param name="isTreated">Groups of the rows that take part.</param>
    /// <param name="outcomes">Their outcomes, NaN where missing.</param>
    /// <param name="sets">The treated row of each set with its matches.</param>
    public static ReportTable Outcome(string column, bool[] isTreated, double[] outcomes, IReadOnlyList<(int Treated, int[] Controls)> sets)
    {
        var table = new ReportTable("outcome", $"Gap of '{column}'", ["rows", "sets", "gap", "low", "high", "p"]);
        (double Sum, long Rows)[] raw = new (double, long)[2];
        for (int i = 0; i < isTreated.Length; i++)
        {
            if (!double.IsNaN(outcomes[i]))
            {
                int g = isTreated[i] ? 1 : 0;
                raw[g] = (raw[g].Sum + outcomes[i], raw[g].Rows + 1);
            }
        }

        table.Add("all", null, raw[0].Rows > 0 && raw[1].Rows > 0 ? (raw[1].Sum / raw[1].Rows) - (raw[0].Sum / raw[0].Rows) : null, null, null, null);
        var gaps = new List<double>();
        bool binary = true;
        long up = 0;
        long down = 0;
        foreach ((int treated, int[] controls) in sets)
        {
            double[] known = [.. controls.Select(c => outcomes[c]).Where(static y => !double.IsNaN(y))];
            if (double.IsNaN(outcomes[treated]) || known.Length == 0)
            {
                continue;
            }

            double gap = outcomes[treated] - (known.Sum() / known.Length);
            gaps.Add(gap);
            binary &= controls.Length == 1 && outcomes[treated] is (0 or 1) && known[0] is (0 or 1);
            up += gap > 0 ? 1 : 0;
            down += gap < 0 ? 1 : 0;
        }

        if (gaps.Count == 0)
        {
            table.Add("matched", 0L, null, null, null, null);
            return table;
        }

        double mean = gaps.Sum() / gaps.Count;
        double? half = gaps.Count < 2 ? null
            : StudentDistribution.TwoSidedQuantile(0.05, gaps.Count - 1) * Math.Sqrt(gaps.Sum(g => (g - mean) * (g - mean)) / (gaps.Count - 1) / gaps.Count);
        table.Add("matched", (long)gaps.Count, mean, mean - half, mean + half, binary ? up + down == 0 ? 1.0 : BinomialTest.TwoSided(up, up + down, 0.5) : null);
        return table;
    }

    private static object? Over(double value, double by) => by > 0 ? value / by : value == 0 ? 0.0 : null;
}
