using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// The k nearest neighbours vote for their class with their row's weight (Cover and Hart 1967). Values are rounded to float32, as neighbours are searched
/// there; equally near rows go by number.
/// </summary>
/// <remarks>Fitting keeps the rows. A prediction compares with every row: O(n d) a query, see <see cref="Neighbours.NeighbourSearch"/>.</remarks>
public sealed class NeighbourClassifier(NeighbourOptions options) : IClassifier
{
    public IClassifierModel Fit(LabelledRows examples, SeededDraw draw, RunContext run)
    {
        RowBlocks.CheckFinite(examples.Rows);
        RowBlocks.Total(examples.Weights, examples.Count);
        return new Model(examples, options);
    }

    private sealed class Model(LabelledRows examples, NeighbourOptions options) : IClassifierModel
    {
        public int Classes => examples.Classes;

        public int Features => examples.Rows.Columns;

        public bool GivesProbabilities => true;

        public void Score(Matrix rows, Matrix scores, RunContext run)
        {
            RowBlocks.CheckShape(rows, Features, scores, Classes);
            RowBlocks.CheckFinite(rows);
            NeighbourVotes.Each(examples.Rows, examples.Weights, rows, options, run, (row, near, votes) =>
            {
                Span<double> into = scores.Row(row);
                into.Clear();
                double sum = 0;
                for (int k = 0; k < near.Length; k++)
                {
                    into[examples.Labels[near.Span[k]]] += votes[k];
                    sum += votes[k];
                }

                for (int c = 0; c < into.Length; c++)
                {
                    // Neighbours without any weight tell nothing.
                    into[c] = sum > 0 ? into[c] / sum : 1.0 / into.Length;
                }
            });
        }
    }
}
