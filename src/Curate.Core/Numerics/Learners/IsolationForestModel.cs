using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>A fitted isolation forest.</summary>
public sealed class IsolationForestModel
{
    private readonly Tree[] _trees;
    private readonly double _expected;

    internal IsolationForestModel(Tree[] trees, int features, double expected)
    {
        _trees = trees;
        Features = features;
        _expected = expected;
    }

    /// <summary>Columns of the rows it was fitted to.</summary>
    public int Features { get; }

    public IReadOnlyList<Tree> Trees => _trees;

    /// <summary>The score of every row, from 0 to 1: larger is more unusual.</summary>
    public double[] Score(Matrix rows, RunContext run)
    {
        var scores = new double[rows.Rows];
        RowBlocks.CheckShape(rows, Features, scores);
        RowBlocks.Each(rows.Rows, run, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                double sum = 0;
                foreach (Tree tree in _trees)
                {
                    sum += tree.Value(tree.Leaf(rows.Row(i)))[0];
                }

                double mean = sum / _trees.Length;
                scores[i] = _expected > 0 ? PortableMath.Pow(2, -mean / _expected) : 0.5;
            }
        });
        return scores;
    }
}
