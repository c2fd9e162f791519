using Curate.Core.Numerics;
using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Optimisation;
using Curate.Core.Running;

namespace Curate.Core.Mix.Laws;

/// <summary>
/// loss = c + exp(sum of t(j) r(j)): the law of data mixing (Ye et al. 2024, equation 6, where k exp(sum of t r) has one parameter more than shares that sum
/// to 1 can tell: ln k is in each t here). Huber loss, L-BFGS from several c; the best fit to the given runs is taken.
/// </summary>
/// <remarks>O(n d) an evaluation, some hundred of them a start.</remarks>
public sealed class ExponentialLaw : IMixtureLaw
{
    // In standard deviations of the losses: errors beyond it count linearly, so that a run that failed does not bend the law.
    private const double HuberWidth = 0.05;

    // How far below the smallest loss the constant begins, in standard deviations.
    private static readonly double[] s_starts = [0.05, 0.3, 1, 3, 10];

    public string Name => "exponential";

    public IFittedLaw Fit(Matrix shares, double[] losses, RunContext run)
    {
        (double least, double spread) = Scale(losses);
        double[] scaled = Array.ConvertAll(losses, y => (y - least) / spread);
        var objective = new Objective(shares, scaled);
        Optimum? best = null;
        foreach (double below in s_starts)
        {
            double[] logs = Array.ConvertAll(scaled, y => PortableMath.Log(y + below));
            double[] slopes = new RidgeRegression(1e-3, intercept: false).Fit(new TargetRows(shares, logs), run).Coefficients;
            Optimum found = Lbfgs.Minimise(objective, [.. slopes, -below], new LbfgsOptions { MaxIterations = 500, ValueTolerance = 1e-12 }, run.Ct);
            best = best is null || found.Value < best.Value ? found : best;
        }

        double scale = PortableMath.Log(spread);
        return new Fitted([.. best!.X.Take(shares.Columns).Select(t => t + scale)], least + (spread * best.X[^1]));
    }

    /// <summary>The smallest loss and the standard deviation, 1 where losses do not differ.</summary>
    private static (double Least, double Spread) Scale(double[] losses)
    {
        double mean = Dense.Sum(losses) / losses.Length;
        double square = 0;
        double least = double.PositiveInfinity;
        foreach (double y in losses)
        {
            square += (y - mean) * (y - mean);
            least = Math.Min(least, y);
        }

        double spread = Math.Sqrt(square / losses.Length);
        return (least, spread > 0 ? spread : 1);
    }

    /// <summary>A law with known parameters.</summary>
    /// <param name="slopes">t by source.</param>
    /// <param name="constant">c.</param>
    internal static IFittedLaw Of(double[] slopes, double constant) => new Fitted(slopes, constant);

    private sealed class Fitted(double[] slopes, double constant) : IFittedLaw
    {
        public bool IsSmooth => true;

        public IReadOnlyList<(string Term, double Value)> Terms(IReadOnlyList<string> sources) => [("(constant)", constant), .. sources.Zip(slopes)];

        public void Predict(Matrix shares, double[] into, RunContext run)
        {
            for (int row = 0; row < shares.Rows; row++)
            {
                into[row] = constant + PortableMath.Exp(Dense.Dot(shares.Row(row), slopes));
            }
        }

        public double Evaluate(ReadOnlySpan<double> shares, double weight, Span<double> gradient)
        {
            double power = PortableMath.Exp(Dense.Dot(shares, slopes));
            Dense.AddScaled(weight * power, slopes, gradient);
            return constant + power;
        }
    }

    private sealed class Objective(Matrix shares, double[] losses) : IObjective
    {
        public int Size => shares.Columns + 1;

        public double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
        {
            gradient.Clear();
            int d = shares.Columns;
            double sum = 0;
            for (int row = 0; row < losses.Length; row++)
            {
                ReadOnlySpan<double> r = shares.Row(row);
                double power = PortableMath.Exp(Dense.Dot(r, x[..d]));
                double apart = x[d] + power - losses[row];
                double size = Math.Abs(apart);
                double slope = size <= HuberWidth ? apart : apart > 0 ? HuberWidth : -HuberWidth;
                sum += size <= HuberWidth ? apart * apart / 2 : HuberWidth * (size - (HuberWidth / 2));
                gradient[d] += slope;
                Dense.AddScaled(slope * power, r, gradient[..d]);
            }

            return sum;
        }
    }
}
