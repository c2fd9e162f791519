using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>One regression tree, or a forest whose prediction is the mean of its trees'.</summary>
public sealed class TreeRegressorModel : IRegressorModel
{
    private readonly Tree[] _trees;

    internal TreeRegressorModel(Tree[] trees, int features, double[]? outOfBag, int[]? outOfBagTrees)
    {
        _trees = trees;
        Features = features;
        OutOfBag = outOfBag;
        OutOfBagTrees = outOfBagTrees;
        var totals = new double[features];
        foreach (Tree tree in trees)
        {
            tree.AddImportance(totals);
        }

        Importance = Tree.Normalised(totals);
    }

    public IReadOnlyList<Tree> Trees => _trees;

    public int Features { get; }

    /// <summary>Each column's share of the squared error that all splits take away.</summary>
    public double[] Importance { get; }

    /// <summary>The mean prediction of the trees that did not see the row; NaN where all did. Null for one tree or without bagging.</summary>
    public double[]? OutOfBag { get; }

    /// <summary>How many trees did not see each row.</summary>
    public int[]? OutOfBagTrees { get; }

    public void Predict(Matrix rows, double[] predictions, RunContext run)
    {
        RowBlocks.CheckShape(rows, Features, predictions);
        RowBlocks.Each(rows.Rows, run, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                double sum = 0;
                foreach (Tree tree in _trees)
                {
                    sum += tree.Value(tree.Leaf(rows.Row(i)))[0];
                }

                predictions[i] = sum / _trees.Length;
            }
        });
    }
}
