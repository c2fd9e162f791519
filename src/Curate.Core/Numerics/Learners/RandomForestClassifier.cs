using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// A forest of classification trees, each grown on rows drawn with replacement, with columns drawn for every split (Breiman 2001). Probabilities are the
/// mean of the trees'. Draws are keyed by tree, node and row number.
/// </summary>
/// <remarks>Trees in parallel; 4 n d bytes shared, 24 + 8 classes a row for each worker, n / 8 a tree, and the trees.</remarks>
public sealed class RandomForestClassifier(RandomForestOptions options) : IClassifier
{
    IClassifierModel IClassifier.Fit(LabelledRows examples, SeededDraw draw, RunContext run) => Fit(examples, draw, run);

    /// <inheritdoc cref="IClassifier.Fit"/>
    public TreeClassifierModel Fit(LabelledRows examples, SeededDraw draw, RunContext run)
    {
        int d = examples.Rows.Columns;
        int root = Math.Max(1, (int)Math.Sqrt(d));
        (Tree[] trees, BitMap[]? seen) = Forest.Grow(
            examples.Rows, TreeTargets.Of(examples, options.Tree.Criterion), examples.Weights, options, root, draw, run);
        if (seen is null)
        {
            return new TreeClassifierModel(trees, examples.Classes, d, null, null);
        }

        var counts = new int[examples.Count];
        return new TreeClassifierModel(trees, examples.Classes, d, Forest.OutOfBag(examples.Rows, trees, seen, examples.Classes, counts, run), counts);
    }
}
