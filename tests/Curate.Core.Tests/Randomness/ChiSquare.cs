namespace Curate.Core.Tests.Randomness;

/// <summary>Compares counts with what a distribution expects. Seeds are fixed, so the bound of one in a million never flickers.</summary>
internal static class ChiSquare
{
    public static void AssertFits(IReadOnlyList<long> observed, IReadOnlyList<double> expected, string shown)
    {
        double statistic = 0;
        int cells = 0;
        double heldObserved = 0;
        double heldExpected = 0;
        for (int i = 0; i < observed.Count; i++)
        {
            // Cells that expect few are joined with their neighbours.
            heldObserved += observed[i];
            heldExpected += expected[i];
            bool last = i == observed.Count - 1;
            if (heldExpected >= 10 || last)
            {
                statistic += (heldObserved - heldExpected) * (heldObserved - heldExpected) / Math.Max(heldExpected, 1e-3);
                cells++;
                heldObserved = 0;
                heldExpected = 0;
            }
        }

        // Wilson and Hilferty's cube approximation at z = 4.75, a chance of one in a million.
        double df = Math.Max(1, cells - 1);
        double cube = 1 - (2 / (9 * df)) + (4.75 * Math.Sqrt(2 / (9 * df)));
        double bound = df * cube * cube * cube;
        Assert.True(statistic < bound, $"chi-square {statistic:F1} above {bound:F1} with {df} degrees of freedom: {shown}");
    }
}
