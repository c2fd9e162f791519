using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Curate.Core.Numerics.Kernels;

/// <summary>
/// Scores of a tile of query rows against one panel of base rows: <c>bias[j] + sum over p of term(a[i, p], panel[p, j])</c>, a single chain over
/// p in ascending order for each output, vectorised across the outputs. Every width gives the same bits. The inner loops hold their sums
/// in registers, as many as the width has: 12 rows x 2 registers of 512 bits, 6 x 2 of the narrower ones. The bodies are written out because a loop over
/// an array of sums would keep them in memory.
/// </summary>
/// <remarks>2 x 12 x 32 x d floating-point operations a tile; A is read as it lies (row after row), the panel is packed (<see cref="PanelSet"/>).</remarks>
internal static unsafe class TileKernel
{
    /// <summary>Query rows of a tile.</summary>
    public const int Rows = 12;

    /// <summary>Base rows of a panel.</summary>
    public const int Columns = 32;

    /// <summary>The kernel for a width and a term; a pointer, because the choice stands outside all loops.</summary>
    public static delegate*<in TileShape, float*, float*, int, float*, float*, float*, int> For<TTerm>(SimdWidth width)
        where TTerm : struct, ITerm => SimdWidths.Resolve(width) switch
        {
            SimdWidth.Bits512 => &RunWide<Lanes512, Vector512<float>, TTerm>,
            SimdWidth.Bits256 => &Run<Lanes256, Vector256<float>, TTerm>,
            SimdWidth.Bits128 => &Run<Lanes128, Vector128<float>, TTerm>,
            _ => &Run<LanesScalar, float, TTerm>,
        };

    /// <summary>
    /// Fills <paramref name="scores"/> (12 x 32) and tells, one bit a row, which rows have a score at or below their limit. Only the first
    /// <paramref name="columns"/> of the panel are used; the scores beyond them are undefined.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int RunWide<TL, TV, TTerm>(in TileShape shape, float* a, float* panel, int columns, float* bias, float* limits, float* scores)
        where TL : struct, ILanes<TV>
        where TV : struct
        where TTerm : struct, ITerm => columns > TL.Count
            ? Twelve<TL, TV, TTerm>(in shape, a, panel, bias, limits, scores)
            : Narrow<TL, TV, TTerm>(in shape, a, panel, bias, limits, scores);

    /// <inheritdoc cref="RunWide{TL, TV, TTerm}"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Run<TL, TV, TTerm>(in TileShape shape, float* a, float* panel, int columns, float* bias, float* limits, float* scores)
        where TL : struct, ILanes<TV>
        where TV : struct
        where TTerm : struct, ITerm
    {
        int hit = 0;
        for (int row = 0; row < Rows; row += 6)
        {
            for (int first = 0; first < columns; first += 2 * TL.Count)
            {
                hit |= Six<TL, TV, TTerm>(in shape, a, panel + first, bias + first, limits + row, scores + first) << row;
            }

            a += 6 * (nint)shape.Stride;
            scores += 6 * Columns;
        }

        return hit;
    }

    /// <summary>Twelve rows, two registers of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Twelve<TL, TV, TTerm>(in TileShape shape, float* a, float* panel, float* bias, float* limits, float* scores)
        where TL : struct, ILanes<TV>
        where TV : struct
        where TTerm : struct, ITerm
    {
        nint one = shape.Stride;
        nint two = 2 * one;
        float* a3 = a + (3 * one);
        float* a6 = a + (6 * one);
        float* a9 = a + (9 * one);
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
        TV s60 = s00;
        TV s61 = s01;
        TV s70 = s00;
        TV s71 = s01;
        TV s80 = s00;
        TV s81 = s01;
        TV s90 = s00;
        TV s91 = s01;
        TV s100 = s00;
        TV s101 = s01;
        TV s110 = s00;
        TV s111 = s01;
        for (nint left = shape.Numeric; left > 0; left--)
        {
            TV b0 = TL.Load(panel);
            TV b1 = TL.Load(panel + TL.Count);
            TV x = TL.Broadcast(*a);
            s00 = TTerm.Step<TL, TV>(x, b0, s00);
            s01 = TTerm.Step<TL, TV>(x, b1, s01);
            x = TL.Broadcast(a[one]);
            s10 = TTerm.Step<TL, TV>(x, b0, s10);
            s11 = TTerm.Step<TL, TV>(x, b1, s11);
            x = TL.Broadcast(a[two]);
            s20 = TTerm.Step<TL, TV>(x, b0, s20);
            s21 = TTerm.Step<TL, TV>(x, b1, s21);
            x = TL.Broadcast(*a3);
            s30 = TTerm.Step<TL, TV>(x, b0, s30);
            s31 = TTerm.Step<TL, TV>(x, b1, s31);
            x = TL.Broadcast(a3[one]);
            s40 = TTerm.Step<TL, TV>(x, b0, s40);
            s41 = TTerm.Step<TL, TV>(x, b1, s41);
            x = TL.Broadcast(a3[two]);
            s50 = TTerm.Step<TL, TV>(x, b0, s50);
            s51 = TTerm.Step<TL, TV>(x, b1, s51);
            x = TL.Broadcast(*a6);
            s60 = TTerm.Step<TL, TV>(x, b0, s60);
            s61 = TTerm.Step<TL, TV>(x, b1, s61);
            x = TL.Broadcast(a6[one]);
            s70 = TTerm.Step<TL, TV>(x, b0, s70);
            s71 = TTerm.Step<TL, TV>(x, b1, s71);
            x = TL.Broadcast(a6[two]);
            s80 = TTerm.Step<TL, TV>(x, b0, s80);
            s81 = TTerm.Step<TL, TV>(x, b1, s81);
            x = TL.Broadcast(*a9);
            s90 = TTerm.Step<TL, TV>(x, b0, s90);
            s91 = TTerm.Step<TL, TV>(x, b1, s91);
            x = TL.Broadcast(a9[one]);
            s100 = TTerm.Step<TL, TV>(x, b0, s100);
            s101 = TTerm.Step<TL, TV>(x, b1, s101);
            x = TL.Broadcast(a9[two]);
            s110 = TTerm.Step<TL, TV>(x, b0, s110);
            s111 = TTerm.Step<TL, TV>(x, b1, s111);
            panel += Columns;
            a++;
            a3++;
            a6++;
            a9++;
        }

        TV weight = TL.Broadcast(shape.CategoryWeight);
        for (nint left = shape.Codes; left > 0; left--)
        {
            TV b0 = TL.Load(panel);
            TV b1 = TL.Load(panel + TL.Count);
            TV x = TL.Broadcast(*a);
            s00 = TL.Add(s00, TL.IfDifferent(x, b0, weight));
            s01 = TL.Add(s01, TL.IfDifferent(x, b1, weight));
            x = TL.Broadcast(a[one]);
            s10 = TL.Add(s10, TL.IfDifferent(x, b0, weight));
            s11 = TL.Add(s11, TL.IfDifferent(x, b1, weight));
            x = TL.Broadcast(a[two]);
            s20 = TL.Add(s20, TL.IfDifferent(x, b0, weight));
            s21 = TL.Add(s21, TL.IfDifferent(x, b1, weight));
            x = TL.Broadcast(*a3);
            s30 = TL.Add(s30, TL.IfDifferent(x, b0, weight));
            s31 = TL.Add(s31, TL.IfDifferent(x, b1, weight));
            x = TL.Broadcast(a3[one]);
            s40 = TL.Add(s40, TL.IfDifferent(x, b0, weight));
            s41 = TL.Add(s41, TL.IfDifferent(x, b1, weight));
            x = TL.Broadcast(a3[two]);
            s50 = TL.Add(s50, TL.IfDifferent(x, b0, weight));
            s51 = TL.Add(s51, TL.IfDifferent(x, b1, weight));
            x = TL.Broadcast(*a6);
            s60 = TL.Add(s60, TL.IfDifferent(x, b0, weight));
            s61 = TL.Add(s61, TL.IfDifferent(x, b1, weight));
            x = TL.Broadcast(a6[one]);
            s70 = TL.Add(s70, TL.IfDifferent(x, b0, weight));
            s71 = TL.Add(s71, TL.IfDifferent(x, b1, weight));
            x = TL.Broadcast(a6[two]);
            s80 = TL.Add(s80, TL.IfDifferent(x, b0, weight));
            s81 = TL.Add(s81, TL.IfDifferent(x, b1, weight));
            x = TL.Broadcast(*a9);
            s90 = TL.Add(s90, TL.IfDifferent(x, b0, weight));
            s91 = TL.Add(s91, TL.IfDifferent(x, b1, weight));
            x = TL.Broadcast(a9[one]);
            s100 = TL.Add(s100, TL.IfDifferent(x, b0, weight));
            s101 = TL.Add(s101, TL.IfDifferent(x, b1, weight));
            x = TL.Broadcast(a9[two]);
            s110 = TL.Add(s110, TL.IfDifferent(x, b0, weight));
            s111 = TL.Add(s111, TL.IfDifferent(x, b1, weight));
            panel += Columns;
            a++;
            a3++;
            a6++;
            a9++;
        }

        int hit = 0;
        TV limit = TL.Broadcast(limits[0]);
        TL.Store(s00, scores);
        TL.Store(s01, scores + TL.Count);
        hit |= TL.AnyNotPositive(TL.Subtract(TL.Min(s00, s01), limit)) ? 1 : 0;
        limit = TL.Broadcast(limits[1]);
        TL.Store(s10, scores + Columns);
        TL.Store(s11, scores + Columns + TL.Count);
        hit |= TL.AnyNotPositive(TL.Subtract(TL.Min(s10, s11), limit)) ? 1 << 1 : 0;
        limit = TL.Broadcast(limits[2]);
        TL.Store(s20, scores + (2 * Columns));
        TL.Store(s21, scores + (2 * Columns) + TL.Count);
        hit |= TL.AnyNotPositive(TL.Subtract(TL.Min(s20, s21), limit)) ? 1 << 2 : 0;
        limit = TL.Broadcast(limits[3]);
        TL.Store(s30, scores + (3 * Columns));
        TL.Store(s31, scores + (3 * Columns) + TL.Count);
        hit |= TL.AnyNotPositive(TL.Subtract(TL.Min(s30, s31), limit)) ? 1 << 3 : 0;
        limit = TL.Broadcast(limits[4]);
        TL.Store(s40, scores + (4 * Columns));
        TL.Store(s41, scores + (4 * Columns) + TL.Count);
        hit |= TL.AnyNotPositive(TL.Subtract(TL.Min(s40, s41), limit)) ? 1 << 4 : 0;
        limit = TL.Broadcast(limits[5]);
        TL.Store(s50, scores + (5 * Columns));
        TL.Store(s51, scores + (5 * Columns) + TL.Count);
        hit |= TL.AnyNotPositive(TL.Subtract(TL.Min(s50, s51), limit)) ? 1 << 5 : 0;
        limit = TL.Broadcast(limits[6]);
        TL.Store(s60, scores + (6 * Columns));
        TL.Store(s61, scores + (6 * Columns) + TL.Count);
        hit |= TL.AnyNotPositive(TL.Subtract(TL.Min(s60, s61), limit)) ? 1 << 6 : 0;
        limit = TL.Broadcast(limits[7]);
        TL.Store(s70, scores + (7 * Columns));
        TL.Store(s71, scores + (7 * Columns) + TL.Count);
        hit |= TL.AnyNotPositive(TL.Subtract(TL.Min(s70, s71), limit)) ? 1 << 7 : 0;
        limit = TL.Broadcast(limits[8]);
        TL.Store(s80, scores + (8 * Columns));
        TL.Store(s81, scores + (8 * Columns) + TL.Count);
        hit |= TL.AnyNotPositive(TL.Subtract(TL.Min(s80, s81), limit)) ? 1 << 8 : 0;
        limit = TL.Broadcast(limits[9]);
        TL.Store(s90, scores + (9 * Columns));
        TL.Store(s91, scores + (9 * Columns) + TL.Count);
        hit |= TL.AnyNotPositive(TL.Subtract(TL.Min(s90, s91), limit)) ? 1 << 9 : 0;
        limit = TL.Broadcast(limits[10]);
        TL.Store(s100, scores + (10 * Columns));
        TL.Store(s101, scores + (10 * Columns) + TL.Count);
        hit |= TL.AnyNotPositive(TL.Subtract(TL.Min(s100, s101), limit)) ? 1 << 10 : 0;
        limit = TL.Broadcast(limits[11]);
        TL.Store(s110, scores + (11 * Columns));
        TL.Store(s111, scores + (11 * Columns) + TL.Count);
        hit |= TL.AnyNotPositive(TL.Subtract(TL.Min(s110, s111), limit)) ? 1 << 11 : 0;
        return hit;
    }

    /// <summary>Twelve rows, one register of columns: the end of the last panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Narrow<TL, TV, TTerm>(in TileShape shape, float* a, float* panel, float* bias, float* limits, float* scores)
        where TL : struct, ILanes<TV>
        where TV : struct
        where TTerm : struct, ITerm
    {
        nint one = shape.Stride;
        nint two = 2 * one;
        float* a3 = a + (3 * one);
        float* a6 = a + (6 * one);
        float* a9 = a + (9 * one);
        TV s00 = TL.Load(bias);
        TV s10 = s00;
        TV s20 = s00;
        TV s30 = s00;
        TV s40 = s00;
        TV s50 = s00;
        TV s60 = s00;
        TV s70 = s00;
        TV s80 = s00;
        TV s90 = s00;
        TV s100 = s00;
        TV s110 = s00;
        for (nint left = shape.Numeric; left > 0; left--)
        {
            TV b0 = TL.Load(panel);
            TV x = TL.Broadcast(*a);
            s00 = TTerm.Step<TL, TV>(x, b0, s00);
            x = TL.Broadcast(a[one]);
            s10 = TTerm.Step<TL, TV>(x, b0, s10);
            x = TL.Broadcast(a[two]);
            s20 = TTerm.Step<TL, TV>(x, b0, s20);
            x = TL.Broadcast(*a3);
            s30 = TTerm.Step<TL, TV>(x, b0, s30);
            x = TL.Broadcast(a3[one]);
            s40 = TTerm.Step<TL, TV>(x, b0, s40);
            x = TL.Broadcast(a3[two]);
            s50 = TTerm.Step<TL, TV>(x, b0, s50);
            x = TL.Broadcast(*a6);
            s60 = TTerm.Step<TL, TV>(x, b0, s60);
            x = TL.Broadcast(a6[one]);
            s70 = TTerm.Step<TL, TV>(x, b0, s70);
            x = TL.Broadcast(a6[two]);
            s80 = TTerm.Step<TL, TV>(x, b0, s80);
            x = TL.Broadcast(*a9);
            s90 = TTerm.Step<TL, TV>(x, b0, s90);
            x = TL.Broadcast(a9[one]);
            s100 = TTerm.Step<TL, TV>(x, b0, s100);
            x = TL.Broadcast(a9[two]);
            s110 = TTerm.Step<TL, TV>(x, b0, s110);
            panel += Columns;
            a++;
            a3++;
            a6++;
            a9++;
        }

        TV weight = TL.Broadcast(shape.CategoryWeight);
        for (nint left = shape.Codes; left > 0; left--)
        {
            TV b0 = TL.Load(panel);
            TV x = TL.Broadcast(*a);
            s00 = TL.Add(s00, TL.IfDifferent(x, b0, weight));
            x = TL.Broadcast(a[one]);
            s10 = TL.Add(s10, TL.IfDifferent(x, b0, weight));
            x = TL.Broadcast(a[two]);
            s20 = TL.Add(s20, TL.IfDifferent(x, b0, weight));
            x = TL.Broadcast(*a3);
            s30 = TL.Add(s30, TL.IfDifferent(x, b0, weight));
            x = TL.Broadcast(a3[one]);
            s40 = TL.Add(s40, TL.IfDifferent(x, b0, weight));
            x = TL.Broadcast(a3[two]);
            s50 = TL.Add(s50, TL.IfDifferent(x, b0, weight));
            x = TL.Broadcast(*a6);
            s60 = TL.Add(s60, TL.IfDifferent(x, b0, weight));
            x = TL.Broadcast(a6[one]);
            s70 = TL.Add(s70, TL.IfDifferent(x, b0, weight));
            x = TL.Broadcast(a6[two]);
            s80 = TL.Add(s80, TL.IfDifferent(x, b0, weight));
            x = TL.Broadcast(*a9);
            s90 = TL.Add(s90, TL.IfDifferent(x, b0, weight));
            x = TL.Broadcast(a9[one]);
            s100 = TL.Add(s100, TL.IfDifferent(x, b0, weight));
            x = TL.Broadcast(a9[two]);
            s110 = TL.Add(s110, TL.IfDifferent(x, b0, weight));
            panel += Columns;
            a++;
            a3++;
            a6++;
            a9++;
        }

        int hit = 0;
        TV limit = TL.Broadcast(limits[0]);
        TL.Store(s00, scores);
        hit |= TL.AnyNotPositive(TL.Subtract(s00, limit)) ? 1 : 0;
        limit = TL.Broadcast(limits[1]);
        TL.Store(s10, scores + Columns);
        hit |= TL.AnyNotPositive(TL.Subtract(s10, limit)) ? 1 << 1 : 0;
        limit = TL.Broadcast(limits[2]);
        TL.Store(s20, scores + (2 * Columns));
        hit |= TL.AnyNotPositive(TL.Subtract(s20, limit)) ? 1 << 2 : 0;
        limit = TL.Broadcast(limits[3]);
        TL.Store(s30, scores + (3 * Columns));
        hit |= TL.AnyNotPositive(TL.Subtract(s30, limit)) ? 1 << 3 : 0;
        limit = TL.Broadcast(limits[4]);
        TL.Store(s40, scores + (4 * Columns));
        hit |= TL.AnyNotPositive(TL.Subtract(s40, limit)) ? 1 << 4 : 0;
        limit = TL.Broadcast(limits[5]);
        TL.Store(s50, scores + (5 * Columns));
        hit |= TL.AnyNotPositive(TL.Subtract(s50, limit)) ? 1 << 5 : 0;
        limit = TL.Broadcast(limits[6]);
        TL.Store(s60, scores + (6 * Columns));
        hit |= TL.AnyNotPositive(TL.Subtract(s60, limit)) ? 1 << 6 : 0;
        limit = TL.Broadcast(limits[7]);
        TL.Store(s70, scores + (7 * Columns));
        hit |= TL.AnyNotPositive(TL.Subtract(s70, limit)) ? 1 << 7 : 0;
        limit = TL.Broadcast(limits[8]);
        TL.Store(s80, scores + (8 * Columns));
        hit |= TL.AnyNotPositive(TL.Subtract(s80, limit)) ? 1 << 8 : 0;
        limit = TL.Broadcast(limits[9]);
        TL.Store(s90, scores + (9 * Columns));
        hit |= TL.AnyNotPositive(TL.Subtract(s90, limit)) ? 1 << 9 : 0;
        limit = TL.Broadcast(limits[10]);
        TL.Store(s100, scores + (10 * Columns));
        hit |= TL.AnyNotPositive(TL.Subtract(s100, limit)) ? 1 << 10 : 0;
        limit = TL.Broadcast(limits[11]);
        TL.Store(s110, scores + (11 * Columns));
        hit |= TL.AnyNotPositive(TL.Subtract(s110, limit)) ? 1 << 11 : 0;
        return hit;
    }

    /// <summary>Six rows, two registers of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Six<TL, TV, TTerm>(in TileShape shape, float* a, float* panel, float* bias, float* limits, float* scores)
        where TL : struct, ILanes<TV>
        where TV : struct
        where TTerm : struct, ITerm
    {
        nint one = shape.Stride;
        nint two = 2 * one;
        float* a3 = a + (3 * one);
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
        for (nint left = shape.Numeric; left > 0; left--)
        {
            TV b0 = TL.Load(panel);
            TV b1 = TL.Load(panel + TL.Count);
            TV x = TL.Broadcast(*a);
            s00 = TTerm.Step<TL, TV>(x, b0, s00);
            s01 = TTerm.Step<TL, TV>(x, b1, s01);
            x = TL.Broadcast(a[one]);
            s10 = TTerm.Step<TL, TV>(x, b0, s10);
            s11 = TTerm.Step<TL, TV>(x, b1, s11);
            x = TL.Broadcast(a[two]);
            s20 = TTerm.Step<TL, TV>(x, b0, s20);
            s21 = TTerm.Step<TL, TV>(x, b1, s21);
            x = TL.Broadcast(*a3);
            s30 = TTerm.Step<TL, TV>(x, b0, s30);
            s31 = TTerm.Step<TL, TV>(x, b1, s31);
            x = TL.Broadcast(a3[one]);
            s40 = TTerm.Step<TL, TV>(x, b0, s40);
            s41 = TTerm.Step<TL, TV>(x, b1, s41);
            x = TL.Broadcast(a3[two]);
            s50 = TTerm.Step<TL, TV>(x, b0, s50);
            s51 = TTerm.Step<TL, TV>(x, b1, s51);
            panel += Columns;
            a++;
            a3++;
        }

        TV weight = TL.Broadcast(shape.CategoryWeight);
        for (nint left = shape.Codes; left > 0; left--)
        {
            TV b0 = TL.Load(panel);
            TV b1 = TL.Load(panel + TL.Count);
            TV x = TL.Broadcast(*a);
            s00 = TL.Add(s00, TL.IfDifferent(x, b0, weight));
            s01 = TL.Add(s01, TL.IfDifferent(x, b1, weight));
            x = TL.Broadcast(a[one]);
            s10 = TL.Add(s10, TL.IfDifferent(x, b0, weight));
            s11 = TL.Add(s11, TL.IfDifferent(x, b1, weight));
            x = TL.Broadcast(a[two]);
            s20 = TL.Add(s20, TL.IfDifferent(x, b0, weight));
            s21 = TL.Add(s21, TL.IfDifferent(x, b1, weight));
            x = TL.Broadcast(*a3);
            s30 = TL.Add(s30, TL.IfDifferent(x, b0, weight));
            s31 = TL.Add(s31, TL.IfDifferent(x, b1, weight));
            x = TL.Broadcast(a3[one]);
            s40 = TL.Add(s40, TL.IfDifferent(x, b0, weight));
            s41 = TL.Add(s41, TL.IfDifferent(x, b1, weight));
            x = TL.Broadcast(a3[two]);
            s50 = TL.Add(s50, TL.IfDifferent(x, b0, weight));
            s51 = TL.Add(s51, TL.IfDifferent(x, b1, weight));
            panel += Columns;
            a++;
            a3++;
        }

        int hit = 0;
        TV limit = TL.Broadcast(limits[0]);
        TL.Store(s00, scores);
        TL.Store(s01, scores + TL.Count);
        hit |= TL.AnyNotPositive(TL.Subtract(TL.Min(s00, s01), limit)) ? 1 : 0;
        limit = TL.Broadcast(limits[1]);
        TL.Store(s10, scores + Columns);
        TL.Store(s11, scores + Columns + TL.Count);
        hit |= TL.AnyNotPositive(TL.Subtract(TL.Min(s10, s11), limit)) ? 1 << 1 : 0;
        limit = TL.Broadcast(limits[2]);
        TL.Store(s20, scores + (2 * Columns));
        TL.Store(s21, scores + (2 * Columns) + TL.Count);
        hit |= TL.AnyNotPositive(TL.Subtract(TL.Min(s20, s21), limit)) ? 1 << 2 : 0;
        limit = TL.Broadcast(limits[3]);
        TL.Store(s30, scores + (3 * Columns));
        TL.Store(s31, scores + (3 * Columns) + TL.Count);
        hit |= TL.AnyNotPositive(TL.Subtract(TL.Min(s30, s31), limit)) ? 1 << 3 : 0;
        limit = TL.Broadcast(limits[4]);
        TL.Store(s40, scores + (4 * Columns));
        TL.Store(s41, scores + (4 * Columns) + TL.Count);
        hit |= TL.AnyNotPositive(TL.Subtract(TL.Min(s40, s41), limit)) ? 1 << 4 : 0;
        limit = TL.Broadcast(limits[5]);
        TL.Store(s50, scores + (5 * Columns));
        TL.Store(s51, scores + (5 * Columns) + TL.Count);
        hit |= TL.AnyNotPositive(TL.Subtract(TL.Min(s50, s51), limit)) ? 1 << 5 : 0;
        return hit;
    }
}
