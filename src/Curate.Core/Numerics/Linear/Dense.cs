using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Curate.Core.Numerics.Linear;

/// <summary>
/// Sums and steps over dense vectors of doubles that have the same bits on every processor: sums run in eight interleaved fused chains that are
/// folded in one fixed order, and the rest of the vector is added to that one by one. O(n), no allocation.
/// </summary>
public static class Dense
{
    /// <summary>sum a b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Same(a.Length, b.Length);
        ref double x = ref MemoryMarshal.GetReference(a);
        ref double y = ref MemoryMarshal.GetReference(b);
        Vector256<double> low = default;
        Vector256<double> high = default;
        int i = 0;
        for (; i <= a.Length - 8; i += 8)
        {
            low = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref x, (nuint)i), Vector256.LoadUnsafe(ref y, (nuint)i), low);
            high = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref x, (nuint)i + 4), Vector256.LoadUnsafe(ref y, (nuint)i + 4), high);
        }

        double sum = Fold(low + high);
        for (; i < a.Length; i++)
        {
            sum = Math.FusedMultiplyAdd(a[i], b[i], sum);
        }

        return sum;
    }

    /// <summary>sum (a - b)^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Same(a.Length, b.Length);
        ref double x = ref MemoryMarshal.GetReference(a);
        ref double y = ref MemoryMarshal.GetReference(b);
        Vector256<double> low = default;
        Vector256<double> high = default;
        int i = 0;
        for (; i <= a.Length - 8; i += 8)
        {
            Vector256<double> first = Vector256.LoadUnsafe(ref x, (nuint)i) - Vector256.LoadUnsafe(ref y, (nuint)i);
            Vector256<double> second = Vector256.LoadUnsafe(ref x, (nuint)i + 4) - Vector256.LoadUnsafe(ref y, (nuint)i + 4);
            low = Vector256.FusedMultiplyAdd(first, first, low);
            high = Vector256.FusedMultiplyAdd(second, second, high);
        }

        double sum = Fold(low + high);
        for (; i < a.Length; i++)
        {
            double d = a[i] - b[i];
            sum = Math.FusedMultiplyAdd(d, d, sum);
        }

        return sum;
    }

    /// <summary>sum a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum(ReadOnlySpan<double> a)
    {
        ref double x = ref MemoryMarshal.GetReference(a);
        Vector256<double> low = default;
        Vector256<double> high = default;
        int i = 0;
        for (; i <= a.Length - 8; i += 8)
        {
            low += Vector256.LoadUnsafe(ref x, (nuint)i);
            high += Vector256.LoadUnsafe(ref x, (nuint)i + 4);
        }

        double sum = Fold(low + high);
        for (; i < a.Length; i++)
        {
            sum += a[i];
        }

        return sum;
    }

    /// <summary>sqrt(sum a^2).</summary>
    public static double Norm(ReadOnlySpan<double> a) => Math.Sqrt(Dot(a, a));

    /// <summary>max |a|; 0 for an empty vector, NaN where there is one.</summary>
    public static double LargestAbsolute(ReadOnlySpan<double> a)
    {
        double largest = 0;
        foreach (double value in a)
        {
            double size = Math.Abs(value);
            if (size > largest || double.IsNaN(size))
            {
                largest = size;
                if (double.IsNaN(size))
                {
                    break;
                }
            }
        }

        return largest;
    }

    /// <summary>y becomes y + alpha x, each with one rounding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(double alpha, ReadOnlySpan<double> x, Span<double> y)
    {
        Same(x.Length, y.Length);
        ref double from = ref MemoryMarshal.GetReference(x);
        ref double to = ref MemoryMarshal.GetReference(y);
        Vector256<double> factor = Vector256.Create(alpha);
        int i = 0;
        for (; i <= x.Length - 4; i += 4)
        {
            Vector256.FusedMultiplyAdd(factor, Vector256.LoadUnsafe(ref from, (nuint)i), Vector256.LoadUnsafe(ref to, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < x.Length; i++)
        {
            y[i] = Math.FusedMultiplyAdd(alpha, x[i], y[i]);
        }
    }

    /// <summary>Adds floats to doubles, one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Add(ReadOnlySpan<float> x, Span<double> y)
    {
        Same(x.Length, y.Length);
        ref float from = ref MemoryMarshal.GetReference(x);
        ref double to = ref MemoryMarshal.GetReference(y);
        int i = 0;
        for (; i <= x.Length - 4; i += 4)
        {
            Vector256<double> wide = Vector256.WidenLower(Vector128.LoadUnsafe(ref from, (nuint)i).ToVector256Unsafe());
            (Vector256.LoadUnsafe(ref to, (nuint)i) + wide).StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < x.Length; i++)
        {
            y[i] += x[i];
        }
    }

    /// <summary>
    /// The same bits as four calls of <see cref="AddScaled"/> one after the other, with one read and one write of y.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddScaled4(
        double a0, ReadOnlySpan<double> x0, double a1, ReadOnlySpan<double> x1, double a2, ReadOnlySpan<double> x2,
        double a3, ReadOnlySpan<double> x3, Span<double> y)
    {
        Same(x0.Length, y.Length);
        Same(x1.Length, y.Length);
        Same(x2.Length, y.Length);
        Same(x3.Length, y.Length);
        ref double p0 = ref MemoryMarshal.GetReference(x0);
        ref double p1 = ref MemoryMarshal.GetReference(x1);
        ref double p2 = ref MemoryMarshal.GetReference(x2);
        ref double p3 = ref MemoryMarshal.GetReference(x3);
        ref double to = ref MemoryMarshal.GetReference(y);
        int i = 0;
        for (; i <= y.Length - 4; i += 4)
        {
            Vector256<double> sum = Vector256.LoadUnsafe(ref to, (nuint)i);
            sum = Vector256.FusedMultiplyAdd(Vector256.Create(a0), Vector256.LoadUnsafe(ref p0, (nuint)i), sum);
            sum = Vector256.FusedMultiplyAdd(Vector256.Create(a1), Vector256.LoadUnsafe(ref p1, (nuint)i), sum);
            sum = Vector256.FusedMultiplyAdd(Vector256.Create(a2), Vector256.LoadUnsafe(ref p2, (nuint)i), sum);
            sum = Vector256.FusedMultiplyAdd(Vector256.Create(a3), Vector256.LoadUnsafe(ref p3, (nuint)i), sum);
            sum.StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < y.Length; i++)
        {
            double sum = Math.FusedMultiplyAdd(a0, x0[i], y[i]);
            sum = Math.FusedMultiplyAdd(a1, x1[i], sum);
            sum = Math.FusedMultiplyAdd(a2, x2[i], sum);
            y[i] = Math.FusedMultiplyAdd(a3, x3[i], sum);
        }
    }

    /// <summary>Every value of x times alpha.</summary>
    public static void Scale(double alpha, Span<double> x)
    {
        for (int i = 0; i < x.Length; i++)
        {
            x[i] *= alpha;
        }
    }

    /// <summary>The index of the largest value, the first of equal ones; NaN never wins. -1 for an empty vector.</summary>
    public static int LargestIndex(ReadOnlySpan<double> a)
    {
        int best = a.Length == 0 ? -1 : 0;
        for (int i = 1; i < a.Length; i++)
        {
            if (a[i] > a[best] || (double.IsNaN(a[best]) && !double.IsNaN(a[i])))
            {
                best = i;
            }
        }

        return best;
    }

    /// <summary>ln sum exp(a), without overflow; minus infinity for none. PortableMath, terms in order.</summary>
    public static double LogSumExp(ReadOnlySpan<double> a)
    {
        double largest = double.NegativeInfinity;
        foreach (double value in a)
        {
            largest = Math.Max(largest, value);
        }

        if (double.IsInfinity(largest) || double.IsNaN(largest))
        {
            return largest;
        }

        double sum = 0;
        foreach (double value in a)
        {
            sum += PortableMath.Exp(value - largest);
        }

        return largest + PortableMath.Log(sum);
    }

    /// <summary>Scores become probabilities: exp(a) / sum exp(a), without overflow. Gives ln sum exp(a).</summary>
    public static double Softmax(Span<double> a)
    {
        double largest = double.NegativeInfinity;
        foreach (double value in a)
        {
            largest = Math.Max(largest, value);
        }

        if (double.IsInfinity(largest))
        {
            // All minus infinity: nothing is known. A plus infinity shares all chance with its like.
            int like = 0;
            foreach (double value in a)
            {
                like += value == largest ? 1 : 0;
            }

            for (int i = 0; i < a.Length; i++)
            {
                a[i] = a[i] == largest ? 1.0 / like : 0;
            }

            return largest;
        }

        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            a[i] = PortableMath.Exp(a[i] - largest);
            sum += a[i];
        }

        for (int i = 0; i < a.Length; i++)
        {
            a[i] /= sum;
        }

        return largest + PortableMath.Log(sum);
    }

    private static double Fold(Vector256<double> four) => (four[0] + four[2]) + (four[1] + four[3]);

    private static void Same(int a, int b)
    {
        if (a != b)
        {
            throw new ArgumentException($"Vectors have {a} and {b} values.");
        }
    }
}
