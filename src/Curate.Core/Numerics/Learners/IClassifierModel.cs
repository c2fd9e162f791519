using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>A fitted classifier. Safe to use from several threads.</summary>
public interface IClassifierModel
{
    int Classes { get; }

    /// <summary>Columns of the rows it was fitted to.</summary>
    int Features { get; }

    /// <summary>True when scores are probabilities: not negative, summing to 1.</summary>
    bool GivesProbabilities { get; }

    /// <summary>A score for every row and class; the largest, the first of equal ones, is the prediction.</summary>
    /// <param name="rows">Rows of <see cref="Features"/> columns.</param>
    /// <param name="scores">Rows x classes, filled.</param>
    /// <param name="run">Workers, memory and cancellation.</param>
    void Score(Matrix rows, Matrix scores, RunContext run);
}
