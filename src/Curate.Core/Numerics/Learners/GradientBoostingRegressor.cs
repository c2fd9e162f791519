using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// Gradient-boosted trees on histograms for squared error (Friedman 2001, algorithm 2). Missing values go to the better side of each split. There is no
/// chance in it.
/// </summary>
/// <remarks>O(rounds n d) at most, columns in parallel; <see cref="BytesFor"/> and the trees, 45 bytes a node.</remarks>
public sealed class GradientBoostingRegressor(GradientBoostingOptions options) : IRegressor
{
    IRegressorModel IRegressor.Fit(TargetRows examples, SeededDraw draw, RunContext run) => Fit(examples, run);

    /// <summary>The model.</summary>
    public GradientBoostingRegressorModel Fit(TargetRows examples, RunContext run)
    {
        options.Check();
        double total = RowBlocks.Total(examples.Weights, examples.Count);
        int n = examples.Count;
        using MemoryLease lease = run.Memory.Lease(BytesFor(n, examples.Rows.Columns, options, run.Workers), "Boosted trees");
        var sum = new ExactSum();
        for (int i = 0; i < n; i++)
        {
            sum.AddProduct(examples.WeightOf(i), examples.Targets[i]);
        }

        double start = sum.ToDouble() / total;
        var raw = new double[n];
        Array.Fill(raw, start);
        FeatureBins bins = FeatureBins.Of(examples.Rows, options.Bins, run);
        var builder = new BoostedTreeBuilder(bins, n, options, run);
        double[] hessian = TreeWeights.Of(examples.Weights, n);
        var gradient = new double[n];
        var trees = new Tree[options.Rounds];
        for (int round = 0; round < trees.Length; round++)
        {
            for (int i = 0; i < n; i++)
            {
                gradient[i] = hessian[i] * (raw[i] - examples.Targets[i]);
            }

            trees[round] = builder.Build(gradient, hessian, raw, 0, 1);
            lease.Grow(trees[round].Bytes, "Boosted trees");
        }

        return new GradientBoostingRegressorModel(trees, start, examples.Rows.Columns);
    }

    /// <summary>
    /// What a fit takes from the budget beside the nodes: n d bytes of bins, and 8 a row for each worker while they are made; 32 a row; 6 KB for each leaf and
    /// column.
    /// </summary>
    public static long BytesFor(long rows, int columns, GradientBoostingOptions options, int workers) =>
        BoostedTreeBuilder.BytesFor(rows, columns, options, workers) + (24 * rows);
}
