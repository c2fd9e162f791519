using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// Naive Bayes for columns that are there or not (above the threshold or not): the chance of column p in class c is (N_cp + alpha) / (N_c + 2 alpha), with
/// N weighted numbers of rows (Manning, Raghavan and Schutze 2008, section 13.3). O(n d), 8 bytes for each class and column.
/// </summary>
public sealed class BernoulliNaiveBayes(double alpha = 1, double threshold = 0) : IClassifier
{
    IClassifierModel IClassifier.Fit(LabelledRows examples, SeededDraw draw, RunContext run) => Fit(examples, run);

    /// <summary>The model; there is no chance in it. Its coefficients are the log odds of presence, and its constants hold the logarithms of absence.</summary>
    public LinearLogModel Fit(LabelledRows examples, RunContext run)
    {
        if (!(alpha > 0))
        {
            throw new ArgumentException("The smoothing of naive Bayes is above 0.");
        }

        RowBlocks.CheckFinite(examples.Rows);
        double total = RowBlocks.Total(examples.Weights, examples.Count);
        int d = examples.Rows.Columns;
        using MemoryLease lease = run.Memory.Lease(8L * examples.Classes * d, "Naive Bayes");
        var odds = new Matrix(examples.Classes, d);
        for (int i = 0; i < examples.Count; i++)
        {
            Span<double> own = odds.Row(examples.Labels[i]);
            ReadOnlySpan<double> row = examples.Rows.Row(i);
            for (int p = 0; p < d; p++)
            {
                own[p] += row[p] > threshold ? examples.WeightOf(i) : 0;
            }
        }

        double[] totals = examples.ClassTotals();
        var constants = new double[totals.Length];
        for (int c = 0; c < totals.Length; c++)
        {
            constants[c] = PortableMath.Log(totals[c] / total);
            Span<double> own = odds.Row(c);
            for (int p = 0; p < d; p++)
            {
                double there = (own[p] + alpha) / (totals[c] + (2 * alpha));
                double absent = PortableMath.Log(1 - there);
                constants[c] += absent;
                own[p] = PortableMath.Log(there) - absent;
            }
        }

        return new LinearLogModel(constants, odds, binarise: true, threshold);
    }
}
