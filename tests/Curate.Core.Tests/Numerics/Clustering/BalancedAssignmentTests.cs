using Curate.Core.Errors;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;
using Curate.Core.Tests.Numerics.Vectors;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics.Clustering;

public sealed class BalancedAssignmentTests
{
    private static double[][] Costs(VectorStore rows, VectorStore centroids)
    {
        var rule = new DistanceRule(Metric.Euclidean);
        return [.. Enumerable.Range(0, rows.Count).Select(i =>
            Enumerable.Range(0, centroids.Count).Select(c => rule.Rank(rows[i], centroids[c], rows.Width)).ToArray())];
    }

    [Fact]
    public void Assign_of_few_rows_is_the_best_of_all_assignments() => Seeds.Each(60, seed =>
    {
        RunContext run = TestVectors.Run();
        var draws = new SplitMix64(seed);
        int n = 3 + draws.Below(6);
        int k = 1 + draws.Below(4);
        int least = draws.Below((n / k) + 1);
        int most = ((n + k - 1) / k) + draws.Below(n);
        using VectorStore rows = TestVectors.Numbers(seed, n, 2, draws.Below(2), run);
        using VectorStore centroids = TestVectors.Numbers(seed + 1, k, 2, draws.Below(2), run);
        double[][] costs = Costs(rows, centroids);
        double best = NaiveBalance.Least(costs, least, most);
        BalancedAssignment found = BalancedAssignment.Assign(rows, centroids, least, most, run);
        Assert.Equal(best, found.Total, 1e-9 * (1 + best));
        Assert.Equal(found.Total, Enumerable.Range(0, n).Sum(i => costs[i][found.Labels[i]]), 1e-9);
        Assert.All(Enumerable.Range(0, k), c => Assert.InRange(found.Labels.Count(l => l == c), least, most));
    });

    [Fact]
    public void Assign_of_many_rows_cannot_be_bettered_by_any_cycle_of_moves() => Seeds.Each(4, seed =>
    {
        RunContext run = TestVectors.Run();
        var draws = new SplitMix64(seed);
        const int k = 9;
        int least = 80 + draws.Below(20);
        int most = 101 + draws.Below(30);
        using VectorStore rows = TestVectors.Numbers(seed, 900, 3, draws.Below(2) * 5, run);
        using VectorStore centroids = rows.Gather([.. Enumerable.Range(0, k)], run);
        BalancedAssignment found = BalancedAssignment.Assign(rows, centroids, least, most, run);
        int[] sizes = [.. Enumerable.Range(0, k).Select(c => found.Labels.Count(l => l == c))];
        Assert.All(sizes, size => Assert.InRange(size, least, most));

        // A flow is optimal where no cycle of the residual graph is negative: shortest paths between all nodes, the one that takes sizes included.
        double[][] costs = Costs(rows, centroids);
        var path = new double[k + 1, k + 1];
        for (int a = 0; a <= k; a++)
        {
            for (int b = 0; b <= k; b++)
            {
                path[a, b] = a == k ? (b < k && sizes[b] > least ? 0 : double.PositiveInfinity)
                    : b == k ? (sizes[a] < most ? 0 : double.PositiveInfinity)
                    : Enumerable.Range(0, 900).Where(i => found.Labels[i] == a).Min(i => costs[i][b] - costs[i][a]);
            }
        }

        for (int middle = 0; middle <= k; middle++)
        {
            for (int a = 0; a <= k; a++)
            {
                for (int b = 0; b <= k; b++)
                {
                    path[a, b] = Math.Min(path[a, b], path[a, middle] + path[middle, b]);
                }
            }
        }

        Assert.All(Enumerable.Range(0, k + 1), v => Assert.True(path[v, v] >= -1e-9, $"A cycle at {v} gains {-path[v, v]}"));
    });

    [Fact]
    public void Assign_is_the_same_for_any_workers() => Seeds.Each(2, seed =>
    {
        string? expected = null;
        foreach (int workers in (int[])[1, 2, 7])
        {
            RunContext run = TestVectors.Run(workers);
            using VectorStore rows = TestVectors.Numbers(seed, 700, 3, 1, run);
            using VectorStore centroids = TestVectors.Numbers(seed + 1, 12, 3, 1, run);
            string labels = string.Join(' ', BalancedAssignment.Assign(rows, centroids, 50, 60, run).Labels);
            Assert.Equal(expected ??= labels, labels);
        }
    });

    [Fact]
    public void Assign_of_bounds_that_cannot_be_met_throws()
    {
        RunContext run = TestVectors.Run();
        using VectorStore rows = TestVectors.Numbers(1, 10, 2, 0, run);
        using VectorStore two = TestVectors.Numbers(1, 2, 2, 0, run);
        Assert.Throws<ArgumentException>(() => BalancedAssignment.Assign(rows, two, 0, 4, run));
        Assert.Throws<ArgumentException>(() => BalancedAssignment.Assign(rows, two, 6, 10, run));
        Assert.Throws<ArgumentException>(() => BalancedAssignment.Assign(rows, two, 6, 5, run));
        Assert.Throws<ArgumentException>(() => BalancedAssignment.Assign(rows, two, -1, 5, run));
    }

    [Fact]
    public void Assign_beyond_the_budget_is_refused_and_gives_memory_back()
    {
        RunContext run = TestVectors.Run(memory: 1 << 20);
        using VectorStore rows = TestVectors.Numbers(1, 5000, 2, 0, run);
        using VectorStore centroids = TestVectors.Numbers(1, 40, 2, 0, run);
        long free = run.Memory.Free;
        CurateException refused = Assert.Throws<CurateException>(() => BalancedAssignment.Assign(rows, centroids, 0, 5000, run));
        Assert.Equal(ErrorCodes.MemoryBudget, refused.Code);
        Assert.Equal(free, run.Memory.Free);
    }
}
