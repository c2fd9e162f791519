using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>Learns to predict a number. The same rows, options and draws give the same model, bit for bit, for any number of workers.</summary>
public interface IRegressor
{
    /// <param name="examples">At least one row with weight.</param>
    /// <param name="draw">The draws of this fit; learners without chance leave them alone.</param>
    /// <param name="run">Workers, memory and cancellation.</param>
    /// <exception cref="ArgumentException">Rows that the learner cannot learn from.</exception>
    IRegressorModel Fit(TargetRows examples, SeededDraw draw, RunContext run);
}
