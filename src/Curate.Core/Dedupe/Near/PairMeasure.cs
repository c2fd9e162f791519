using System.Numerics;
using System.Runtime.InteropServices;
using Curate.Core.Numerics;

namespace Curate.Core.Dedupe.Near;

/// <summary>Measures a pair by what <see cref="FeatureStore"/> holds of each text, and says whether it passes.</summary>
/// <param name="Kind">What is measured.</param>
/// <param name="Threshold">Least similarity that passes.</param>
/// <param name="Hashes">Values of a signature.</param>
internal sealed record PairMeasure(PairVerification Kind, double Threshold, int Hashes)
{
    /// <summary>Longer texts are compared by their token sets instead: the distance of a pair costs time in proportion to length times distance.</summary>
    public const int MostEditTokens = 100_000;

    /// <summary>What a text must leave for this measure: its set of shingles, its tokens, or its sketch.</summary>
    public bool NeedsShingles => Kind is PairVerification.Jaccard or PairVerification.Containment;

    public bool NeedsTokens => Kind == PairVerification.Edit;

    /// <summary>The similarity, 0 to 1; where it is below the threshold an upper bound below the threshold may be returned instead.</summary>
    public double Of(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b) => Kind switch
    {
        PairVerification.Jaccard => Jaccard(a, b),
        PairVerification.Containment => a.Length == 0 || b.Length == 0 ? 0 : (double)Common(a, b) / Math.Min(a.Length, b.Length),
        PairVerification.Edit => EditSimilarity(a, b),
        PairVerification.Signature => Equal(MemoryMarshal.Cast<ulong, uint>(a), MemoryMarshal.Cast<ulong, uint>(b)),
        PairVerification.Hamming => 1 - (BitOperations.PopCount(a[0] ^ b[0]) / 64.0),
        _ => double.NaN,
    };

    public bool Passes(double similarity) => Kind == PairVerification.None || similarity >= Threshold;

    /// <summary>Members of both of two ascending sets.</summary>
    public static int Common(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        int common = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            ulong x = a[i];
            ulong y = b[j];
            common += x == y ? 1 : 0;
            i += x <= y ? 1 : 0;
            j += y <= x ? 1 : 0;
        }

        return common;
    }

    private static double Jaccard(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        int common = Common(a, b);
        return a.Length + b.Length == 0 ? 0 : (double)common / ((long)a.Length + b.Length - common);
    }

    private double Equal(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b)
    {
        int equal = 0;
        for (int i = 0; i < Hashes; i++)
        {
            equal += a[i] == b[i] ? 1 : 0;
        }

        return (double)equal / Hashes;
    }

    private double EditSimilarity(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        int longer = Math.Max(a.Length, b.Length);
        if (longer == 0)
        {
            return 0;
        }

        if (longer > MostEditTokens)
        {
            // Shared tokens with their repeats bound what any sequence of edits can keep.
            ulong[] x = a.ToArray();
            ulong[] y = b.ToArray();
            ValueSort.Sort(x.AsSpan());
            ValueSort.Sort(y.AsSpan());
            return (double)Common(x, y) / longer;
        }

        // One more than the distance that may be needed, so that rounding cannot lose a pair at the threshold.
        int most = Math.Min(longer, (int)((1 - Threshold) * longer) + 1);
        return 1 - ((double)EditDistance.Of(a, b, most) / longer);
    }
}
