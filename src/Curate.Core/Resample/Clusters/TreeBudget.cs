using Curate.Core.Randomness.Designs;

namespace Curate.Core.Resample.Clusters;

/// <summary>
/// Shares a budget out down a tree: each node gives its children equal parts, and what a child cannot take goes to the others. The balanced sampling of Vo et al. 2024:
/// children get min(x, size) at the cut x that spends the budget; the rows that are left over at a whole x go one by one to children that have more.
/// </summary>
internal static class TreeBudget
{
    /// <summary>Whole rows for each leaf that add up to the budget. For a budget that grows, no leaf loses a row.</summary>
    /// <param name="tree">The tree; leftover rows go to the children with the smallest draws.</param>
    /// <param name="most">Most rows of each leaf.</param>
    /// <param name="budget">At most the sum of <paramref name="most"/>.</param>
    /// <param name="least">Rows of each leaf at least, no more in all than the budget; empty for none.</param>
    public static long[] Rows(ClusterTree tree, ReadOnlySpan<long> most, long budget, ReadOnlySpan<long> least = default)
    {
        long[][] caps = tree.Sums(most);
        long[][]? floors = least.IsEmpty ? null : tree.Sums(least);
        long[] above = [budget];
        for (int level = tree.Levels - 1; level >= 0; level--)
        {
            var here = new long[caps[level].Length];
            int[][] siblings = tree.Siblings(level);
            for (int parent = 0; parent < siblings.Length; parent++)
            {
                int[] children = siblings[parent];
                var equal = new double[children.Length];
                Array.Fill(equal, 1);
                long[] own = StratifiedAllocation.Share(above[parent], equal, Array.ConvertAll(children, child => caps[level][child]), floors is null ? [] : Array.ConvertAll(children, child => floors[level][child]));
                for (int i = 0; i < children.Length; i++)
                {
                    here[children[i]] = own[i];
                }
            }

            above = here;
        }

        return above;
    }

    /// <summary>The same in real numbers, which do not depend on draws.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="most">Most of each leaf; may be infinite.</param>
    /// <param name="budget">What is shared out.</param>
    public static double[] Shares(ClusterTree tree, ReadOnlySpan<double> most, double budget)
    {
        double[][] caps = tree.Sums(most);
        double[] above = [budget];
        for (int level = tree.Levels - 1; level >= 0; level--)
        {
            var here = new double[caps[level].Length];
            int[][] siblings = tree.Siblings(level);
            for (int parent = 0; parent < siblings.Length; parent++)
            {
                int[] children = siblings[parent];
                Array.Sort(children);
                var equal = new double[children.Length];
                Array.Fill(equal, 1);
                double[] own = CappedShares.Of(above[parent], equal, Array.ConvertAll(children, child => caps[level][child]));
                for (int i = 0; i < children.Length; i++)
                {
                    here[children[i]] = own[i];
                }
            }

            above = here;
        }

        return above;
    }
}
