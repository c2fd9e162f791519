using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// Naive Bayes with a normal distribution for each class and column. Every variance gets <c>smoothing</c> times the largest variance of a column over all
/// rows added. O(n d).
/// </summary>
/// <remarks>8 n d + 12 n bytes at most while the rows are parted by class, and 16 d a class. Means and variances are exact sums. A class without weight has a probability of 0.</remarks>
public sealed class GaussianNaiveBayes(double smoothing = 1e-9) : IClassifier
{
    IClassifierModel IClassifier.Fit(LabelledRows examples, SeededDraw draw, RunContext run) => Fit(examples, run);

    /// <summary>The model; there is no chance in it.</summary>
    public GaussianNaiveBayesModel Fit(LabelledRows examples, RunContext run)
    {
        RowBlocks.CheckFinite(examples.Rows);
        double total = RowBlocks.Total(examples.Weights, examples.Count);
        int d = examples.Rows.Columns;
        using MemoryLease lease = run.Memory.Lease(BytesFor(examples.Count, d, examples.Classes), "Naive Bayes");
        double largest = 0;
        foreach (double variance in ColumnMoments.Of(examples.Rows, examples.Weights).Variance)
        {
            largest = Math.Max(largest, variance);
        }

        double added = largest > 0 ? smoothing * largest : smoothing;
        var means = new Matrix(examples.Classes, d);
        var variances = new Matrix(examples.Classes, d);
        Workers.ForBlocks(run.Workers, examples.Classes, c =>
        {
            var rows = new List<int>();
            for (int i = 0; i < examples.Count; i++)
            {
                if (examples.Labels[i] == c)
                {
                    rows.Add(i);
                }
            }

            LabelledRows own = examples.Take([.. rows]);
            ColumnMoments moments = ColumnMoments.Of(own.Rows, own.Weights);
            moments.Mean.CopyTo(means.Row(c));
            for (int p = 0; p < d; p++)
            {
                variances[c, p] = moments.Variance[p] + added;
            }
        }, run.Ct);
        return new GaussianNaiveBayesModel(Array.ConvertAll(examples.ClassTotals(), t => t / total), means, variances);
    }

    /// <summary>What a fit takes from the budget.</summary>
    public static long BytesFor(long rows, int columns, int classes) => checked((8 * rows * columns) + (12 * rows) + (16L * classes * columns));
}
