using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Curate.Core.Numerics.Kernels;

/// <summary>The sums of several vectors with several others, which share what is read of them.</summary>
internal static partial class PairSums
{
    /// <summary>sum (a - b)^2 of vectors that stand one behind the other with others that do, all widened before.</summary>
    /// <param name="many">The vectors.</param>
    /// <param name="others">The others.</param>
    /// <param name="dimensions">Numbers of each.</param>
    /// <param name="to">The sums of all vectors with the first of the others, then with the next.</param>
    public static void Squares(ReadOnlySpan<double> many, ReadOnlySpan<double> others, int dimensions, Span<double> to) => Sums<Square>(many, others, dimensions, to);

    /// <summary>sum a b, of the same pairs as <see cref="Squares(ReadOnlySpan{double}, ReadOnlySpan{double}, int, Span{double})"/>.</summary>
    public static void Products(ReadOnlySpan<double> many, ReadOnlySpan<double> others, int dimensions, Span<double> to) => Sums<Product>(many, others, dimensions, to);

    /// <summary>One sum after the other, or eight at a time where registers have room for their chains.</summary>
    private static void Sums<TTerm>(ReadOnlySpan<double> many, ReadOnlySpan<double> others, int d, Span<double> to)
        where TTerm : struct, IPairTerm
    {
        if (d == 0)
        {
            to.Clear();
            return;
        }

        int count = many.Length / d;
        for (int o = 0; o < others.Length / d;)
        {
            bool isPair = Vector512.IsHardwareAccelerated && (o + 2) * d <= others.Length;
            int i = 0;
            for (; isPair && i + 4 <= count; i += 4)
            {
                Eight<TTerm>(many.Slice(i * d, 4 * d), others.Slice(o * d, 2 * d), to.Slice((o * count) + i), count);
            }

            for (int own = o; own < o + (isPair ? 2 : 1); own++)
            {
                for (int left = i; left < count; left++)
                {
                    to[(own * count) + left] = Sum<TTerm, double, double>(many.Slice(left * d, d), others.Slice(own * d, d));
                }
            }

            o += isPair ? 2 : 1;
        }
    }

    /// <summary>The sums of four vectors with two others at once, each in the order of <see cref="Sum"/>; those of the second stand a stride behind those of the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight<TTerm>(ReadOnlySpan<double> four, ReadOnlySpan<double> two, Span<double> to, int stride)
        where TTerm : struct, IPairTerm
    {
        nuint n = (nuint)(two.Length / 2);
        ref double x0 = ref MemoryMarshal.GetReference(four);
        ref double x1 = ref Unsafe.Add(ref x0, n);
        ref double x2 = ref Unsafe.Add(ref x1, n);
        ref double x3 = ref Unsafe.Add(ref x2, n);
        ref double y0 = ref MemoryMarshal.GetReference(two);
        ref double y1 = ref Unsafe.Add(ref y0, n);
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        Vector512<double> t0 = default, t1 = default, t2 = default, t3 = default, t4 = default, t5 = default, t6 = default, t7 = default;
        nuint p = 0;
        for (; p + 16 <= n; p += 16)
        {
            Vector512<double> a = Vector512.LoadUnsafe(ref y0, p);
            Vector512<double> b = Vector512.LoadUnsafe(ref y1, p);
            Vector512<double> x = Vector512.LoadUnsafe(ref x0, p);
            s0 = TTerm.Step(x, a, s0);
            s4 = TTerm.Step(x, b, s4);
            x = Vector512.LoadUnsafe(ref x1, p);
            s1 = TTerm.Step(x, a, s1);
            s5 = TTerm.Step(x, b, s5);
            x = Vector512.LoadUnsafe(ref x2, p);
            s2 = TTerm.Step(x, a, s2);
            s6 = TTerm.Step(x, b, s6);
            x = Vector512.LoadUnsafe(ref x3, p);
            s3 = TTerm.Step(x, a, s3);
            s7 = TTerm.Step(x, b, s7);
            a = Vector512.LoadUnsafe(ref y0, p + 8);
            b = Vector512.LoadUnsafe(ref y1, p + 8);
            x = Vector512.LoadUnsafe(ref x0, p + 8);
            t0 = TTerm.Step(x, a, t0);
            t4 = TTerm.Step(x, b, t4);
            x = Vector512.LoadUnsafe(ref x1, p + 8);
            t1 = TTerm.Step(x, a, t1);
            t5 = TTerm.Step(x, b, t5);
            x = Vector512.LoadUnsafe(ref x2, p + 8);
            t2 = TTerm.Step(x, a, t2);
            t6 = TTerm.Step(x, b, t6);
            x = Vector512.LoadUnsafe(ref x3, p + 8);
            t3 = TTerm.Step(x, a, t3);
            t7 = TTerm.Step(x, b, t7);
        }

        to[0] = Finish<TTerm, double, double>(Join<TTerm>(s0, t0), ref x0, ref y0, p, n);
        to[1] = Finish<TTerm, double, double>(Join<TTerm>(s1, t1), ref x1, ref y0, p, n);
        to[2] = Finish<TTerm, double, double>(Join<TTerm>(s2, t2), ref x2, ref y0, p, n);
        to[3] = Finish<TTerm, double, double>(Join<TTerm>(s3, t3), ref x3, ref y0, p, n);
        to[stride] = Finish<TTerm, double, double>(Join<TTerm>(s4, t4), ref x0, ref y1, p, n);
        to[stride + 1] = Finish<TTerm, double, double>(Join<TTerm>(s5, t5), ref x1, ref y1, p, n);
        to[stride + 2] = Finish<TTerm, double, double>(Join<TTerm>(s6, t6), ref x2, ref y1, p, n);
        to[stride + 3] = Finish<TTerm, double, double>(Join<TTerm>(s7, t7), ref x3, ref y1, p, n);
    }
}
