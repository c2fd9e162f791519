using Curate.Core.Statistics;
using Curate.TestKit;

namespace Curate.Core.Tests.Statistics;

/// <summary>Measures of agreement, against published numbers and definitions over pairs.</summary>
public sealed class PartitionAgreementTests
{
    private static PartitionAgreement Of(int[] clusters, int[] classes) =>
        PartitionAgreement.Of(clusters.Zip(classes).GroupBy(static p => p).Select(static g => (g.Key.First, g.Key.Second, g.LongCount())));

    [Fact]
    public void Known_divisions_have_the_published_numbers()
    {
        // The examples of scikit-learn's documentation.
        PartitionAgreement split = Of([0, 0, 1, 2], [0, 0, 1, 1]);
        Assert.Equal(0.5714285714285714, split.AdjustedRand, 1e-12);
        Assert.Equal(0.8, split.NormalisedInformation, 1e-12);
        Assert.Equal(1, split.Homogeneity, 1e-12);
        Assert.Equal(2.0 / 3, split.Completeness, 1e-12);
        Assert.Equal((1.0, 0.5, 4L), (split.Purity, split.Majority, split.Rows));
        PartitionAgreement crossed = Of([0, 1, 0, 1], [0, 0, 1, 1]);
        Assert.Equal(-0.5, crossed.AdjustedRand, 1e-12);
        Assert.Equal(0, crossed.NormalisedInformation, 1e-12);
        Assert.Equal(0.5, crossed.Purity);
    }

    [Fact]
    public void Equal_divisions_agree_whatever_their_numbers()
    {
        PartitionAgreement same = Of([5, 5, 1, 9, 9, 9], [0, 0, 2, 1, 1, 1]);
        Assert.Equal((1.0, 1.0, 1.0), (same.AdjustedRand, same.Purity, Math.Round(same.NormalisedInformation, 12)));
        PartitionAgreement one = Of([3, 3], [7, 7]);
        Assert.Equal((1.0, 1.0, 1.0), (one.AdjustedRand, one.NormalisedInformation, one.Homogeneity));
        Assert.Equal(0, PartitionAgreement.Of([]).Rows);
    }

    [Fact]
    public void Adjusted_rand_index_is_that_of_counted_pairs()
    {
        Seeds.With(5150, () =>
        {
            var random = new SplitMix64(5150);
            for (int trial = 0; trial < 50; trial++)
            {
                int n = random.Between(3, 30);
                int[] a = [.. Enumerable.Range(0, n).Select(_ => random.Below(4))];
                int[] b = [.. Enumerable.Range(0, n).Select(_ => random.Below(3))];
                double both = 0;
                double inA = 0;
                double inB = 0;
                for (int i = 0; i < n; i++)
                {
                    for (int j = 0; j < i; j++)
                    {
                        both += a[i] == a[j] && b[i] == b[j] ? 1 : 0;
                        inA += a[i] == a[j] ? 1 : 0;
                        inB += b[i] == b[j] ? 1 : 0;
                    }
                }

                double expected = inA * inB / (n * (n - 1) / 2.0);
                double naive = (inA + inB) / 2 == expected ? 1 : (both - expected) / (((inA + inB) / 2) - expected);
                Assert.Equal(naive, Of(a, b).AdjustedRand, 1e-12);
            }
        });
    }
}
