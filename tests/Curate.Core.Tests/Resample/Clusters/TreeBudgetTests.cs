using System.Text;
using Curate.Core.Data;
using Curate.Core.Grouping;
using Curate.Core.Randomness;
using Curate.Core.Resample.Clusters;
using Curate.TestKit;

namespace Curate.Core.Tests.Resample.Clusters;

public sealed class TreeBudgetTests
{
    /// <summary>A tree of two or three levels over leaves with random sizes.</summary>
    private static (ClusterTree Tree, long[] Sizes) Random(SplitMix64 random)
    {
        int levels = random.Between(1, 4);
        var batch = new RecordBatch(64);
        batch.Begin(ReadRequest.Of([.. Enumerable.Range(0, levels).Select(static c => new ColumnRequest("c" + c, ColumnKind.Text))]), null);
        for (int i = random.Between(1, 30); i > 0; i--)
        {
            for (int c = 0; c < levels; c++)
            {
                ((TextColumn)batch[c]).Append(Encoding.UTF8.GetBytes("v" + random.Below(4)));
            }

            batch.Count++;
        }

        using var groups = new GroupTable([.. Enumerable.Range(0, levels).Select(static c => "c" + c)], keepCodes: false);
        groups.Fold(GroupPart.Of(batch, 0, levels, null));
        ClusterTree tree = ClusterTree.Of(groups, new SeededDraw((ulong)random.Below(1000), "tree"), out _);
        return (tree, [.. tree.Names.Select(_ => (long)random.Between(1, 40))]);
    }

    /// <summary>Rows go one by one: at each node to the child that has fewest and has room, of equal ones to that with the smallest draw.</summary>
    private static long[] OneByOne(ClusterTree tree, long[] sizes, long budget)
    {
        long[][] room = tree.Sums<long>(sizes);
        long[][] given = [.. room.Select(static r => new long[r.Length])];
        for (; budget > 0; budget--)
        {
            int parent = -1;
            for (int level = tree.Levels - 1; level >= 0; level--)
            {
                parent = Enumerable.Range(0, room[level].Length)
                    .Where(child => (level == tree.Levels - 1 || tree.Parents[level][child] == parent) && given[level][child] < room[level][child])
                    .OrderBy(child => given[level][child]).ThenBy(child => tree.Tickets[level][child]).First();
                given[level][parent]++;
            }
        }

        return given[0];
    }

    [Fact]
    public void Rows_are_those_that_go_one_by_one_to_who_has_fewest() => Seeds.Each(60, static seed =>
    {
        var random = new SplitMix64(seed);
        (ClusterTree tree, long[] sizes) = Random(random);
        long budget = random.Below((int)sizes.Sum() + 1);
        long[] rows = TreeBudget.Rows(tree, sizes, budget);
        Assert.Equal(OneByOne(tree, sizes, budget), rows);
        Assert.Equal(budget, rows.Sum());
        if (budget < sizes.Sum())
        {
            // Growing budgets are nested: one leaf gains a row, no leaf loses one.
            Assert.Equal(1, TreeBudget.Rows(tree, sizes, budget + 1).Zip(rows, static (more, less) => more - less).Count(static d => d == 1));
            Assert.DoesNotContain(TreeBudget.Rows(tree, sizes, budget + 1).Zip(rows, static (more, less) => more - less), static d => d is not (0 or 1));
        }
    });

    [Fact]
    public void Shares_are_what_whole_rows_come_close_to() => Seeds.Each(30, static seed =>
    {
        var random = new SplitMix64(seed);
        (ClusterTree tree, long[] sizes) = Random(random);
        long budget = random.Below((int)sizes.Sum() + 1);
        double[] shares = TreeBudget.Shares(tree, Array.ConvertAll(sizes, static s => (double)s), budget);

        // In units of a 10,000th the whole rows are the shares.
        long[] fine = TreeBudget.Rows(tree, Array.ConvertAll(sizes, static s => s * 10_000), budget * 10_000);
        for (int leaf = 0; leaf < shares.Length; leaf++)
        {
            Assert.Equal(shares[leaf], fine[leaf] / 10_000.0, 4e-4);
        }

        Assert.Equal(budget, shares.Sum(), 1e-9);
    });

    [Fact]
    public void Capped_shares_are_worked_by_hand()
    {
        // 100 over 1 : 1 : 2 is 25, 25, 50; a cap of 10 on the first leaves 90 over 1 : 2.
        Assert.Equal([10, 30, 60], CappedShares.Of(100, [1, 1, 2], [10, double.PositiveInfinity, 100]));
        Assert.Equal([10, 40, 50], CappedShares.Of(100, [1, 1, 2], [10, 90, 50]));
        Assert.Equal([1, 2, 3], CappedShares.Of(100, [1, 1, 1], [1, 2, 3]));
        Assert.Equal([2.5, 2.5], CappedShares.Of(5, [3, 3], [double.PositiveInfinity, double.PositiveInfinity]));
    }
}
