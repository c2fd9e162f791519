using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>One classification tree, or a forest whose probabilities are the mean of its trees'.</summary>
public sealed class TreeClassifierModel : IClassifierModel
{
    private readonly Tree[] _trees;

    internal TreeClassifierModel(Tree[] trees, int classes, int features, Matrix? outOfBag, int[]? outOfBagTrees)
    {
        _trees = trees;
        Classes = classes;
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

    public int Classes { get; }

    public int Features { get; }

    public bool GivesProbabilities => true;

    /// <summary>Each column's share of the impurity that all splits take away.</summary>
    public double[] Importance { get; }

    /// <summary>
    /// Rows x classes: the mean probabilities of the trees that did not see the row; zeros where all did. Null for one tree or without bagging.
    /// </summary>
    public Matrix? OutOfBag { get; }

    /// <summary>How many trees did not see each row.</summary>
    public int[]? OutOfBagTrees { get; }

    public void Score(Matrix rows, Matrix scores, RunContext run) => RowBlocks.Score(this, rows, scores, run, Probabilities);

    /// <summary>The probabilities of one row.</summary>
    public void Probabilities(ReadOnlySpan<double> row, Span<double> into)
    {
        into.Clear();
        foreach (Tree tree in _trees)
        {
            ReadOnlySpan<double> value = tree.Value(tree.Leaf(row));
            for (int c = 0; c < into.Length; c++)
            {
                into[c] += value[c];
            }
        }

        for (int c = 0; c < into.Length; c++)
        {
            into[c] /= _trees.Length;
        }
    }
}
