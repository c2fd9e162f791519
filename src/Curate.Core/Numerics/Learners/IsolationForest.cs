using Curate.Core.Data;
using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// Isolation forest (Liu, Ting and Zhou 2008): trees split small samples at uniform points of a column drawn among those that are not constant; rows that
/// are alone early are unusual. The score is 2^(-mean depth / c(sample)), near 1 for outliers and about one half or less for ordinary rows (their equations
/// 1 and 2).
/// </summary>
/// <remarks>90 bytes for each tree and row of its sample. O(trees sample log sample) to fit, O(trees log sample) a row to score. Draws are keyed by tree, node and row number.</remarks>
public static class IsolationForest
{
    /// <param name="rows">Finite values, at least one row.</param>
    /// <param name="options">Trees and sample.</param>
    /// <param name="draw">The draws of this fit.</param>
    /// <param name="run">Workers and cancellation.</param>
    public static IsolationForestModel Fit(Matrix rows, IsolationForestOptions options, SeededDraw draw, RunContext run)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Trees, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SampleRows, 2);
        ArgumentOutOfRangeException.ThrowIfZero(rows.Rows);
        RowBlocks.CheckFinite(rows);
        int sample = Math.Min(options.SampleRows, rows.Rows);
        using MemoryLease lease = run.Memory.Lease(BytesFor(options.Trees, sample), "An isolation forest");
        int deepest = 0;
        while ((1 << deepest) < sample)
        {
            deepest++;
        }

        var trees = new Tree[options.Trees];
        Workers.ForBlocks(run.Workers, trees.Length, t => trees[t] = Grow(rows, sample, deepest, draw.For((ulong)t)), run.Ct);
        return new IsolationForestModel(trees, rows.Columns, Expected(sample));
    }

    /// <summary>What a fit takes from the budget: a tree has at most twice as many nodes as its sample has rows.</summary>
    public static long BytesFor(long trees, long sampleRows) => checked(90 * trees * sampleRows);

    /// <summary>The mean depth of an unsuccessful search in a binary search tree of n keys: 2 H(n - 1) - 2 (n - 1) / n.</summary>
    internal static double Expected(int n)
    {
        if (n <= 1)
        {
            return 0;
        }

        // Exact harmonic numbers for samples, the asymptotic series beyond.
        double harmonic = 0;
        if (n <= 4096)
        {
            for (int i = n - 1; i >= 1; i--)
            {
                harmonic += 1.0 / i;
            }
        }
        else
        {
            double m = n - 1;
            harmonic = PortableMath.Log(m) + 0.5772156649015329 + (1 / (2 * m)) - (1 / (12 * m * m));
        }

        return (2 * harmonic) - (2.0 * (n - 1) / n);
    }

    private static Tree Grow(Matrix rows, int sample, int deepest, SeededDraw draw)
    {
        SeededDraw picks = draw.For("rows"u8);
        SeededDraw splits = draw.For("splits"u8);
        var smallest = new BottomK(sample);
        for (int i = 0; i < rows.Rows; i++)
        {
            smallest.Add(picks.Bits(0, i), new RowId(0, i));
        }

        int[] order = Array.ConvertAll(smallest.ToSorted(), static ranked => (int)ranked.Row.Row);
        Array.Sort(order);
        var nodes = new TreeNodes(1);
        var open = new Stack<(int Id, int First, int Count, int Depth)>();
        open.Push((nodes.AddLeaf(order.Length, [Expected(order.Length)]), 0, order.Length, 0));
        var kept = new int[order.Length];
        while (open.TryPop(out (int Id, int First, int Count, int Depth) node))
        {
            var stream = new DrawStream(splits.For((ulong)node.Id));
            if (node.Count <= 1 || node.Depth >= deepest
                || !Choose(rows, order.AsSpan(node.First, node.Count), ref stream, out int feature, out double threshold))
            {
                continue;
            }

            int to = node.First;
            int right = 0;
            for (int k = node.First; k < node.First + node.Count; k++)
            {
                if (rows[order[k], feature] <= threshold)
                {
                    order[to++] = order[k];
                }
                else
                {
                    kept[right++] = order[k];
                }
            }

            Array.Copy(kept, 0, order, to, right);
            int leftCount = to - node.First;

            // A leaf's value is the depth it stands for: its own, and what its rows would still need.
            int leftId = nodes.AddLeaf(leftCount, [node.Depth + 1 + Expected(leftCount)]);
            int rightId = nodes.AddLeaf(right, [node.Depth + 1 + Expected(right)]);
            nodes.Split(node.Id, feature, threshold, leftCount >= right, 0, leftId, rightId);
            open.Push((rightId, to, right, node.Depth + 1));
            open.Push((leftId, node.First, leftCount, node.Depth + 1));
        }

        return new Tree(nodes);
    }

    /// <summary>A column that is not constant, in the order of a random walk over all, and a point of its range below its largest value.</summary>
    private static bool Choose(Matrix rows, ReadOnlySpan<int> order, ref DrawStream draws, out int feature, out double threshold)
    {
        int d = rows.Columns;
        var columns = new int[d];
        for (int p = 0; p < d; p++)
        {
            columns[p] = p;
        }

        for (int p = 0; p < d; p++)
        {
            int other = p + (int)draws.Below(d - p);
            (columns[p], columns[other]) = (columns[other], columns[p]);
            feature = columns[p];
            double least = double.PositiveInfinity;
            double most = double.NegativeInfinity;
            foreach (int row in order)
            {
                least = Math.Min(least, rows[row, feature]);
                most = Math.Max(most, rows[row, feature]);
            }

            if (least < most)
            {
                double share = draws.Unit();
                threshold = ((1 - share) * least) + (share * most);
                threshold = threshold >= least && threshold < most ? threshold : least;
                return true;
            }
        }

        feature = -1;
        threshold = 0;
        return false;
    }
}
