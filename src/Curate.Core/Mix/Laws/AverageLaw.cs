using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Mix.Laws;

/// <summary>
/// The plain average of what the exponential law and boosted trees predict: the one knows the form and not the details, the other the details and not the
/// form, and their errors are not the same ones.
/// </summary>
public sealed class AverageLaw : IMixtureLaw
{
    private readonly ExponentialLaw _law = new();
    private readonly BoostedTreeLaw _trees = new();

    public string Name => "average";

    public IFittedLaw Fit(Matrix shares, double[] losses, RunContext run) => new Fitted(_law.Fit(shares, losses, run), _trees.Fit(shares, losses, run));

    private sealed class Fitted(IFittedLaw law, IFittedLaw trees) : IFittedLaw
    {
        public bool IsSmooth => false;

        public void Predict(Matrix shares, double[] into, RunContext run)
        {
            var other = new double[shares.Rows];
            law.Predict(shares, into, run);
            trees.Predict(shares, other, run);
            for (int i = 0; i < other.Length; i++)
            {
                into[i] = (into[i] + other[i]) / 2;
            }
        }
    }
}
