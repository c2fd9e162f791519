using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Optimisation;

/// <summary>
/// The components of a finite mixture, for <see cref="ExpectationMaximisation"/>: what each row's density is, and how they are fitted to shares of rows.
/// </summary>
public interface IMixtureFamily
{
    /// <summary>How many components.</summary>
    int Components { get; }

    /// <summary>How many rows.</summary>
    int Rows { get; }

    /// <summary>The logarithm of each component's density at a row. Called from several threads between two <see cref="Maximise"/>.</summary>
    void LogDensities(int row, Span<double> logs);

    /// <summary>Sets the parameters to those of largest weighted likelihood.</summary>
    /// <param name="shares">Rows x components: each row's share in each component, times its weight.</param>
    /// <param name="run">Workers and cancellation.</param>
    void Maximise(Matrix shares, RunContext run);
}
