using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>Fitted boosted trees for classes.</summary>
public sealed class GradientBoostingClassifierModel : IClassifierModel
{
    private readonly Tree[] _trees;
    private readonly double[] _start;

    internal GradientBoostingClassifierModel(Tree[] trees, double[] start, int classes, int features)
    {
        _trees = trees;
        _start = start;
        Classes = classes;
        Features = features;
        var totals = new double[features];
        foreach (Tree tree in trees)
        {
            tree.AddImportance(totals);
        }

        Importance = Tree.Normalised(totals);
    }

    public int Classes { get; }

    public int Features { get; }

    public bool GivesProbabilities => true;

    /// <summary>Round after round; within a round by class.</summary>
    public IReadOnlyList<Tree> Trees => _trees;

    /// <summary>Each column's share of the gain of all splits.</summary>
    public double[] Importance { get; }

    public void Score(Matrix rows, Matrix scores, RunContext run) => RowBlocks.Score(this, rows, scores, run, Probabilities);

    /// <summary>The probabilities of one row.</summary>
    public void Probabilities(ReadOnlySpan<double> row, Span<double> into)
    {
        int width = _start.Length;
        into.Clear();
        Span<double> raw = width == 1 ? into[1..] : into;
        _start.CopyTo(raw);
        for (int t = 0; t < _trees.Length; t++)
        {
            raw[t % width] += _trees[t].Value(_trees[t].Leaf(row))[0];
        }

        Dense.Softmax(into);
    }
}
