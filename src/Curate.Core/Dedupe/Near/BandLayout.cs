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
        double[] similarities = [.. Midpoints(0, threshold), .. Midpoints(threshold, 1)];
        double[] agree = new double[similarities.Length];
        Array.Fill(agree, 1);
        double[] escape = new double[similarities.Length];
        for (int rows = 1; rows <= hashes; rows++)
        {
            // One more row or band is one more factor at every point, so that all layouts together cost as many products as a few by powers.
            for (int i = 0; i < agree.Length; i++)
            {
                agree[i] *= similarities[i];
            }

            Array.Fill(escape, 1);
            for (int bands = 1; bands <= hashes / rows; bands++)
            {
                double needless = 0;
                for (int i = 0; i < Steps; i++)
                {
                    escape[i] *= 1 - agree[i];
                    needless += 1 - escape[i];
                }

                double missed = 0;
                for (int i = Steps; i < escape.Length; i++)
                {
                    escape[i] *= 1 - agree[i];
                    missed += escape[i];
                }

                double error = ((1 - recallWeight) * needless * threshold) + (recallWeight * missed * (1 - threshold));
                if (error < least || (error == least && bands < best.Bands))
                {
                    (best, least) = (new BandLayout(bands, rows), error);
                }
            }
        }

        return best;
    }

    private static IEnumerable<double> Midpoints(double from, double to) => Enumerable.Range(0, Steps).Select(i => from + ((to - from) * (i + 0.5) / Steps));

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
