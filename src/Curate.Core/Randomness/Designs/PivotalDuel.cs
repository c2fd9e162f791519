namespace Curate.Core.Randomness.Designs;

/// <summary>Two units fight for their probabilities until one has 0 or 1 (Deville and Tille 1998): the expected probability of both stays.</summary>
internal static class PivotalDuel
{
    /// <summary>Nearer than this to 0 or 1 is 0 or 1: what sums of probabilities leave behind.</summary>
    private const double Near = 1e-11;

    public static void Fight(ref double a, ref double b, double unit)
    {
        double sum = a + b;
        if (sum < 1)
        {
            (a, b) = unit * sum < b ? (0.0, sum) : (sum, 0.0);
        }
        else
        {
            (a, b) = unit * (2 - sum) < 1 - b ? (1.0, sum - 1) : (sum - 1, 1.0);
        }

        a = Snapped(a);
        b = Snapped(b);
    }

    public static double Snapped(double p) => p < Near ? 0 : p > 1 - Near ? 1 : p;

    public static bool Decided(double p) => p is <= 0 or >= 1;
}
