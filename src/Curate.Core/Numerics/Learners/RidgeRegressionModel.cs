using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>A fitted ridge regression.</summary>
public sealed class RidgeRegressionModel : IRegressorModel
{
    internal RidgeRegressionModel(double[] coefficients, double intercept, double jitter)
    {
        Coefficients = coefficients;
        Intercept = intercept;
        Jitter = jitter;
    }

    public double[] Coefficients { get; }

    public double Intercept { get; }

    /// <summary>What had to be added to the diagonal beside the penalty; 0 but for columns that repeat each other without a penalty.</summary>
    public double Jitter { get; }

    public int Features => Coefficients.Length;

    public void Predict(Matrix rows, double[] predictions, RunContext run)
    {
        RowBlocks.CheckShape(rows, Features, predictions);
        RowBlocks.Each(rows.Rows, run, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                predictions[i] = Dense.Dot(rows.Row(i), Coefficients) + Intercept;
            }
        });
    }
}
