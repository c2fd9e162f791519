using Curate.Core.Numerics;
using Curate.Core.Numerics.Learners;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Statistics;

namespace Curate.Core.Mix.Laws;

/// <summary>
/// How well laws foretell runs that they have not seen, beside the mean of the runs that they have. Whether they are better is a question about the weighted
/// loss that is to be lowered: the absolute errors of mean and laws are compared run by run, with a t interval of their mean difference (squares of so few
/// errors are too skewed for one).
/// </summary>
internal sealed class LawJudgement
{
    private const double Level = 0.9;
    private const double Inside = 0.9;
    private readonly List<object?[]> _rows = [];
    private readonly double[] _apart;
    private readonly double[][] _apartByLoss;

    private LawJudgement(double[] apart, double[][] apartByLoss, bool beatsMean, string verdict)
    {
        _apart = apart;
        _apartByLoss = apartByLoss;
        BeatsMean = beatsMean;
        Verdict = verdict;
    }

    /// <summary>The laws foretell the weighted loss better than the mean does, beyond doubt.</summary>
    public bool BeatsMean { get; }

    /// <summary>The same in words, with figures.</summary>
    public string Verdict { get; }

    public static LawJudgement Of(MixtureRuns runs, MixtureRuns? held, LawFit?[][] fits, LawFit[] chosen, IReadOnlyList<IMixtureLaw> laws, double[] weights, Folds folds, RunContext run)
    {
        MixtureRuns tested = held ?? runs;
        double[][] means = [.. runs.Losses.Select(own => held is null ? FoldMeans(own, folds) : Constant(Mean(own), held.Count))];
        double[][] foretold = [.. chosen.Select(c => Foretold(c, held, run))];
        double[] measured = Weighted(tested.Losses, weights, tested.Count);
        double[] byLaw = Weighted(foretold, weights, tested.Count);
        double[] byMean = Weighted(means, weights, tested.Count);
        (double gain, double half) = Gain(byLaw, byMean, measured);
        bool beats = gain - half > 0;
        double meanError = LawFits.RootMeanSquare(byMean, measured);
        double lawError = LawFits.RootMeanSquare(byLaw, measured);
        string verdict = $"root mean squared error {Short(lawError)} by the laws, {Short(meanError)} by the mean, on {NumberText.Of(tested.Count)} unseen runs.";
        var made = new LawJudgement(Apart(foretold: byLaw, measured), [.. foretold.Select((f, t) => Apart(f, tested.Losses[t]))], beats, verdict);
        for (int t = 0; t < runs.Names.Count; t++)
        {
            for (int l = 0; l < laws.Count; l++)
            {
                if (fits[t][l] is not { } fit)
                {
                    made._rows.Add([runs.Names[t], laws[l].Name, null, null, null, null, null, null, laws[l].Refusal(runs.Sources, runs.Losses[t])]);
                    continue;
                }

                made.Row(runs.Names[t], laws[l].Name, Foretold(fit, held, run), means[t], tested.Losses[t], ReferenceEquals(fit, chosen[t]) ? "chosen" : null);
            }
        }

        if (runs.Names.Count > 1)
        {
            made.Row("(weighted mean)", "the chosen", byLaw, byMean, measured, null);
        }

        return made;
    }

    /// <summary>The table of laws and what it comes to.</summary>
    public IEnumerable<ReportTable> Tables(bool isUsed)
    {
        var laws = new ReportTable("laws", "Laws on unseen runs", ["loss", "law", "error", "mean_error", "gain_low", "gain_high", "r2", "spearman", "note"]);
        laws.Rows.AddRange(_rows);
        var verdict = new ReportTable("verdict", "Verdict", ["says"]);
        verdict.Add((BeatsMean ? "The laws foretell unseen runs better than their mean: " : "THE LAWS DO NOT BEAT THE MEAN OF THE RUNS, and no mixture is recommended: ") + Verdict
            + (BeatsMean ? "" : isUsed ? " The mixture below is used all the same (--when-unfit use)." : " Equal shares within the bounds are mixed."));
        return [laws, verdict];
    }

    /// <summary>Where nine of ten weighted losses lie, by the errors on unseen runs.</summary>
    public (double Low, double High) Interval(double foretold) => Around(_apart, foretold);

    /// <summary>The same for one loss.</summary>
    public (double Low, double High) Interval(int loss, double foretold) => Around(_apartByLoss[loss], foretold);

    private static (double Low, double High) Around(double[] apart, double foretold)
    {
        // The k-th smallest and largest of n errors with k = (n + 1)(1 - level)/2, as in split conformal prediction.
        int k = Math.Max(1, (int)((apart.Length + 1) * (1 - Inside) / 2));
        return (foretold + apart[k - 1], foretold + apart[^k]);
    }

    private void Row(string loss, string law, double[] foretold, double[] means, double[] measured, string? note)
    {
        (double gain, double half) = Gain(foretold, means, measured);
        double error = LawFits.RootMeanSquare(foretold, measured);
        double meanError = LawFits.RootMeanSquare(means, measured);
        double square = meanError * meanError;
        double apart = means.Zip(measured, static (f, m) => Math.Abs(f - m)).Sum() / measured.Length;
        double rank = Correlation.Spearman(foretold, measured);
        bool beats = gain - half > 0;
        _rows.Add([loss, law, error, meanError, apart > 0 ? (gain - half) / apart : null, apart > 0 ? (gain + half) / apart : null,
            square > 0 ? 1 - (error * error / square) : null, double.IsNaN(rank) ? null : rank, beats ? note : note is null ? "no better than the mean" : note + ", but no better than the mean"]);
    }

    /// <summary>How much less the absolute error of the laws is than that of the mean, and half the width of its interval.</summary>
    private static (double Gain, double Half) Gain(double[] foretold, double[] means, double[] measured)
    {
        int n = measured.Length;
        var differences = new double[n];
        var sum = new ExactSum();
        for (int i = 0; i < n; i++)
        {
            double a = means[i] - measured[i];
            double b = foretold[i] - measured[i];
            differences[i] = Math.Abs(a) - Math.Abs(b);
            sum.Add(differences[i]);
        }

        double gain = sum.ToDouble() / n;
        var square = new ExactSum();
        foreach (double difference in differences)
        {
            square.AddSquare(difference - gain);
        }

        return n < 2 ? (gain, double.PositiveInfinity)
            : (gain, StudentDistribution.TwoSidedQuantile(1 - Level, n - 1) * Math.Sqrt(square.ToDouble() / (n - 1) / n));
    }

    private static double[] Foretold(LawFit fit, MixtureRuns? held, RunContext run)
    {
        if (held is null)
        {
            return fit.Foretold;
        }

        var values = new double[held.Count];
        fit.Whole.Predict(held.Shares, values, run);
        return values;
    }

    private static double[] FoldMeans(double[] losses, Folds folds)
    {
        double[] means = [.. Enumerable.Range(0, folds.Count).Select(f => Mean([.. folds.Outside(f).Select(i => losses[i])]))];
        return [.. losses.Select((_, i) => means[folds.Of(i)])];
    }

    private static double[] Weighted(double[][] byLoss, double[] weights, int count)
    {
        var sum = new double[count];
        for (int t = 0; t < weights.Length; t++)
        {
            for (int i = 0; i < count; i++)
            {
                sum[i] += weights[t] * byLoss[t][i];
            }
        }

        return sum;
    }

    /// <summary>Measured less foretold, ascending.</summary>
    private static double[] Apart(double[] foretold, double[] measured)
    {
        double[] apart = [.. measured.Zip(foretold, static (m, f) => m - f)];
        Array.Sort(apart);
        return apart;
    }

    private static double Mean(double[] values)
    {
        var sum = new ExactSum();
        foreach (double value in values)
        {
            sum.Add(value);
        }

        return sum.ToDouble() / values.Length;
    }

    private static double[] Constant(double value, int count)
    {
        var values = new double[count];
        Array.Fill(values, value);
        return values;
    }

    private static string Short(double value) => NumberText.Of(Math.Round(value, 5));
}
