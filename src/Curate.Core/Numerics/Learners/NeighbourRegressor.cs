using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// The weighted mean of the k nearest neighbours' targets. Values are rounded to float32, as neighbours are searched there; equally near rows go by number.
/// NaN where no neighbour has weight.
/// </summary>
/// <remarks>Fitting keeps the rows. A prediction compares with every row: O(n d) a query, see <see cref="Neighbours.NeighbourSearch"/>.</remarks>
public sealed class NeighbourRegressor(NeighbourOptions options) : IRegressor
{
    public IRegressorModel Fit(TargetRows examples, SeededDraw draw, RunContext run)
    {
        RowBlocks.CheckFinite(examples.Rows);
        RowBlocks.Total(examples.Weights, examples.Count);
        return new Model(examples, options);
    }

    private sealed class Model(TargetRows examples, NeighbourOptions options) : IRegressorModel
    {
        public int Features => examples.Rows.Columns;

        public void Predict(Matrix rows, double[] predictions, RunContext run)
        {
            RowBlocks.CheckShape(rows, Features, predictions);
            RowBlocks.CheckFinite(rows);
            NeighbourVotes.Each(examples.Rows, examples.Weights, rows, options, run, (row, near, votes) =>
            {
                double sum = 0;
                double weight = 0;
                for (int k = 0; k < near.Length; k++)
                {
                    sum += votes[k] * examples.Targets[near.Span[k]];
                    weight += votes[k];
                }

                predictions[row] = weight > 0 ? sum / weight : double.NaN;
            });
        }
    }
}
