using Curate.Core.Randomness;

namespace Curate.Core.Numerics.Learners;

/// <summary>Row weights of a tree.</summary>
internal static class TreeWeights
{
    public static double[] Of(double[]? weights, int rows)
    {
        if (weights is not null)
        {
            return weights;
        }

        var ones = new double[rows];
        Array.Fill(ones, 1);
        return ones;
    }

    /// <summary>Weights times how often each row is drawn in <paramref name="draws"/> uniform draws with replacement.</summary>
    public static double[] Bootstrapped(double[]? weights, int rows, long draws, SeededDraw draw)
    {
        var drawn = new double[rows];
        for (long i = 0; i < draws; i++)
        {
            drawn[(int)Math.BigMul(draw.Bits(0, i), (ulong)rows, out _)]++;
        }

        if (weights is not null)
        {
            for (int i = 0; i < rows; i++)
            {
                drawn[i] *= weights[i];
            }
        }

        return drawn;
    }
}
