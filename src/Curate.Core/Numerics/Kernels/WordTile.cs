using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Curate.Core.Numerics.Kernels;

/// <summary>
/// Sums of products of 16-bit numbers for a tile of query rows against one panel of base rows: <c>sum over p of a[i, p] panel[p, j]</c>, in 32 bits. A step takes two dimensions, which makes it
/// twice as fast as <see cref="TileKernel"/> of floats where one instruction multiplies and adds pairs. No width rounds or saturates, so all give the same numbers.
/// </summary>
/// <remarks>
/// 2 x 12 x 32 x d operations a tile. The caller keeps lengths of rows below 2^15.5, so that by Cauchy and Schwarz no sum, of all dimensions or of the first ones, overflows. The bodies are written
/// out because a loop over an array of sums would keep them in memory.
/// </remarks>
internal static unsafe class WordTile
{
    /// <summary>Query rows of a tile.</summary>
    public const int Rows = TileKernel.Rows;

    /// <summary>Base rows of a panel.</summary>
    public const int Columns = TileKernel.Columns;

    /// <summary>The kernel for a width: shape, query rows, panel and the 12 x 32 sums that it fills.</summary>
    public static delegate*<in WordShape, int*, int*, int*, void> For(SimdWidth width) => SimdWidths.Resolve(width) switch
    {
        SimdWidth.Bits512 => &Twelve<WordLanes512, Vector512<int>>,
        SimdWidth.Bits256 => &Run<WordLanes256, Vector256<int>>,
        SimdWidth.Bits128 => &Run<WordLanes128, Vector128<int>>,
        _ => &Run<WordLanesScalar, int>,
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TL, TV>(in WordShape shape, int* a, int* panel, int* sums)
        where TL : struct, IWordLanes<TV>
        where TV : struct
    {
        for (int row = 0; row < Rows; row += 6)
        {
            for (int first = 0; first < Columns; first += 2 * TL.Count)
            {
                Six<TL, TV>(in shape, a, panel + first, sums + first);
            }

            a += 6 * (nint)shape.Stride;
            sums += 6 * Columns;
        }
    }

    /// <summary>Twelve rows, two registers of columns: all 32 of the widest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Twelve<TL, TV>(in WordShape shape, int* a, int* panel, int* sums)
        where TL : struct, IWordLanes<TV>
        where TV : struct
    {
        nint one = shape.Stride;
        nint two = 2 * one;
        int* a3 = a + (3 * one);
        int* a6 = a + (6 * one);
        int* a9 = a + (9 * one);
        TV s00 = default;
        TV s01 = default;
        TV s10 = default;
        TV s11 = default;
        TV s20 = default;
        TV s21 = default;
        TV s30 = default;
        TV s31 = default;
        TV s40 = default;
        TV s41 = default;
        TV s50 = default;
        TV s51 = default;
        TV s60 = default;
        TV s61 = default;
        TV s70 = default;
        TV s71 = default;
        TV s80 = default;
        TV s81 = default;
        TV s90 = default;
        TV s91 = default;
        TV s100 = default;
        TV s101 = default;
        TV s110 = default;
        TV s111 = default;
        for (nint left = shape.Pairs; left > 0; left--)
        {
            TV b0 = TL.Load(panel);
            TV b1 = TL.Load(panel + TL.Count);
            TV x = TL.Broadcast(*a);
            s00 = TL.Step(x, b0, s00);
            s01 = TL.Step(x, b1, s01);
            x = TL.Broadcast(a[one]);
            s10 = TL.Step(x, b0, s10);
            s11 = TL.Step(x, b1, s11);
            x = TL.Broadcast(a[two]);
            s20 = TL.Step(x, b0, s20);
            s21 = TL.Step(x, b1, s21);
            x = TL.Broadcast(*a3);
            s30 = TL.Step(x, b0, s30);
            s31 = TL.Step(x, b1, s31);
            x = TL.Broadcast(a3[one]);
            s40 = TL.Step(x, b0, s40);
            s41 = TL.Step(x, b1, s41);
            x = TL.Broadcast(a3[two]);
            s50 = TL.Step(x, b0, s50);
            s51 = TL.Step(x, b1, s51);
            x = TL.Broadcast(*a6);
            s60 = TL.Step(x, b0, s60);
            s61 = TL.Step(x, b1, s61);
            x = TL.Broadcast(a6[one]);
            s70 = TL.Step(x, b0, s70);
            s71 = TL.Step(x, b1, s71);
            x = TL.Broadcast(a6[two]);
            s80 = TL.Step(x, b0, s80);
            s81 = TL.Step(x, b1, s81);
            x = TL.Broadcast(*a9);
            s90 = TL.Step(x, b0, s90);
            s91 = TL.Step(x, b1, s91);
            x = TL.Broadcast(a9[one]);
            s100 = TL.Step(x, b0, s100);
            s101 = TL.Step(x, b1, s101);
            x = TL.Broadcast(a9[two]);
            s110 = TL.Step(x, b0, s110);
            s111 = TL.Step(x, b1, s111);
            panel += Columns;
            a++;
            a3++;
            a6++;
            a9++;
        }

        TL.Store(s00, sums);
        TL.Store(s01, sums + TL.Count);
        TL.Store(s10, sums + Columns);
        TL.Store(s11, sums + Columns + TL.Count);
        TL.Store(s20, sums + (2 * Columns));
        TL.Store(s21, sums + (2 * Columns) + TL.Count);
        TL.Store(s30, sums + (3 * Columns));
        TL.Store(s31, sums + (3 * Columns) + TL.Count);
        TL.Store(s40, sums + (4 * Columns));
        TL.Store(s41, sums + (4 * Columns) + TL.Count);
        TL.Store(s50, sums + (5 * Columns));
        TL.Store(s51, sums + (5 * Columns) + TL.Count);
        TL.Store(s60, sums + (6 * Columns));
        TL.Store(s61, sums + (6 * Columns) + TL.Count);
        TL.Store(s70, sums + (7 * Columns));
        TL.Store(s71, sums + (7 * Columns) + TL.Count);
        TL.Store(s80, sums + (8 * Columns));
        TL.Store(s81, sums + (8 * Columns) + TL.Count);
        TL.Store(s90, sums + (9 * Columns));
        TL.Store(s91, sums + (9 * Columns) + TL.Count);
        TL.Store(s100, sums + (10 * Columns));
        TL.Store(s101, sums + (10 * Columns) + TL.Count);
        TL.Store(s110, sums + (11 * Columns));
        TL.Store(s111, sums + (11 * Columns) + TL.Count);
    }

    /// <summary>Six rows, two registers of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Six<TL, TV>(in WordShape shape, int* a, int* panel, int* sums)
        where TL : struct, IWordLanes<TV>
        where TV : struct
    {
        nint one = shape.Stride;
        nint two = 2 * one;
        int* a3 = a + (3 * one);
        TV s00 = default;
        TV s01 = default;
        TV s10 = default;
        TV s11 = default;
        TV s20 = default;
        TV s21 = default;
        TV s30 = default;
        TV s31 = default;
        TV s40 = default;
        TV s41 = default;
        TV s50 = default;
        TV s51 = default;
        for (nint left = shape.Pairs; left > 0; left--)
        {
            TV b0 = TL.Load(panel);
            TV b1 = TL.Load(panel + TL.Count);
            TV x = TL.Broadcast(*a);
            s00 = TL.Step(x, b0, s00);
            s01 = TL.Step(x, b1, s01);
            x = TL.Broadcast(a[one]);
            s10 = TL.Step(x, b0, s10);
            s11 = TL.Step(x, b1, s11);
            x = TL.Broadcast(a[two]);
            s20 = TL.Step(x, b0, s20);
            s21 = TL.Step(x, b1, s21);
            x = TL.Broadcast(*a3);
            s30 = TL.Step(x, b0, s30);
            s31 = TL.Step(x, b1, s31);
            x = TL.Broadcast(a3[one]);
            s40 = TL.Step(x, b0, s40);
            s41 = TL.Step(x, b1, s41);
            x = TL.Broadcast(a3[two]);
            s50 = TL.Step(x, b0, s50);
            s51 = TL.Step(x, b1, s51);
            panel += Columns;
            a++;
            a3++;
        }

        TL.Store(s00, sums);
        TL.Store(s01, sums + TL.Count);
        TL.Store(s10, sums + Columns);
        TL.Store(s11, sums + Columns + TL.Count);
        TL.Store(s20, sums + (2 * Columns));
        TL.Store(s21, sums + (2 * Columns) + TL.Count);
        TL.Store(s30, sums + (3 * Columns));
        TL.Store(s31, sums + (3 * Columns) + TL.Count);
        TL.Store(s40, sums + (4 * Columns));
        TL.Store(s41, sums + (4 * Columns) + TL.Count);
        TL.Store(s50, sums + (5 * Columns));
        TL.Store(s51, sums + (5 * Columns) + TL.Count);
    }
}
