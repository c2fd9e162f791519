using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Curate.Core.Numerics.Kernels;

namespace Curate.Core.Numerics.Clustering;

/// <summary>
/// The weighted sum of the rows of every cluster, in whole numbers (<see cref="FixedPoint"/>). Threads fill sums of their own; added together they are the same
/// whoever counted what.
/// </summary>
/// <remarks>8 k (d + 1) bytes.</remarks>
internal sealed unsafe class CentroidSums : IDisposable
{
    private readonly FixedPoint _units;
    private readonly int _width;
    private readonly NativeBlock<long> _sums;
    private readonly long[] _weights;

    public CentroidSums(int clusters, int width, FixedPoint units)
    {
        _units = units;
        _width = width;
        _sums = new NativeBlock<long>((long)clusters * width);
        _weights = new long[clusters];
    }

    public static long BytesFor(long clusters, int width) => 8 * clusters * (width + 1);

    /// <summary>What a row of this weight (relative to the largest) really weighs.</summary>
    public static double Round(double weight, int rows) => Math.Round(weight * FixedPoint.WeightsIn(rows)) / FixedPoint.WeightsIn(rows);

    /// <summary>The weight of a cluster, relative to the largest weight of a row.</summary>
    public double Weight(int cluster) => _weights[cluster] / _units.WeightScale;

    /// <summary>Counts a row in (sign 1) or out again (sign -1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(int cluster, ReadOnlySpan<float> row, double weight, int sign)
    {
        _weights[cluster] += sign * (long)(weight * _units.WeightScale);
        ref float from = ref MemoryMarshal.GetReference(row);
        ref double scale = ref MemoryMarshal.GetArrayDataReference(_units.Scale);
        long* sums = _sums.Start + ((long)cluster * _width);
        Vector256<double> magic = Vector256.Create(FixedPoint.Magic);
        Vector256<long> magicBits = Vector256.Create(FixedPoint.MagicBits);
        Vector256<long> flip = Vector256.Create(sign < 0 ? -1L : 0L);
        Vector256<double> factor = Vector256.Create(weight);
        nuint p = 0;
        for (; p + 8 <= (nuint)_width; p += 8)
        {
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.LoadUnsafe(ref from, p));
            Vector256<long> a = Vector256.FusedMultiplyAdd(low, Vector256.LoadUnsafe(ref scale, p) * factor, magic).AsInt64() - magicBits;
            Vector256<long> b = Vector256.FusedMultiplyAdd(high, Vector256.LoadUnsafe(ref scale, p + 4) * factor, magic).AsInt64() - magicBits;
            (Vector256.Load(sums + p) + ((a ^ flip) - flip)).Store(sums + p);
            (Vector256.Load(sums + p + 4) + ((b ^ flip) - flip)).Store(sums + p + 4);
        }

        for (; p < (nuint)_width; p++)
        {
            double rounded = Math.FusedMultiplyAdd((double)Unsafe.Add(ref from, p), Unsafe.Add(ref scale, p) * weight, FixedPoint.Magic);
            sums[p] += sign * (BitConverter.DoubleToInt64Bits(rounded) - FixedPoint.MagicBits);
        }
    }

    /// <summary>Adds other sums and empties them.</summary>
    public void Take(CentroidSums other)
    {
        Span<long> from = new(other._sums.Start, (int)other._sums.Length);
        Span<long> to = new(_sums.Start, from.Length);
        for (int i = 0; i < from.Length; i++)
        {
            to[i] += from[i];
        }

        for (int c = 0; c < _weights.Length; c++)
        {
            _weights[c] += other._weights[c];
        }

        from.Clear();
        Array.Clear(other._weights);
    }

    /// <summary>The mean of a cluster that has weight.</summary>
    public void Mean(int cluster, Span<float> to)
    {
        double inverse = 1 / Weight(cluster);
        for (int p = 0; p < to.Length; p++)
        {
            to[p] = (float)(_sums.Start[((long)cluster * _width) + p] / _units.Scale[p] * inverse);
        }
    }

    public void Dispose() => _sums.Dispose();
}
