using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Curate.Core.Numerics.Kernels;

/// <summary>
/// Sums over the dimensions of one pair of vectors, in double. Dimension p goes to chain p mod 16; the chains are folded in one order and
/// the last dimensions (fewer than 16) follow one by one. The number of chains is fixed, so the processor's width does not matter.
/// </summary>
/// <remarks>The differences of float32 values are rounded once; a sum of d terms has a relative error below (d / 16 + 20) 2^-53.</remarks>
internal static partial class PairSums
{
    /// <summary>What one dimension adds to a sum, on eight lanes, on four and on one, and how two sums become one. All forms round alike.</summary>
    private interface IPairTerm
    {
        static abstract Vector512<double> Step(Vector512<double> a, Vector512<double> b, Vector512<double> sum);

        static abstract Vector256<double> Step(Vector256<double> a, Vector256<double> b, Vector256<double> sum);

        static abstract double Step(double a, double b, double sum);

        static abstract Vector512<double> Join(Vector512<double> s, Vector512<double> t);

        static abstract Vector256<double> Join(Vector256<double> s, Vector256<double> t);

        static abstract double Join(double s, double t);
    }

    /// <summary>sum (a - b)^2.</summary>
    public static double Squares(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => Sum<Square, float, float>(a, b);

    /// <summary>The same with a vector that was widened before (<see cref="Widen"/>): of one against many, widening is half of the work.</summary>
    public static double Squares(ReadOnlySpan<double> a, ReadOnlySpan<float> b) => Sum<Square, double, float>(a, b);

    /// <summary>sum a b with a vector that was widened before.</summary>
    public static double Products(ReadOnlySpan<double> a, ReadOnlySpan<float> b) => Sum<Product, double, float>(a, b);

    /// <summary>The numbers as doubles.</summary>
    public static void Widen(ReadOnlySpan<float> from, Span<double> to)
    {
        ref float x = ref MemoryMarshal.GetReference(from);
        ref double y = ref MemoryMarshal.GetReference(to[..from.Length]);
        nuint n = (nuint)from.Length;
        nuint p = 0;
        for (; p + 8 <= n; p += 8)
        {
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.LoadUnsafe(ref x, p));
            low.StoreUnsafe(ref y, p);
            high.StoreUnsafe(ref y, p + 4);
        }

        for (; p < n; p++)
        {
            Unsafe.Add(ref y, p) = Unsafe.Add(ref x, p);
        }
    }

    /// <inheritdoc cref="Widen(ReadOnlySpan{float}, Span{double})"/>
    public static double[] Widened(ReadOnlySpan<float> from)
    {
        var to = new double[from.Length];
        Widen(from, to);
        return to;
    }

    /// <summary>sum a b.</summary>
    public static double Products(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => Sum<Product, float, float>(a, b);

    /// <summary>sum |a - b|.</summary>
    public static double Absolutes(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => Sum<Absolute, float, float>(a, b);

    /// <summary>max |a - b|.</summary>
    public static double Largest(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => Sum<Most, float, float>(a, b);

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Join<TTerm>(Vector512<double> s, Vector512<double> t)
        where TTerm : struct, IPairTerm
    {
        s = TTerm.Join(s, t);
        return TTerm.Join(s.GetLower(), s.GetUpper());
    }

    /// <summary>The sum of four chains, and of the dimensions from p on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Finish<TTerm, TFirst, TSecond>(Vector256<double> s, ref TFirst x, ref TSecond y, nuint p, nuint n)
        where TTerm : struct, IPairTerm
        where TFirst : unmanaged
        where TSecond : unmanaged
    {
        double sum = TTerm.Join(TTerm.Join(s.GetElement(0), s.GetElement(2)), TTerm.Join(s.GetElement(1), s.GetElement(3)));
        for (; p < n; p++)
        {
            sum = TTerm.Step(One(ref x, p), One(ref y, p), sum);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Sum<TTerm, TFirst, TSecond>(ReadOnlySpan<TFirst> a, ReadOnlySpan<TSecond> b)
        where TTerm : struct, IPairTerm
        where TFirst : unmanaged
        where TSecond : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(b.Length, a.Length);
        ref TFirst x = ref MemoryMarshal.GetReference(a);
        ref TSecond y = ref MemoryMarshal.GetReference(b);
        nuint n = (nuint)a.Length;
        nuint p = 0;
        Vector256<double> s;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<double> s0 = default, s2 = default;
            for (; p + 16 <= n; p += 16)
            {
                s0 = TTerm.Step(Eight(ref x, p), Eight(ref y, p), s0);
                s2 = TTerm.Step(Eight(ref x, p + 8), Eight(ref y, p + 8), s2);
            }

            s = Join<TTerm>(s0, s2);
        }
        else
        {
            Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
            for (; p + 16 <= n; p += 16)
            {
                s0 = TTerm.Step(Four(ref x, p), Four(ref y, p), s0);
                s1 = TTerm.Step(Four(ref x, p + 4), Four(ref y, p + 4), s1);
                s2 = TTerm.Step(Four(ref x, p + 8), Four(ref y, p + 8), s2);
                s3 = TTerm.Step(Four(ref x, p + 12), Four(ref y, p + 12), s3);
            }

            s = TTerm.Join(TTerm.Join(s0, s2), TTerm.Join(s1, s3));
        }

        return Finish<TTerm, TFirst, TSecond>(s, ref x, ref y, p, n);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Eight<T>(ref T from, nuint p)
        where T : unmanaged => typeof(T) == typeof(double)
        ? Vector512.LoadUnsafe(ref Unsafe.As<T, double>(ref from), p)
        : Vector512.WidenLower(Vector256.LoadUnsafe(ref Unsafe.As<T, float>(ref from), p).ToVector512Unsafe());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Four<T>(ref T from, nuint p)
        where T : unmanaged => typeof(T) == typeof(double)
        ? Vector256.LoadUnsafe(ref Unsafe.As<T, double>(ref from), p)
        : Vector256.WidenLower(Vector128.LoadUnsafe(ref Unsafe.As<T, float>(ref from), p).ToVector256Unsafe());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double One<T>(ref T from, nuint p)
        where T : unmanaged => typeof(T) == typeof(double) ? Unsafe.Add(ref Unsafe.As<T, double>(ref from), p) : Unsafe.Add(ref Unsafe.As<T, float>(ref from), p);

    private readonly struct Square : IPairTerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Step(Vector512<double> a, Vector512<double> b, Vector512<double> sum) => Vector512.FusedMultiplyAdd(a - b, a - b, sum);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Step(Vector256<double> a, Vector256<double> b, Vector256<double> sum) => Vector256.FusedMultiplyAdd(a - b, a - b, sum);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static double Step(double a, double b, double sum) => Math.FusedMultiplyAdd(a - b, a - b, sum);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Join(Vector512<double> s, Vector512<double> t) => s + t;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Join(Vector256<double> s, Vector256<double> t) => s + t;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static double Join(double s, double t) => s + t;
    }

    private readonly struct Product : IPairTerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Step(Vector512<double> a, Vector512<double> b, Vector512<double> sum) => Vector512.FusedMultiplyAdd(a, b, sum);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Step(Vector256<double> a, Vector256<double> b, Vector256<double> sum) => Vector256.FusedMultiplyAdd(a, b, sum);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static double Step(double a, double b, double sum) => Math.FusedMultiplyAdd(a, b, sum);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Join(Vector512<double> s, Vector512<double> t) => s + t;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Join(Vector256<double> s, Vector256<double> t) => s + t;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static double Join(double s, double t) => s + t;
    }

    private readonly struct Absolute : IPairTerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Step(Vector512<double> a, Vector512<double> b, Vector512<double> sum) => sum + Vector512.Abs(a - b);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Step(Vector256<double> a, Vector256<double> b, Vector256<double> sum) => sum + Vector256.Abs(a - b);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static double Step(double a, double b, double sum) => sum + Math.Abs(a - b);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Join(Vector512<double> s, Vector512<double> t) => s + t;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Join(Vector256<double> s, Vector256<double> t) => s + t;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static double Join(double s, double t) => s + t;
    }

    private readonly struct Most : IPairTerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Step(Vector512<double> a, Vector512<double> b, Vector512<double> sum) => Vector512.MaxNative(sum, Vector512.Abs(a - b));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Step(Vector256<double> a, Vector256<double> b, Vector256<double> sum) => Vector256.MaxNative(sum, Vector256.Abs(a - b));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static double Step(double a, double b, double sum) => Math.Max(sum, Math.Abs(a - b));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Join(Vector512<double> s, Vector512<double> t) => Vector512.MaxNative(s, t);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Join(Vector256<double> s, Vector256<double> t) => Vector256.MaxNative(s, t);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static double Join(double s, double t) => Math.Max(s, t);
    }
}
