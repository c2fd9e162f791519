using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Curate.Core.Numerics.Kernels;

/// <summary>
/// Scores of a tile of query rows against one panel of base rows: <c>bias[j] + sum over p of term(a[i, p], panel[p, j])</c>, a single chain over
/// p in ascending order for each output, vectorised across the outputs. Every width gives the same bits. The inner loop holds
/// twelve sums in registers: one broadcast element of A meets two registers of a panel's row.
/// </summary>
/// <remarks>2 x 6 x 32 x d floating-point operations a tile; A is read as it lies (row after row), the panel is packed (<see cref="PanelSet"/>).</remarks>
internal static unsafe class TileKernel
{
    /// <summary>Query rows of a tile.</summary>
    public const int Rows = 6;

    /// <summary>Base rows of a panel.</summary>
    public const int Columns = 32;

    /// <summary>The kernel for a width and a term; a pointer, because the choice stands outside all loops.</summary>
    public static delegate*<in TileShape, float*, float*, int, float*, float*, float*, bool> For<TTerm>(SimdWidth width)
        where TTerm : struct, ITerm => SimdWidths.Resolve(width) switch
        {
            SimdWidth.Bits512 => &Run<Lanes512, Vector512<float>, TTerm>,
            SimdWidth.Bits256 => &Run<Lanes256, Vector256<float>, TTerm>,
            SimdWidth.Bits128 => &Run<Lanes128, Vector128<float>, TTerm>,
            _ => &Run<LanesScalar, float, TTerm>,
        };

    /// <summary>
    /// Fills <paramref name="scores"/> (6 x 32) and tells whether any score is at or below its row's limit. Only the first
    /// <paramref name="columns"/> of the panel are used; the scores beyond them are undefined.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Run<TL, TV, TTerm>(in TileShape shape, float* a, float* panel, int columns, float* bias, float* limits, float* scores)
        where TL : struct, ILanes<TV>
        where TV : struct
        where TTerm : struct, ITerm
    {
        bool any = false;
        for (int first = 0; first < columns; first += 2 * TL.Count)
        {
            any |= columns - first > TL.Count
                ? Wide<TL, TV, TTerm>(in shape, a, panel + first, bias + first, limits, scores + first)
                : Narrow<TL, TV, TTerm>(in shape, a, panel + first, bias + first, limits, scores + first);
        }

        return any;
    }

    /// <summary>Two registers of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Wide<TL, TV, TTerm>(in TileShape shape, float* a, float* panel, float* bias, float* limits, float* scores)
        where TL : struct, ILanes<TV>
        where TV : struct
        where TTerm : struct, ITerm
    {
        nint stride = shape.Stride;
        float* a0 = a;
        float* a1 = a0 + stride;
        float* a2 = a1 + stride;
        float* a3 = a2 + stride;
        float* a4 = a3 + stride;
        float* a5 = a4 + stride;
        TV s00 = TL.Load(bias);
        TV s01 = TL.Load(bias + TL.Count);
        TV s10 = s00;
        TV s11 = s01;
        TV s20 = s00;
        TV s21 = s01;
        TV s30 = s00;
        TV s31 = s01;
        TV s40 = s00;
        TV s41 = s01;
        TV s50 = s00;
        TV s51 = s01;
        nint numeric = shape.Numeric;
        for (nint p = 0; p < numeric; p++, panel += Columns)
        {
            TV b0 = TL.Load(panel);
            TV b1 = TL.Load(panel + TL.Count);
            TV x = TL.Broadcast(a0[p]);
            s00 = TTerm.Step<TL, TV>(x, b0, s00);
            s01 = TTerm.Step<TL, TV>(x, b1, s01);
            x = TL.Broadcast(a1[p]);
            s10 = TTerm.Step<TL, TV>(x, b0, s10);
            s11 = TTerm.Step<TL, TV>(x, b1, s11);
            x = TL.Broadcast(a2[p]);
            s20 = TTerm.Step<TL, TV>(x, b0, s20);
            s21 = TTerm.Step<TL, TV>(x, b1, s21);
            x = TL.Broadcast(a3[p]);
            s30 = TTerm.Step<TL, TV>(x, b0, s30);
            s31 = TTerm.Step<TL, TV>(x, b1, s31);
            x = TL.Broadcast(a4[p]);
            s40 = TTerm.Step<TL, TV>(x, b0, s40);
            s41 = TTerm.Step<TL, TV>(x, b1, s41);
            x = TL.Broadcast(a5[p]);
            s50 = TTerm.Step<TL, TV>(x, b0, s50);
            s51 = TTerm.Step<TL, TV>(x, b1, s51);
        }

        nint all = numeric + shape.Codes;
        TV weight = TL.Broadcast(shape.CategoryWeight);
        for (nint p = numeric; p < all; p++, panel += Columns)
        {
            TV b0 = TL.Load(panel);
            TV b1 = TL.Load(panel + TL.Count);
            TV x = TL.Broadcast(a0[p]);
            s00 = TL.Add(s00, TL.IfDifferent(x, b0, weight));
            s01 = TL.Add(s01, TL.IfDifferent(x, b1, weight));
            x = TL.Broadcast(a1[p]);
            s10 = TL.Add(s10, TL.IfDifferent(x, b0, weight));
            s11 = TL.Add(s11, TL.IfDifferent(x, b1, weight));
            x = TL.Broadcast(a2[p]);
            s20 = TL.Add(s20, TL.IfDifferent(x, b0, weight));
            s21 = TL.Add(s21, TL.IfDifferent(x, b1, weight));
            x = TL.Broadcast(a3[p]);
            s30 = TL.Add(s30, TL.IfDifferent(x, b0, weight));
            s31 = TL.Add(s31, TL.IfDifferent(x, b1, weight));
            x = TL.Broadcast(a4[p]);
            s40 = TL.Add(s40, TL.IfDifferent(x, b0, weight));
            s41 = TL.Add(s41, TL.IfDifferent(x, b1, weight));
            x = TL.Broadcast(a5[p]);
            s50 = TL.Add(s50, TL.IfDifferent(x, b0, weight));
            s51 = TL.Add(s51, TL.IfDifferent(x, b1, weight));
        }

        TV t0 = TL.Broadcast(limits[0]);
        TV t1 = TL.Broadcast(limits[1]);
        TV t2 = TL.Broadcast(limits[2]);
        TV t3 = TL.Broadcast(limits[3]);
        TV t4 = TL.Broadcast(limits[4]);
        TV t5 = TL.Broadcast(limits[5]);
        TV least = TL.Subtract(s00, t0);
        TL.Store(s00, scores);
        TL.Store(s01, scores + TL.Count);
        least = TL.Min(least, TL.Subtract(s01, t0));
        TL.Store(s10, scores + Columns);
        least = TL.Min(least, TL.Subtract(s10, t1));
        TL.Store(s11, scores + Columns + TL.Count);
        least = TL.Min(least, TL.Subtract(s11, t1));
        TL.Store(s20, scores + (2 * Columns));
        least = TL.Min(least, TL.Subtract(s20, t2));
        TL.Store(s21, scores + (2 * Columns) + TL.Count);
        least = TL.Min(least, TL.Subtract(s21, t2));
        TL.Store(s30, scores + (3 * Columns));
        least = TL.Min(least, TL.Subtract(s30, t3));
        TL.Store(s31, scores + (3 * Columns) + TL.Count);
        least = TL.Min(least, TL.Subtract(s31, t3));
        TL.Store(s40, scores + (4 * Columns));
        least = TL.Min(least, TL.Subtract(s40, t4));
        TL.Store(s41, scores + (4 * Columns) + TL.Count);
        least = TL.Min(least, TL.Subtract(s41, t4));
        TL.Store(s50, scores + (5 * Columns));
        least = TL.Min(least, TL.Subtract(s50, t5));
        TL.Store(s51, scores + (5 * Columns) + TL.Count);
        least = TL.Min(least, TL.Subtract(s51, t5));
        return TL.AnyNotPositive(least);
    }

    /// <summary>One register of columns: the end of the last panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Narrow<TL, TV, TTerm>(in TileShape shape, float* a, float* panel, float* bias, float* limits, float* scores)
        where TL : struct, ILanes<TV>
        where TV : struct
        where TTerm : struct, ITerm
    {
        nint stride = shape.Stride;
        float* a0 = a;
        float* a1 = a0 + stride;
        float* a2 = a1 + stride;
        float* a3 = a2 + stride;
        float* a4 = a3 + stride;
        float* a5 = a4 + stride;
        TV s00 = TL.Load(bias);
        TV s10 = s00;
        TV s20 = s00;
        TV s30 = s00;
        TV s40 = s00;
        TV s50 = s00;
        nint numeric = shape.Numeric;
        for (nint p = 0; p < numeric; p++, panel += Columns)
        {
            TV b0 = TL.Load(panel);
            TV x = TL.Broadcast(a0[p]);
            s00 = TTerm.Step<TL, TV>(x, b0, s00);
            x = TL.Broadcast(a1[p]);
            s10 = TTerm.Step<TL, TV>(x, b0, s10);
            x = TL.Broadcast(a2[p]);
            s20 = TTerm.Step<TL, TV>(x, b0, s20);
            x = TL.Broadcast(a3[p]);
            s30 = TTerm.Step<TL, TV>(x, b0, s30);
            x = TL.Broadcast(a4[p]);
            s40 = TTerm.Step<TL, TV>(x, b0, s40);
            x = TL.Broadcast(a5[p]);
            s50 = TTerm.Step<TL, TV>(x, b0, s50);
        }

        nint all = numeric + shape.Codes;
        TV weight = TL.Broadcast(shape.CategoryWeight);
        for (nint p = numeric; p < all; p++, panel += Columns)
        {
            TV b0 = TL.Load(panel);
            TV x = TL.Broadcast(a0[p]);
            s00 = TL.Add(s00, TL.IfDifferent(x, b0, weight));
            x = TL.Broadcast(a1[p]);
            s10 = TL.Add(s10, TL.IfDifferent(x, b0, weight));
            x = TL.Broadcast(a2[p]);
            s20 = TL.Add(s20, TL.IfDifferent(x, b0, weight));
            x = TL.Broadcast(a3[p]);
            s30 = TL.Add(s30, TL.IfDifferent(x, b0, weight));
            x = TL.Broadcast(a4[p]);
            s40 = TL.Add(s40, TL.IfDifferent(x, b0, weight));
            x = TL.Broadcast(a5[p]);
            s50 = TL.Add(s50, TL.IfDifferent(x, b0, weight));
        }

        TV t0 = TL.Broadcast(limits[0]);
        TV t1 = TL.Broadcast(limits[1]);
        TV t2 = TL.Broadcast(limits[2]);
        TV t3 = TL.Broadcast(limits[3]);
        TV t4 = TL.Broadcast(limits[4]);
        TV t5 = TL.Broadcast(limits[5]);
        TV least = TL.Subtract(s00, t0);
        TL.Store(s00, scores);
        TL.Store(s10, scores + Columns);
        least = TL.Min(least, TL.Subtract(s10, t1));
        TL.Store(s20, scores + (2 * Columns));
        least = TL.Min(least, TL.Subtract(s20, t2));
        TL.Store(s30, scores + (3 * Columns));
        least = TL.Min(least, TL.Subtract(s30, t3));
        TL.Store(s40, scores + (4 * Columns));
        least = TL.Min(least, TL.Subtract(s40, t4));
        TL.Store(s50, scores + (5 * Columns));
        least = TL.Min(least, TL.Subtract(s50, t5));
        return TL.AnyNotPositive(least);
    }
}
