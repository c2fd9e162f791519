using Curate.Core.Numerics.Kernels;

namespace Curate.Core.Numerics.Vectors;

/// <summary>
/// A metric and what a differing category weighs. Everything that is decided, is decided by the double-precision <see cref="Rank"/>: it orders pairs
/// as the distance does (squared for Euclidean) and has the same bits on every processor.
/// </summary>
/// <param name="Metric">The metric.</param>
/// <param name="CategoryWeight">
/// What one differing code adds to the rank; for SMOTE-NC the square of the median of the columns' standard deviations
/// (Chawla et al. 2002, section 6.1).
/// </param>
public readonly record struct DistanceRule(Metric Metric, double CategoryWeight = 0)
{
    /// <summary>
    /// The rank of a pair: smaller is nearer. Sums run in sixteen interleaved chains that are folded in one fixed order. O(d), no allocation.
    /// </summary>
    /// <param name="a">A row: <paramref name="numeric"/> numbers, then codes.</param>
    /// <param name="b">Another row of the same shape.</param>
    /// <param name="numeric">How many numbers a row has.</param>
    public double Rank(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int numeric)
    {
        ReadOnlySpan<float> x = a[..numeric];
        ReadOnlySpan<float> y = b[..numeric];
        double rank = Metric switch
        {
            Metric.Euclidean => PairSums.Squares(x, y),
            Metric.Cosine => PairSums.Cosine(x, y),
            Metric.InnerProduct => -PairSums.Products(x, y),
            Metric.Manhattan => PairSums.Absolutes(x, y),
            Metric.Chebyshev => PairSums.Largest(x, y),
            _ => 0,
        };
        return a.Length == numeric ? rank : rank + (WeightInUse * PairSums.Differing(a[numeric..], b[numeric..]));
    }

    /// <summary>The distance that a rank stands for.</summary>
    public double Distance(double rank) => Metric == Metric.Euclidean ? Math.Sqrt(rank) : rank;

    /// <summary>The largest rank at or below which every pair of this distance or less is.</summary>
    public double RankAt(double distance) => Metric == Metric.Euclidean ? distance * distance : distance;

    /// <summary>Checks that a store has what the metric needs.</summary>
    /// <exception cref="ArgumentException">Codes with a metric for numbers only, numbers with Hamming, or a weight that is negative or not finite.</exception>
    public void Check(VectorStore store)
    {
        if (store.Codes > 0 && Metric is (Metric.Cosine or Metric.InnerProduct or Metric.Chebyshev))
        {
            throw new ArgumentException($"{Metric} has no meaning for category codes.", nameof(store));
        }

        if (store.Numeric > 0 && Metric == Metric.Hamming)
        {
            throw new ArgumentException("Hamming distance compares codes only.", nameof(store));
        }

        if (!(CategoryWeight >= 0) || double.IsInfinity(CategoryWeight))
        {
            throw new ArgumentException("A category weight is finite and not negative.", nameof(store));
        }
    }

    internal double WeightInUse => Metric == Metric.Hamming ? 1 : CategoryWeight;
}
