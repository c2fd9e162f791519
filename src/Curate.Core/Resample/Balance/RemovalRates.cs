namespace Curate.Core.Resample.Balance;

/// <summary>
/// Copies from how often a filter removes rows of each cluster size: sizes that it removes as often as all rows, or more often, come once; the size that it removes most
/// seldom M times; those between by the straight line, 1 + (M - 1)(r - all)/(least - all). Five neighbouring sizes are averaged where there are two on either side, and
/// the result is rounded, halves to even.
/// </summary>
/// <remarks>
/// G. Penedo et al. 2025, "FineWeb2: One Pipeline to Scale Them All", section 3.5, and the code in the authors' repository. With fewer than five sizes nothing is averaged;
/// the authors' code has no meaning there.
/// </remarks>
internal static class RemovalRates
{
    private const int Window = 5;

    /// <summary>Copies before averaging.</summary>
    /// <param name="rates">Share or percentage of rows that are removed, by size.</param>
    /// <param name="all">The same of all rows.</param>
    /// <param name="most">M.</param>
    public static double[] Raw(ReadOnlySpan<double> rates, double all, long most)
    {
        double least = double.PositiveInfinity;
        foreach (double rate in rates)
        {
            least = Math.Min(least, rate);
        }

        var raw = new double[rates.Length];
        for (int i = 0; i < raw.Length; i++)
        {
            raw[i] = rates[i] >= all ? 1 : 1 + ((most - 1) * ((rates[i] - all) / (least - all)));
        }

        return raw;
    }

    /// <summary>Copies: <see cref="Raw"/>, averaged and rounded.</summary>
    public static long[] Copies(ReadOnlySpan<double> rates, double all, long most)
    {
        double[] raw = Raw(rates, all, most);
        var copies = new long[raw.Length];
        for (int i = 0; i < copies.Length; i++)
        {
            double mean = raw[i];
            if (i >= Window / 2 && i < raw.Length - (Window / 2))
            {
                mean = 0;
                for (int j = i - (Window / 2); j <= i + (Window / 2); j++)
                {
                    mean += raw[j] * (1.0 / Window);
                }
            }

            copies[i] = (long)Math.Round(mean, MidpointRounding.ToEven);
        }

        return copies;
    }
}
