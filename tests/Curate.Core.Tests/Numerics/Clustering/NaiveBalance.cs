namespace Curate.Core.Tests.Numerics.Clustering;

/// <summary>Assignments within bounds on the sizes by trying all of them.</summary>
internal static class NaiveBalance
{
    /// <summary>The least sum.</summary>
    public static double Least(double[][] costs, long least, long most) => Best(costs, least, most).Total;

    /// <summary>The least sum and the first assignment that has it.</summary>
    public static (double Total, int[] Labels) Best(double[][] costs, long least, long most)
    {
        double total = double.PositiveInfinity;
        int[] labels = [];
        var tried = new int[costs.Length];
        var sizes = new long[costs[0].Length];
        Try(0, 0);
        return (total, labels);

        void Try(int row, double sum)
        {
            if (row == costs.Length)
            {
                if (sum < total && sizes.All(size => size >= least))
                {
                    (total, labels) = (sum, [.. tried]);
                }

                return;
            }

            for (int c = 0; c < sizes.Length; c++)
            {
                if (sizes[c] < most)
                {
                    sizes[c]++;
                    tried[row] = c;
                    Try(row + 1, sum + costs[row][c]);
                    sizes[c]--;
                }
            }
        }
    }
}
