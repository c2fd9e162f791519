using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Mix.Laws;

/// <summary>
/// Gradient-boosted regression trees on the shares (RegMix, Liu et al. 2024, who take 1,000 rounds at a rate of 0.01): 300 rounds at 0.03, 8 leaves, and
/// leaves of 10 runs where there are enough of them. No law is assumed, so many runs are needed, and nothing is known beyond them.
/// </summary>
public sealed class BoostedTreeLaw : IMixtureLaw
{
    public string Name => "boosted-trees";

    public IFittedLaw Fit(Matrix shares, double[] losses, RunContext run)
    {
        var options = new GradientBoostingOptions { Rounds = 300, LearningRate = 0.03, MaxLeaves = 8, MinLeafRows = Math.Clamp(shares.Rows / 20, 1, 10) };
        return new Fitted(new GradientBoostingRegressor(options).Fit(new TargetRows(shares, losses), run));
    }

    private sealed class Fitted(GradientBoostingRegressorModel model) : IFittedLaw
    {
        public bool IsSmooth => false;

        public void Predict(Matrix shares, double[] into, RunContext run) => model.Predict(shares, into, run);
    }
}
