using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Mix.Laws;

/// <summary>A loss as a function of shares. Safe to use from several threads.</summary>
public interface IFittedLaw
{
    /// <summary>It has a gradient, so that its least value is found by descent.</summary>
    bool IsSmooth { get; }

    /// <summary>The parameters by name, for the report; none where they say nothing to people.</summary>
    IReadOnlyList<(string Term, double Value)> Terms(IReadOnlyList<string> sources) => [];

    /// <summary>The losses of many mixtures.</summary>
    void Predict(Matrix shares, double[] into, RunContext run);

    /// <summary>The loss of one mixture; <paramref name="weight"/> times its gradient is added to <paramref name="gradient"/>.</summary>
    /// <exception cref="NotSupportedException">The law is not smooth.</exception>
    double Evaluate(ReadOnlySpan<double> shares, double weight, Span<double> gradient) => throw new NotSupportedException("A law without a gradient.");
}
