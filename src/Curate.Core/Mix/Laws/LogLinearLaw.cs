using Curate.Core.Numerics;
using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Mix.Laws;

/// <summary>ln loss = sum of t(j) r(j): the exponential law without its constant, by least squares on logarithms. O(n d^2).</summary>
public sealed class LogLinearLaw : IMixtureLaw
{
    public string Name => "log-linear";

    public string? Refusal(int sources, ReadOnlySpan<double> losses)
    {
        foreach (double loss in losses)
        {
            if (!(loss > 0))
            {
                return "needs losses above 0";
            }
        }

        return null;
    }

    public IFittedLaw Fit(Matrix shares, double[] losses, RunContext run)
    {
        double[] logs = Array.ConvertAll(losses, PortableMath.Log);

        // The mean is taken out, so that the little penalty, which decides between columns that repeat each other, pulls towards it and not towards a loss of 1.
        double mean = Dense.Sum(logs) / logs.Length;
        double[] slopes = new RidgeRegression(1e-6, intercept: false).Fit(new TargetRows(shares, Array.ConvertAll(logs, y => y - mean)), run).Coefficients;
        return ExponentialLaw.Of(Array.ConvertAll(slopes, t => t + mean), 0);
    }
}
