using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>Grows the trees of a forest, each from its own draws, and lets every row be judged by the trees that did not see it.</summary>
internal static class Forest
{
    private const string What = "A random forest";

    /// <summary>What a forest takes but for the nodes of its trees, which are added as they are grown.</summary>
    public static MemoryLease Lease(long rows, int columns, int channels, RandomForestOptions options, RunContext run) =>
        run.Memory.Lease(BytesFor(rows, columns, channels, options, run.Workers), What);

    public static long BytesFor(long rows, int columns, int channels, RandomForestOptions options, int workers) => checked(
        RankedColumns.BytesFor(rows, columns, workers) + (Math.Min(workers, options.Trees) * TreeBuilder.BytesFor(rows, channels))
        + (options.Bagging ? (rows / 8 * options.Trees) + ((4 + (8L * channels)) * rows) : 0));

    /// <summary>The trees, and for each the rows it saw (null without bagging).</summary>
    public static (Tree[] Trees, BitMap[]? Seen) Grow(
        Matrix rows, TreeTargets targets, double[]? weights, RandomForestOptions options, int maxFeatures, SeededDraw draw, RunContext run, MemoryLease lease)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Trees, 1);
        if (options.Bagging && !(options.BagShare > 0 && options.BagShare <= 1))
        {
            throw new ArgumentException("A bag takes a share above 0 and at most 1 of the rows.");
        }

        RowBlocks.Total(weights, rows.Rows);
        RankedColumns columns = RankedColumns.Of(rows, run);
        TreeOptions own = options.Tree with { MaxFeatures = options.Tree.MaxFeatures > 0 ? options.Tree.MaxFeatures : maxFeatures };
        var trees = new Tree[options.Trees];
        BitMap[]? seen = options.Bagging ? new BitMap[options.Trees] : null;
        long bag = Math.Max(1, (long)Math.Round(options.BagShare * rows.Rows));
        Workers.ForBlocks(run.Workers, trees.Length, t =>
        {
            SeededDraw draws = draw.For((ulong)t);
            double[] weighted = TreeWeights.Of(weights, rows.Rows);
            if (seen is not null)
            {
                weighted = Bag(weights, rows.Rows, bag, draws);
                var bits = new BitMap();
                for (int i = 0; i < weighted.Length; i++)
                {
                    if (weighted[i] > 0)
                    {
                        bits.Set(i);
                    }
                }

                seen[t] = bits;
            }

            trees[t] = new TreeBuilder(columns, targets, weighted, own, draws.For("nodes"u8), run.Ct).Build();
            lease.Grow(trees[t].Bytes, What);
        }, run.Ct);
        return (trees, seen);
    }

    /// <summary>The mean value of the trees that did not see each row (rows x width), and how many those were.</summary>
    public static Matrix OutOfBag(Matrix rows, Tree[] trees, BitMap[] seen, int width, int[] counts, RunContext run)
    {
        var means = new Matrix(rows.Rows, width);
        RowBlocks.Each(rows.Rows, run, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                Span<double> mean = means.Row(i);
                for (int t = 0; t < trees.Length; t++)
                {
                    if (!seen[t][i])
                    {
                        counts[i]++;
                        Dense.AddScaled(1, trees[t].Value(trees[t].Leaf(rows.Row(i))), mean);
                    }
                }

                if (counts[i] > 0)
                {
                    Dense.Scale(1.0 / counts[i], mean);
                }
            }
        });
        return means;
    }

    /// <summary>A bag with weight: one that has drawn only rows of weight 0 is drawn again.</summary>
    private static double[] Bag(double[]? weights, int rows, long bag, SeededDraw draws)
    {
        for (ulong attempt = 0; ; attempt++)
        {
            double[] weighted = TreeWeights.Bootstrapped(weights, rows, bag, draws.For("rows"u8).For(attempt));
            if (Dense.LargestAbsolute(weighted) > 0)
            {
                return weighted;
            }
        }
    }
}
