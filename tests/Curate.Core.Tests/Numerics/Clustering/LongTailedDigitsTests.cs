using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Randomness;
using Curate.Core.Resample.Clusters;
using Curate.Core.Running;
using Curate.Core.Tests.Numerics.Vectors;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics.Clustering;

/// <summary>What a tree of clusters is for, on MNIST with a long tail.</summary>
public sealed class LongTailedDigitsTests
{
    private const string Images = "mnist/train-images-idx3-ubyte";
    private const string Labels = "mnist/train-labels-idx1-ubyte";

    [SharedDataFact(Images, Labels)]
    public void Fit_an_equal_budget_for_all_clusters_raises_the_entropy_of_digits()
    {
        RunContext run = TestVectors.Run();
        byte[] digits = File.ReadAllBytes(SharedData.Path(Labels))[8..];

        // 600 images of 9 down to 12 of 0, a factor of 50.
        var left = new double[10];
        for (int digit = 0; digit < 10; digit++)
        {
            left[digit] = Math.Round(600 * Math.Pow(50, (digit - 9) / 9.0));
        }

        int[] kept = [.. Enumerable.Range(0, digits.Length).Where(i => left[digits[i]]-- > 0)];
        using VectorStore rows = Pooled(kept, run);
        double before = Entropy(kept.Select(i => (digits[i], 1L)));
        Assert.Equal(1.77, before, 0.01);
        double flat = Mean([60]);
        double tree = Mean([60, 12]);
        Assert.True(flat > before + 0.03, $"{before} before, {flat} with one level");
        Assert.True(tree > before + 0.06, $"{before} before, {tree} with two levels");

        double Mean(int[] levels) => Enumerable.Range(1, 3).Average(seed =>
        {
            var draw = new SeededDraw((ulong)seed, "digits");
            using HierarchicalResult fit = HierarchicalKMeans.Fit(rows, new HierarchicalOptions { Clusters = levels, Rounds = 3 }, draw, run);
            long[] sizes = fit.Levels[0].Rows;
            long[] quotas = TreeBudget.Rows(ClusterTree.Of(fit, draw), sizes, 200);

            // The first rows of each cluster: the order of the images is random.
            long[] taken = new long[sizes.Length];
            return Entropy(Enumerable.Range(0, kept.Length).Select(i => (digits[kept[i]], taken[fit.Levels[0].Parents[i]]++ < quotas[fit.Levels[0].Parents[i]] ? 1L : 0)));
        });
    }

    /// <summary>Means of squares of 2 x 2 pixels.</summary>
    private static VectorStore Pooled(int[] kept, RunContext run)
    {
        using FileStream file = File.OpenRead(SharedData.Path(Images));
        var rows = new VectorStore(kept.Length, 196, 0, run);
        byte[] image = new byte[784];
        for (int i = 0; i < kept.Length; i++)
        {
            file.Position = 16 + (784L * kept[i]);
            file.ReadExactly(image);
            for (int p = 0; p < 784; p++)
            {
                rows[i][(p / 56 * 14) + (p % 28 / 2)] += image[p] / 4f;
            }
        }

        return rows;
    }

    private static double Entropy(IEnumerable<(byte Digit, long Rows)> counts)
    {
        double[] sums = [.. counts.GroupBy(static c => c.Digit).Select(static g => (double)g.Sum(static c => c.Rows)).Where(static n => n > 0)];
        return -sums.Sum(n => n / sums.Sum() * Math.Log(n / sums.Sum()));
    }
}
