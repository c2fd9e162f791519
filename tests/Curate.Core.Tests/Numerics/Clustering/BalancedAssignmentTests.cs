using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;
using Curate.Core.Tests.Numerics.Vectors;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics.Clustering;

public sealed class BalancedAssignmentTests
{
    /// <summary>The least sum by trying everything.</summary>
    private static double Least(double[][] costs, int row, int[] room)
    {
        if (row == costs.Length)
        {
            return 0;
        }

        double least = double.PositiveInfinity;
        for (int c = 0; c < room.Length; c++)
        {
            if (room[c] > 0)
            {
                room[c]--;
                least = Math.Min(least, costs[row][c] + Least(costs, row + 1, room));
                room[c]++;
            }
        }

        return least;
    }

    [Fact]
    public void Assign_is_within_its_bound_of_the_best_assignment() => Seeds.Each(20, seed =>
    {
        RunContext run = TestVectors.Run();
        var draws = new SplitMix64(seed);
        int n = 4 + draws.Below(5);
        int capacity = (n + 2) / 3;
        using VectorStore rows = TestVectors.Numbers(seed, n, 2, draws.Below(2), run);
        using VectorStore centroids = TestVectors.Numbers(seed + 1, 3, 2, 0, run);
        var rule = new DistanceRule(Metric.Euclidean);
        double[][] costs = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, 3).Select(c => rule.Rank(rows[i], centroids[c], 2)).ToArray())];
        double best = Least(costs, 0, [capacity, capacity, capacity]);
        BalancedAssignment found = BalancedAssignment.Assign(rows, centroids, capacity, 1e-6, run);
        double epsilon = 1e-6 * Math.Max(costs.Average(c => c.Min()), costs.Average(c => c.Average()));
        Assert.InRange(found.Total, best - 1e-12, best + (n * epsilon) + 1e-12);
        Assert.True(found.LowerBound <= best + 1e-9, $"{found.LowerBound} is above {best}");
        Assert.True(found.Labels.GroupBy(l => l).All(g => g.Count() <= capacity));
    });

    [Fact]
    public void Assign_of_many_rows_keeps_capacities_and_states_a_small_gap() => Seeds.Each(2, seed =>
    {
        RunContext run = TestVectors.Run();
        using VectorStore rows = TestVectors.Numbers(seed, 900, 3, 5, run);
        using VectorStore centroids = rows.Gather([.. Enumerable.Range(0, 9)], run);
        BalancedAssignment found = BalancedAssignment.Assign(rows, centroids, 110, 0.01, run);
        Assert.True(found.Labels.GroupBy(l => l).All(g => g.Count() <= 110));
        Assert.InRange(found.Total - found.LowerBound, -1e-9, (0.03 * found.Total) + 1e-9);
    });

    [Fact]
    public void Assign_without_room_throws()
    {
        RunContext run = TestVectors.Run();
        using VectorStore rows = TestVectors.Numbers(1, 10, 2, 0, run);
        Assert.Throws<ArgumentOutOfRangeException>(() => BalancedAssignment.Assign(rows, rows, 0, 0.1, run));
        using VectorStore two = TestVectors.Numbers(1, 2, 2, 0, run);
        Assert.Throws<ArgumentOutOfRangeException>(() => BalancedAssignment.Assign(rows, two, 4, 0.1, run));
    }
}
