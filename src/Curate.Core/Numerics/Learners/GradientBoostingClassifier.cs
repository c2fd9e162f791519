using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// Gradient-boosted trees on histograms: log loss with one tree a round for two classes, softmax loss with one tree a round and class for more (Friedman
/// 2001, algorithms 5 and 6; Newton steps in the leaves). Missing values go to the better side of each split. There is no chance in it.
/// </summary>
/// <remarks>
/// O(rounds classes n d) at most, columns in parallel; <see cref="BytesFor"/> and the trees, 45 bytes a node.
/// </remarks>
public sealed class GradientBoostingClassifier(GradientBoostingOptions options) : IClassifier
{
    IClassifierModel IClassifier.Fit(LabelledRows examples, SeededDraw draw, RunContext run) => Fit(examples, run);

    /// <summary>The model.</summary>
    public GradientBoostingClassifierModel Fit(LabelledRows examples, RunContext run)
    {
        options.Check();
        if (examples.Classes < 2)
        {
            throw new ArgumentException("Boosting needs two classes or more.", nameof(examples));
        }

        double total = RowBlocks.Total(examples.Weights, examples.Count);
        int n = examples.Count;
        int trees = examples.Classes == 2 ? 1 : examples.Classes;
        using MemoryLease lease = run.Memory.Lease(BytesFor(n, examples.Rows.Columns, examples.Classes, options, run.Workers), "Boosted trees");
        double[] start = Start(examples, trees, total);
        var raw = new double[checked(n * trees)];
        for (int i = 0; i < raw.Length; i++)
        {
            raw[i] = start[i % trees];
        }

        FeatureBins bins = FeatureBins.Of(examples.Rows, options.Bins, run);
        var builder = new BoostedTreeBuilder(bins, n, options, run);
        var grown = new Tree[options.Rounds * trees];
        Matrix gradients = new(trees, n);
        Matrix hessians = new(trees, n);
        var gradient = new double[n];
        var hessian = new double[n];
        for (int round = 0; round < options.Rounds; round++)
        {
            Derive(examples, raw, trees, gradients, hessians, run);
            for (int t = 0; t < trees; t++)
            {
                gradients.Row(t).CopyTo(gradient);
                hessians.Row(t).CopyTo(hessian);
                Tree tree = builder.Build(gradient, hessian, raw, t, trees);
                lease.Grow(tree.Bytes, "Boosted trees");
                grown[(round * trees) + t] = tree;
            }
        }

        return new GradientBoostingClassifierModel(grown, start, examples.Classes, examples.Rows.Columns);
    }

    /// <summary>
    /// What a fit takes from the budget beside the nodes, with t = 1 for two classes and else the number of classes: n d bytes of bins, and 8 a row for each
    /// worker while they are made; 24 t + 24 a row; 6 KB for each leaf and column.
    /// </summary>
    public static long BytesFor(long rows, int columns, int classes, GradientBoostingOptions options, int workers) => checked(
        BoostedTreeBuilder.BytesFor(rows, columns, options, workers) + ((24L * (classes == 2 ? 1 : classes)) + 16) * rows);

    /// <summary>Where no tree has spoken: log odds, or log shares less their mean. A class without rows has a share of one part in 10^12.</summary>
    private static double[] Start(LabelledRows examples, int trees, double total)
    {
        double[] shares = examples.ClassTotals();
        for (int c = 0; c < shares.Length; c++)
        {
            shares[c] = PortableMath.Log(Math.Max(1e-12, shares[c] / total));
        }

        if (trees == 1)
        {
            return [shares[1] - shares[0]];
        }

        double mean = Dense.Sum(shares) / shares.Length;
        return Array.ConvertAll(shares, s => s - mean);
    }

    private static void Derive(LabelledRows examples, double[] raw, int trees, Matrix gradients, Matrix hessians, RunContext run) =>
        RowBlocks.Each(examples.Count, run, (first, end) =>
        {
            var chances = new double[Math.Max(2, trees)];
            for (int i = first; i < end; i++)
            {
                double weight = examples.WeightOf(i);
                if (trees == 1)
                {
                    (chances[0], chances[1]) = (0, raw[i]);
                }
                else
                {
                    raw.AsSpan(i * trees, trees).CopyTo(chances);
                }

                Dense.Softmax(chances);
                for (int t = 0; t < trees; t++)
                {
                    int label = trees == 1 ? 1 : t;
                    double p = chances[label];
                    gradients[t, i] = weight * (p - (examples.Labels[i] == label ? 1 : 0));
                    hessians[t, i] = weight * p * (1 - p);
                }
            }
        });
}
