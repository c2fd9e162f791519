using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Curate.Core.Data;
using Curate.Core.Sketches;

namespace Curate.Core.Profile.Columns;

/// <summary>Adds runs of numbers of 64 bits to the state of a column: what <see cref="NumericState"/> does value by value, with its parts at hand.</summary>
internal static class NumericRuns
{
    /// <summary>Adds whole numbers, at most <see cref="PowerBlock.MostRows"/>.</summary>
    /// <returns>How many have a magnitude above <see cref="PlainNumber.MostExact"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int AddWholes(NumericState numeric, ReadOnlySpan<byte> words)
    {
        LogHistogram histogram = numeric.Histogram;
        PowerSums sums = numeric.Sums;
        var powers = default(PowerBlock);
        long min = long.MaxValue;
        long max = long.MinValue;
        int negatives = 0;
        int large = 0;
        for (; words.Length >= 8; words = words[8..])
        {
            long whole = BinaryPrimitives.ReadInt64LittleEndian(words);
            histogram.Add(whole);
            min = Math.Min(min, whole);
            max = Math.Max(max, whole);
            negatives += whole < 0 ? 1 : 0;
            if (whole is > -PowerBlock.Limit and < PowerBlock.Limit)
            {
                powers.Add(whole);
                continue;
            }

            ulong magnitude = whole < 0 ? 0UL - (ulong)whole : (ulong)whole;
            large += magnitude > PlainNumber.MostExact ? 1 : 0;
            sums.AddDecimal(magnitude, whole < 0, 0);
        }

        sums.AddBlock(in powers, 0);

        // Rounding to double keeps the order, so the bounds are those of the doubles.
        numeric.AddSeen(min, max, negatives);
        return large;
    }

    /// <summary>Adds doubles, NaN and infinities among them.</summary>
    /// <param name="numeric">Where they enter.</param>
    /// <param name="words">The doubles, the lowest byte of each first.</param>
    /// <param name="runs">Storage for their sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddNumbers(NumericState numeric, ReadOnlySpan<byte> words, BinaryRuns runs)
    {
        LogHistogram histogram = numeric.Histogram;
        double min = double.PositiveInfinity;
        double max = double.NegativeInfinity;
        int negatives = 0;
        for (int i = 0; i <= words.Length - sizeof(double); i += sizeof(double))
        {
            double value = BinaryPrimitives.ReadDoubleLittleEndian(words[i..]);
            if (!double.IsFinite(value))
            {
                numeric.AddBinary(value, 1);
                continue;
            }

            histogram.Add(value);
            min = value < min ? value : min;
            max = value > max ? value : max;
            negatives += value < 0 ? 1 : 0;
        }

        runs.AddTo(numeric.Sums, words);

        numeric.AddSeen(min, max, negatives);
    }
}
