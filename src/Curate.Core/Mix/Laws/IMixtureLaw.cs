using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Mix.Laws;

/// <summary>A form that a loss may have as a function of shares.</summary>
public interface IMixtureLaw
{
    string Name { get; }

    /// <summary>Why it cannot be fitted to these losses; null = it can.</summary>
    string? Refusal(int sources, ReadOnlySpan<double> losses) => null;

    /// <summary>The law that fits best. No chance is in it, and workers do not change it.</summary>
    /// <param name="shares">One row a run; rows sum to 1.</param>
    /// <param name="losses">One a run.</param>
    /// <param name="run">Memory and cancellation.</param>
    IFittedLaw Fit(Matrix shares, double[] losses, RunContext run);
}
