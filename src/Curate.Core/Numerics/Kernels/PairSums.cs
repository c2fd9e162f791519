using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Curate.Core.Numerics.Kernels;

/// <summary>
/// Sums over the dimensions of one pair of vectors, in double. Dimension p goes to chain p mod 16; the chains are folded in one order and
/// the last dimensions (fewer than 16) follow one by one. The number of chains is fixed, so the processor's width does not matter.
/// </summary>
/// <remarks>The differences of float32 values are rounded once; a sum of d terms has a relative error below (d / 16 + 20) 2^-53.</remarks>
internal static class PairSums
{
    /// <summary>sum (a - b)^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Squares(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ref float x = ref MemoryMarshal.GetReference(a);
        ref float y = ref MemoryMarshal.GetReference(b);
        nuint n = Shared(a, b);
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
        nuint p = 0;
        for (; p + 16 <= n; p += 16)
        {
            (Vector256<double> x0, Vector256<double> x1) = Vector256.Widen(Vector256.LoadUnsafe(ref x, p));
            (Vector256<double> y0, Vector256<double> y1) = Vector256.Widen(Vector256.LoadUnsafe(ref y, p));
            (Vector256<double> x2, Vector256<double> x3) = Vector256.Widen(Vector256.LoadUnsafe(ref x, p + 8));
            (Vector256<double> y2, Vector256<double> y3) = Vector256.Widen(Vector256.LoadUnsafe(ref y, p + 8));
            Vector256<double> d0 = x0 - y0;
            Vector256<double> d1 = x1 - y1;
            Vector256<double> d2 = x2 - y2;
            Vector256<double> d3 = x3 - y3;
            s0 = Vector256.FusedMultiplyAdd(d0, d0, s0);
            s1 = Vector256.FusedMultiplyAdd(d1, d1, s1);
            s2 = Vector256.FusedMultiplyAdd(d2, d2, s2);
            s3 = Vector256.FusedMultiplyAdd(d3, d3, s3);
        }

        double sum = Fold(s0, s1, s2, s3);
        for (; p < n; p++)
        {
            double u = Unsafe.Add(ref x, p);
            double v = Unsafe.Add(ref y, p);
            sum = Math.FusedMultiplyAdd(u - v, u - v, sum);
        }

        return sum;
    }

    /// <summary>sum a b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Products(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ref float x = ref MemoryMarshal.GetReference(a);
        ref float y = ref MemoryMarshal.GetReference(b);
        nuint n = Shared(a, b);
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
        nuint p = 0;
        for (; p + 16 <= n; p += 16)
        {
            (Vector256<double> x0, Vector256<double> x1) = Vector256.Widen(Vector256.LoadUnsafe(ref x, p));
            (Vector256<double> y0, Vector256<double> y1) = Vector256.Widen(Vector256.LoadUnsafe(ref y, p));
            (Vector256<double> x2, Vector256<double> x3) = Vector256.Widen(Vector256.LoadUnsafe(ref x, p + 8));
            (Vector256<double> y2, Vector256<double> y3) = Vector256.Widen(Vector256.LoadUnsafe(ref y, p + 8));
            s0 = Vector256.FusedMultiplyAdd(x0, y0, s0);
            s1 = Vector256.FusedMultiplyAdd(x1, y1, s1);
            s2 = Vector256.FusedMultiplyAdd(x2, y2, s2);
            s3 = Vector256.FusedMultiplyAdd(x3, y3, s3);
        }

        double sum = Fold(s0, s1, s2, s3);
        for (; p < n; p++)
        {
            double u = Unsafe.Add(ref x, p);
            double v = Unsafe.Add(ref y, p);
            sum = Math.FusedMultiplyAdd(u, v, sum);
        }

        return sum;
    }

    /// <summary>sum |a - b|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Absolutes(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ref float x = ref MemoryMarshal.GetReference(a);
        ref float y = ref MemoryMarshal.GetReference(b);
        nuint n = Shared(a, b);
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
        nuint p = 0;
        for (; p + 16 <= n; p += 16)
        {
            (Vector256<double> x0, Vector256<double> x1) = Vector256.Widen(Vector256.LoadUnsafe(ref x, p));
            (Vector256<double> y0, Vector256<double> y1) = Vector256.Widen(Vector256.LoadUnsafe(ref y, p));
            (Vector256<double> x2, Vector256<double> x3) = Vector256.Widen(Vector256.LoadUnsafe(ref x, p + 8));
            (Vector256<double> y2, Vector256<double> y3) = Vector256.Widen(Vector256.LoadUnsafe(ref y, p + 8));
            s0 += Vector256.Abs(x0 - y0);
            s1 += Vector256.Abs(x1 - y1);
            s2 += Vector256.Abs(x2 - y2);
            s3 += Vector256.Abs(x3 - y3);
        }

        double sum = Fold(s0, s1, s2, s3);
        for (; p < n; p++)
        {
            double u = Unsafe.Add(ref x, p);
            double v = Unsafe.Add(ref y, p);
            sum += Math.Abs(u - v);
        }

        return sum;
    }

    /// <summary>max |a - b|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Largest(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ref float x = ref MemoryMarshal.GetReference(a);
        ref float y = ref MemoryMarshal.GetReference(b);
        nuint n = Shared(a, b);
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
        nuint p = 0;
        for (; p + 16 <= n; p += 16)
        {
            (Vector256<double> x0, Vector256<double> x1) = Vector256.Widen(Vector256.LoadUnsafe(ref x, p));
            (Vector256<double> y0, Vector256<double> y1) = Vector256.Widen(Vector256.LoadUnsafe(ref y, p));
            (Vector256<double> x2, Vector256<double> x3) = Vector256.Widen(Vector256.LoadUnsafe(ref x, p + 8));
            (Vector256<double> y2, Vector256<double> y3) = Vector256.Widen(Vector256.LoadUnsafe(ref y, p + 8));
            s0 = Vector256.MaxNative(s0, Vector256.Abs(x0 - y0));
            s1 = Vector256.MaxNative(s1, Vector256.Abs(x1 - y1));
            s2 = Vector256.MaxNative(s2, Vector256.Abs(x2 - y2));
            s3 = Vector256.MaxNative(s3, Vector256.Abs(x3 - y3));
        }

        double sum = FoldLargest(s0, s1, s2, s3);
        for (; p < n; p++)
        {
            double u = Unsafe.Add(ref x, p);
            double v = Unsafe.Add(ref y, p);
            sum = Math.Max(sum, Math.Abs(u - v));
        }

        return sum;
    }

    /// <summary>sum a^2.</summary>
    public static double Norm(ReadOnlySpan<float> a) => Products(a, a);

    /// <summary>1 - a.b / (|a| |b|); 1 where a vector is zero.</summary>
    public static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double norms = Math.Sqrt(Norm(a)) * Math.Sqrt(Norm(b));
        return norms == 0 ? 1 : 1 - (Products(a, b) / norms);
    }

    /// <summary>How many values differ.</summary>
    public static int Differing(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        int count = 0;
        for (int i = 0; i < a.Length; i++)
        {
            count += a[i] == b[i] ? 0 : 1;
        }

        return count;
    }

    private static nuint Shared(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(b.Length, a.Length);
        return (nuint)a.Length;
    }

    private static double Fold(Vector256<double> s0, Vector256<double> s1, Vector256<double> s2, Vector256<double> s3)
    {
        Vector256<double> s = (s0 + s2) + (s1 + s3);
        return (s.GetElement(0) + s.GetElement(2)) + (s.GetElement(1) + s.GetElement(3));
    }

    private static double FoldLargest(Vector256<double> s0, Vector256<double> s1, Vector256<double> s2, Vector256<double> s3)
    {
        Vector256<double> s = Vector256.MaxNative(Vector256.MaxNative(s0, s2), Vector256.MaxNative(s1, s3));
        return Math.Max(Math.Max(s.GetElement(0), s.GetElement(2)), Math.Max(s.GetElement(1), s.GetElement(3)));
    }
}
