namespace Curate.Core.Check.Fairness;

/// <summary>Accuracy of all rows; standard deviation and range of the groups' accuracies over it (Luo et al. 2024, "Eye fairness", performance-scaled disparity).</summary>
internal static class ScaledDisparity
{
    /// <param name="cells">Right and wrong answers of each group.</param>
    /// <param name="figures">Accuracy, scaled standard deviation, scaled range; NaN where a group has no row or nothing is right.</param>
    public static void Of(long[] cells, double[] figures)
    {
        int groups = cells.Length / 2;
        long right = 0;
        long rows = 0;
        double sum = 0;
        double squares = 0;
        double low = double.PositiveInfinity;
        double high = double.NegativeInfinity;
        for (int g = 0; g < groups; g++)
        {
            long own = cells[2 * g] + cells[(2 * g) + 1];
            double accuracy = (double)cells[2 * g] / own;
            right += cells[2 * g];
            rows += own;
            sum += accuracy;
            squares += accuracy * accuracy;
            low = Math.Min(low, accuracy);
            high = Math.Max(high, accuracy);
        }

        double all = (double)right / rows;
        double mean = sum / groups;
        figures[0] = all;
        figures[1] = all > 0 ? Math.Sqrt(Math.Max(0, (squares / groups) - (mean * mean)) * groups / (groups - 1)) / all : double.NaN;
        figures[2] = all > 0 ? (high - low) / all : double.NaN;
    }
}
