using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>Fitted boosted trees for a number.</summary>
public sealed class GradientBoostingRegressorModel : IRegressorModel
{
    private readonly Tree[] _trees;
    private readonly double _start;

    internal GradientBoostingRegressorModel(Tree[] trees, double start, int features)
    {
        _trees = trees;
        _start = start;
        Features = features;
        var totals = new double[features];
        foreach (Tree tree in trees)
        {
            tree.AddImportance(totals);
        }

        Importance = Tree.Normalised(totals);
    }

    public int Features { get; }

    public IReadOnlyList<Tree> Trees => _trees;

    /// <summary>Each column's share of the gain of all splits.</summary>
    public double[] Importance { get; }

    public void Predict(Matrix rows, double[] predictions, RunContext run)
    {
        RowBlocks.CheckShape(rows, Features, predictions);
        RowBlocks.Each(rows.Rows, run, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                double sum = _start;
                foreach (Tree tree in _trees)
                {
                    sum += tree.Value(tree.Leaf(rows.Row(i)))[0];
                }

                predictions[i] = sum;
            }
        });
    }
}
