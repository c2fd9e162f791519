using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Neighbours;

namespace Curate.Core.Dedupe.Semantic;

/// <summary>The cosine of two vectors in double precision, the same bits on every processor; exactly 1 for equal vectors and for no others.</summary>
internal static class Similarity
{
    /// <summary>What a rank that float32 scores are held against is made larger by, so that rounding of the cosine loses no pair.</summary>
    public const double RankSlack = 1e-12;

    /// <summary>1 less than this may be rounding: only the values themselves can say that two vectors are equal.</summary>
    private const double NearOne = 1 - 1e-9;

    private static readonly double s_belowOne = Math.BitDecrement(1.0);

    public static double Of(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double cosine = 1 - PairSums.Cosine(a, b);
        return cosine < NearOne ? Math.Max(-1, cosine) : EqualRows.Equal(a, b) ? 1 : Math.Min(cosine, s_belowOne);
    }
}
