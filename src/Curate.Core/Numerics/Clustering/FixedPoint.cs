using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Clustering;

/// <summary>
/// The units in which centroid sums are counted: each column has a power of two that brings its values below 1, and a value is rounded to a whole number of
/// 2^-bits. Whole numbers add without error, so a sum does not depend on the order, and a row that leaves takes out exactly what it brought in.
/// </summary>
/// <remarks>The rounding is at most 2^-48 of the column's largest value for up to 16 million rows; one bit is lost with every doubling beyond.</remarks>
internal sealed class FixedPoint
{
    /// <summary>1.5 x 2^52: adding it to a number below 2^51 rounds that to a whole one, which then stands in the low bits.</summary>
    public const double Magic = 6755399441055744.0;

    public static readonly long MagicBits = BitConverter.DoubleToInt64Bits(Magic);

    private FixedPoint(double[] scale, double weightScale)
    {
        Scale = scale;
        WeightScale = weightScale;
    }

    /// <summary>For every column, what a value is multiplied with: a power of two.</summary>
    public double[] Scale { get; }

    /// <summary>Weights are whole numbers of its inverse.</summary>
    public double WeightScale { get; }

    /// <summary>How many steps the largest weight of so many rows has: a power of two, 2^40 or what leaves room for their sum.</summary>
    public static double WeightsIn(int rows) => Math.ScaleB(1, Math.Min(40, SumBits(rows)));

    public static FixedPoint Of(VectorStore rows, int workers)
    {
        const int block = 4096;
        int blocks = (int)(((long)rows.Count + block - 1) / block);
        var most = new float[rows.Width];
        var gate = new Lock();
        Workers.ForBlocks(workers, blocks, b =>
        {
            var own = new float[rows.Width];
            for (int row = b * block; row < Math.Min(rows.Count, (b + 1) * block); row++)
            {
                Largest(rows[row], own);
            }

            lock (gate)
            {
                Largest(own, most);
            }
        });
        int bits = Math.Min(50, SumBits(rows.Count));
        var scale = new double[rows.Width];
        for (int p = 0; p < scale.Length; p++)
        {
            scale[p] = Math.ScaleB(1, bits - (most[p] == 0 ? 0 : Math.ILogB(most[p]) + 1));
        }

        return new FixedPoint(scale, WeightsIn(rows.Count));
    }

    private static int SumBits(int rows) => 30 + BitOperations.LeadingZeroCount((uint)rows);

    private static void Largest(ReadOnlySpan<float> values, Span<float> most)
    {
        ref float from = ref MemoryMarshal.GetReference(values);
        ref float to = ref MemoryMarshal.GetReference(most);
        nuint p = 0;
        for (; p + 8 <= (nuint)most.Length; p += 8)
        {
            Vector256.Max(Vector256.LoadUnsafe(ref to, p), Vector256.Abs(Vector256.LoadUnsafe(ref from, p))).StoreUnsafe(ref to, p);
        }

        for (; p < (nuint)most.Length; p++)
        {
            most[(int)p] = MathF.Max(most[(int)p], MathF.Abs(values[(int)p]));
        }
    }
}
