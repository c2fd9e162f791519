using Curate.Core.Numerics.Linear;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// Turns scores into probabilities by 1 / (1 + exp(a s + b)), fitted to the labels with Platt's softened targets by damped Newton steps (Platt 1999; Lin,
/// Lin and Weng 2007, algorithm 1). O(n) a step.
/// </summary>
public sealed class PlattScaling
{
    private const int MostSteps = 200;

    private PlattScaling(double slope, double offset)
    {
        Slope = slope;
        Offset = offset;
    }

    /// <summary>a; negative when larger scores mean the positive class.</summary>
    public double Slope { get; }

    /// <summary>b.</summary>
    public double Offset { get; }

    /// <param name="scores">Finite scores.</param>
    /// <param name="positive">Whether each is of the positive class.</param>
    /// <param name="weights">A weight of 0 or more each; empty for ones.</param>
    public static PlattScaling Fit(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive, ReadOnlySpan<double> weights = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(positive.Length, scores.Length);
        ColumnMoments.CheckWeights(weights, scores.Length);
        double above = 0;
        double below = 0;
        double largest = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i];
            above += positive[i] ? weight : 0;
            below += positive[i] ? 0 : weight;
            largest = Math.Max(largest, Math.Abs(scores[i]));
        }

        if (!double.IsFinite(largest))
        {
            throw new ArgumentException("A score is finite.", nameof(scores));
        }

        // In scores of at most 1 the two unknowns are of one size.
        double scale = largest > 0 ? largest : 1;
        double high = (above + 1) / (above + 2);
        double low = 1 / (below + 2);
        double a = 0;
        double b = PortableMath.Log((below + 1) / (above + 1));
        double value = Evaluate(scores, positive, weights, scale, high, low, a, b, out double ga, out double gb, out double haa, out double hab,
            out double hbb);
        double total = Math.Max(above + below, double.Epsilon);
        for (int step = 0; step < MostSteps && Math.Max(Math.Abs(ga), Math.Abs(gb)) > 1e-12 * total; step++)
        {
            double jitter = 1e-12 * (haa + hbb);
            double determinant = ((haa + jitter) * (hbb + jitter)) - (hab * hab);
            double da = -(((hbb + jitter) * ga) - (hab * gb)) / determinant;
            double db = -(((haa + jitter) * gb) - (hab * ga)) / determinant;
            double slope = (ga * da) + (gb * db);
            double length = 1;
            bool moved = false;
            while (length >= 1e-10 && !moved)
            {
                double tried = Evaluate(
                    scores, positive, weights, scale, high, low, a + (length * da), b + (length * db),
                    out double ta, out double tb, out double taa, out double tab, out double tbb);
                bool flatter = Math.Max(Math.Abs(ta), Math.Abs(tb)) < Math.Max(Math.Abs(ga), Math.Abs(gb)) && tried <= value + (1e-13 * Math.Abs(value));
                if (tried < value + (1e-4 * length * slope) || flatter)
                {
                    (a, b, value) = (a + (length * da), b + (length * db), tried);
                    (ga, gb, haa, hab, hbb) = (ta, tb, taa, tab, tbb);
                    moved = true;
                }

                length *= 0.5;
            }

            if (!moved)
            {
                break;
            }
        }

        return new PlattScaling(a / scale, b);
    }

    /// <summary>The probability of the positive class.</summary>
    public double Probability(double score)
    {
        double z = (Slope * score) + Offset;
        double small = PortableMath.Exp(-Math.Abs(z));
        return z >= 0 ? small / (1 + small) : 1 / (1 + small);
    }

    private static double Evaluate(
        ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive, ReadOnlySpan<double> weights, double scale, double high, double low, double a, double b,
        out double ga, out double gb, out double haa, out double hab, out double hbb)
    {
        (ga, gb, haa, hab, hbb) = (0, 0, 0, 0, 0);
        double value = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i];
            double s = scores[i] / scale;
            double z = (a * s) + b;
            double target = positive[i] ? high : low;
            double small = PortableMath.Exp(-Math.Abs(z));
            double p = z >= 0 ? small / (1 + small) : 1 / (1 + small);

            // -t ln p - (1 - t) ln(1 - p), with ln p = -ln(1 + e^z).
            value += weight * ((target * z) + Math.Max(-z, 0) + PortableMath.Log1p(small));
            double g = weight * (target - p);
            double h = weight * p * (1 - p);
            ga += g * s;
            gb += g;
            haa += h * s * s;
            hab += h * s;
            hbb += h;
        }

        return value;
    }
}
