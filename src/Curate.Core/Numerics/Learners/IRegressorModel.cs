using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>A fitted regressor. Safe to use from several threads.</summary>
public interface IRegressorModel
{
    /// <summary>Columns of the rows it was fitted to.</summary>
    int Features { get; }

    /// <summary>A prediction for every row.</summary>
    /// <param name="rows">Rows of <see cref="Features"/> columns.</param>
    /// <param name="predictions">One a row, filled.</param>
    /// <param name="run">Workers, memory and cancellation.</param>
    void Predict(Matrix rows, double[] predictions, RunContext run);
}
