namespace Curate.Core.Dedupe.Near;

/// <summary>
/// How a signature is cut into bands (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, section 3.4): two texts are compared when they agree in all places of some band,
/// which happens with the probability 1 - (1 - s^r)^b at a similarity of s.
/// </summary>
/// <param name="Bands">b.</param>
/// <param name="Rows">r, places of a band.</param>
public sealed record BandLayout(int Bands, int Rows)
{
    private const int Steps = 1000;

    /// <summary>Hash functions that are used.</summary>
    public int Hashes => Bands * Rows;

    /// <summary>The probability that two texts of a similarity are compared.</summary>
    public double Probability(double similarity) => 1 - Power(1 - Power(similarity, Rows), Bands);

    /// <summary>The similarity at which half of the pairs are compared, to 2^-40.</summary>
    public double Half
    {
        get
        {
            double low = 0;
            double high = 1;
            for (int i = 0; i < 40; i++)
            {
                double middle = (low + high) / 2;
                (low, high) = Probability(middle) < 0.5 ? (middle, high) : (low, middle);
            }

            return high;
        }
    }

    /// <summary>
    /// The layout of at most <paramref name="hashes"/> functions with the smallest weighted area of errors: compared below the threshold, or
    /// not compared above it, by the midpoint rule with a thousand steps on either side. Of equal ones the layout with the fewest bands.
    /// </summary>
    /// <param name="hashes">Functions at hand.</param>
    /// <param name="threshold">Similarity from which pairs are wanted.</param>
    /// <param name="recallWeight">Weight of the missed area, 0 to 1; the other area has the rest.</param>
    public static BandLayout Choose(int hashes, double threshold, double recallWeight)
    {
        var best = new BandLayout(1, 1);
        double least = double.PositiveInfinity;
        for (int bands = 1; bands <= hashes; bands++)
        {
            for (int rows = 1; rows <= hashes / bands; rows++)
            {
                var layout = new BandLayout(bands, rows);
                double error = ((1 - recallWeight) * layout.Needless(threshold)) + (recallWeight * layout.Missed(threshold));
                if (error < least)
                {
                    (best, least) = (layout, error);
                }
            }
        }

        return best;
    }

    /// <summary>The area under the curve below a threshold: how many dissimilar pairs are compared.</summary>
    public double Needless(double threshold)
    {
        double sum = 0;
        for (int i = 0; i < Steps; i++)
        {
            sum += Probability(threshold * (i + 0.5) / Steps);
        }

        return sum * threshold / Steps;
    }

    /// <summary>The area above the curve above a threshold: how many similar pairs are not compared.</summary>
    public double Missed(double threshold)
    {
        double sum = 0;
        for (int i = 0; i < Steps; i++)
        {
            sum += 1 - Probability(threshold + ((1 - threshold) * (i + 0.5) / Steps));
        }

        return sum * (1 - threshold) / Steps;
    }

    /// <summary>Whole powers by repeated squaring: the same bits everywhere.</summary>
    private static double Power(double x, int n)
    {
        double power = 1;
        for (; n > 0; n >>= 1, x *= x)
        {
            power *= (n & 1) != 0 ? x : 1;
        }

        return power;
    }
}
