using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// Naive Bayes for counts: the chance of column p in class c is (N_cp + alpha) / (N_c + alpha d), with N the weighted counts (Manning, Raghavan and Schutze
/// 2008, equation 13.7). O(n d), 8 bytes for each class and column.
/// </summary>
public sealed class MultinomialNaiveBayes(double alpha = 1) : IClassifier
{
    IClassifierModel IClassifier.Fit(LabelledRows examples, SeededDraw draw, RunContext run) => Fit(examples, run);

    /// <summary>The model; there is no chance in it.</summary>
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
        var logs = new Matrix(examples.Classes, d);
        for (int i = 0; i < examples.Count; i++)
        {
            foreach (double count in examples.Rows.Row(i))
            {
                if (count < 0)
                {
                    throw new ArgumentException($"Row {i} has a negative count.", nameof(examples));
                }
            }

            Dense.AddScaled(examples.WeightOf(i), examples.Rows.Row(i), logs.Row(examples.Labels[i]));
        }

        double[] priors = examples.ClassTotals();
        for (int c = 0; c < priors.Length; c++)
        {
            priors[c] = PortableMath.Log(priors[c] / total);
            Span<double> own = logs.Row(c);
            double whole = PortableMath.Log(Dense.Sum(own) + (alpha * d));
            for (int p = 0; p < d; p++)
            {
                own[p] = PortableMath.Log(own[p] + alpha) - whole;
            }
        }

        return new LinearLogModel(priors, logs, binarise: false, threshold: 0);
    }
}
