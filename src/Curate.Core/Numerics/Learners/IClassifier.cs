using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>Learns to tell classes apart. The same rows, options and draws give the same model, bit for bit, for any number of workers.</summary>
public interface IClassifier
{
    /// <param name="examples">At least one row with weight.</param>
    /// <param name="draw">The draws of this fit; learners without chance leave them alone.</param>
    /// <param name="run">Workers, memory and cancellation.</param>
    /// <exception cref="ArgumentException">Rows that the learner cannot learn from: values that are not finite, too few classes.</exception>
    IClassifierModel Fit(LabelledRows examples, SeededDraw draw, RunContext run);
}
