using Curate.Core.Numerics;

namespace Curate.Core.Randomness;

/// <summary>
/// Points of a simplex drawn from a Dirichlet law: gamma variates over their sum. A gamma variate of shape from 1 by squeeze and rejection (Marsaglia and
/// Tsang 2000, A simple method for generating gamma variables), of a smaller shape a as one of shape a + 1 times u^(1/a), in logarithms, so that tiny shapes
/// do not vanish.
/// </summary>
public static class DirichletDraw
{
    /// <summary>Fills <paramref name="into"/> with shares that sum to 1. Places of weight 0 get 0. O(n), about two tries a place.</summary>
    /// <param name="weights">Parameters of the law, from 0; at least one above 0.</param>
    /// <param name="draws">The stream of this point.</param>
    /// <param name="into">As long as the weights.</param>
    public static void Fill(ReadOnlySpan<double> weights, ref DrawStream draws, Span<double> into)
    {
        double largest = double.NegativeInfinity;
        for (int i = 0; i < weights.Length; i++)
        {
            into[i] = weights[i] > 0 ? LogGamma(weights[i], ref draws) : double.NegativeInfinity;
            largest = Math.Max(largest, into[i]);
        }

        double sum = 0;
        for (int i = 0; i < into.Length; i++)
        {
            into[i] = weights[i] > 0 ? PortableMath.Exp(into[i] - largest) : 0;
            sum += into[i];
        }

        for (int i = 0; i < into.Length; i++)
        {
            into[i] /= sum;
        }
    }

    /// <summary>The logarithm of a gamma variate of scale 1.</summary>
    private static double LogGamma(double shape, ref DrawStream draws)
    {
        if (shape < 1)
        {
            return LogGamma(shape + 1, ref draws) + (PortableMath.Log(draws.UnitPositive()) / shape);
        }

        double d = shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = Normal(ref draws);
            double v = 1 + (c * x);
            if (v <= 0)
            {
                continue;
            }

            v = v * v * v;
            double log = PortableMath.Log(v);
            if (PortableMath.Log(draws.UnitPositive()) < (0.5 * x * x) + d - (d * v) + (d * log))
            {
                return PortableMath.Log(d) + log;
            }
        }
    }

    /// <summary>A standard normal number by the polar method (Marsaglia and Bray 1964).</summary>
    private static double Normal(ref DrawStream draws)
    {
        while (true)
        {
            double x = (2 * draws.Unit()) - 1;
            double y = (2 * draws.Unit()) - 1;
            double square = (x * x) + (y * y);
            if (square is > 0 and < 1)
            {
                return x * Math.Sqrt(-2 * PortableMath.Log(square) / square);
            }
        }
    }
}
