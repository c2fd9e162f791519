using Curate.Core.Numerics;
using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Resample.Weights;

/// <summary>The probability of every row to belong to a group, by a model that has not seen its fold.</summary>
/// <param name="P">One a row, from 1e-9 to 1 - 1e-9.</param>
/// <param name="Labels">1 in the group.</param>
internal sealed record RatioFit(double[] P, int[] Labels)
{
    private const double Edge = 1e-9;

    /// <summary>Mean of -ln of the probability of what each row is.</summary>
    public double LogLoss => Mean((p, label) => -PortableMath.Log(label == 1 ? p : 1 - p));

    /// <summary>Mean squared error of the probabilities.</summary>
    public double Brier => Mean((p, label) => (p - label) * (p - label));

    /// <summary>Cross-fits on stratified folds.</summary>
    /// <param name="rows">Numbers, standardised, and one column a category.</param>
    /// <param name="numbers">How many of the columns are numbers; they get the noise.</param>
    /// <param name="labels">1 in the group.</param>
    /// <param name="options">Learner, folds.</param>
    /// <param name="noise">Deviation of the noise.</param>
    /// <param name="run">Workers, memory, seed.</param>
    public static RatioFit Of(Matrix rows, int numbers, int[] labels, RatioOptions options, double noise, RunContext run)
    {
        SeededDraw draw = run.Draw("density-ratio");
        Matrix seen = noise > 0 ? Noisy(rows, numbers, noise, draw.For("noise"u8)) : rows;
        IClassifier learner = options.IsBoosted
            ? new GradientBoostingClassifier(new GradientBoostingOptions())
            : new LogisticRegression(new LogisticRegressionOptions { Tolerance = 1e-6 });
        var folds = Folds.Stratified(labels, 2, options.Folds, draw.For("folds"u8));
        Matrix scores = CrossFit.Probabilities(learner, new LabelledRows(seen, labels, 2), folds, draw.For("fits"u8), run);
        var p = new double[labels.Length];
        for (int i = 0; i < p.Length; i++)
        {
            p[i] = Math.Clamp(scores[i, 1], Edge, 1 - Edge);
        }

        return new RatioFit(p, labels);
    }

    /// <summary>The chance that a row of the group has a higher probability than one outside, ties counted half (ROC AUC). O(n log n).</summary>
    public double Auc()
    {
        int[] order = [.. Enumerable.Range(0, P.Length)];
        double[] keys = [.. P];
        Array.Sort(keys, order);
        double wins = 0;
        long below = 0;
        for (int from = 0, to; from < keys.Length; from = to)
        {
            long inside = 0;
            for (to = from; to < keys.Length && keys[to] == keys[from]; to++)
            {
                inside += Labels[order[to]];
            }

            long outside = to - from - inside;
            wins += inside * (below + (0.5 * outside));
            below += outside;
        }

        long group = Labels.Sum();
        return wins / group / (P.Length - group);
    }

    /// <summary>The share of the group's rows whose probability lies between the smallest and the largest outside.</summary>
    public double Overlap()
    {
        double least = double.PositiveInfinity;
        double most = double.NegativeInfinity;
        for (int i = 0; i < P.Length; i++)
        {
            if (Labels[i] == 0)
            {
                (least, most) = (Math.Min(least, P[i]), Math.Max(most, P[i]));
            }
        }

        return P.Where((p, i) => Labels[i] == 1 && p >= least && p <= most).Count() / (double)Labels.Sum();
    }

    /// <summary>The table <c>calibration</c>: rows in tenths by probability, with the mean of it and the share that is in the group.</summary>
    public ReportTable Calibration()
    {
        int[] order = [.. Enumerable.Range(0, P.Length)];
        double[] keys = [.. P];
        Array.Sort(keys, order);
        var table = new ReportTable("calibration", "Calibration", ["from", "to", "rows", "predicted", "observed"]);
        for (int tenth = 0; tenth < 10; tenth++)
        {
            int from = (int)((long)order.Length * tenth / 10);
            int to = (int)((long)order.Length * (tenth + 1) / 10);
            if (to > from)
            {
                // Rows of equal probability are told apart by nothing, so that sums run over sorted row numbers.
                int[] own = [.. order[from..to].Order()];
                table.Add(keys[from], keys[to - 1], (long)own.Length, own.Sum(i => P[i]) / own.Length, (double)own.Sum(i => Labels[i]) / own.Length);
            }
        }

        return table;
    }

    private static Matrix Noisy(Matrix rows, int numbers, double noise, SeededDraw draw)
    {
        Matrix noisy = rows.Copy();
        for (int i = 0; i < rows.Rows; i++)
        {
            for (int p = 0; p < numbers; p++)
            {
                // Box and Muller 1958.
                double radius = Math.Sqrt(-2 * PortableMath.Log(draw.UnitPositive(2 * p, i)));
                noisy[i, p] += noise * radius * PortableMath.Cos(2 * Math.PI * draw.Unit((2 * p) + 1, i));
            }
        }

        return noisy;
    }

    private double Mean(Func<double, int, double> of)
    {
        var sum = new ExactSum();
        for (int i = 0; i < P.Length; i++)
        {
            sum.Add(of(P[i], Labels[i]));
        }

        return sum.ToDouble() / P.Length;
    }
}
